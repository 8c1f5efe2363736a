"""What a noun phrase means by its own words: read from its head outward.

"A spokesman for the Israeli military" is ISR:MIL because its head speaks for another body, whose organ and country stand in its
modifiers. The owner of an organ is sought among the words before it first ("Armenia's defence ministry"), then among its dependents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from counterclaim import lexicon
from counterclaim.extract.actor_scan import HYPHENS, JOINERS, NATION, Match, datelines
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import NAMED, ORGANS, Entry, Kind, own_name
from counterclaim.syntax import Parse

PlaceCountry = Callable[[str], str | None]

INSTALLED = frozenset({"installed", "appointed", "imposed", "occupied"})
RUN = frozenset({"run", "controlled", "administered", "held", "dominated", "ruled", "governed"})
FORMER = frozenset({"former", "ex", "late", "deposed", "ousted", "exiled", "then"})
INNER = frozenset({"amod", "compound", "nmod", "flat", "det:poss", "fixed", "goeswith", "list", "dep"})
PARTITIVE = frozenset({"of", "'s", "’s", ""})
LOOSE = frozenset({"for", "from", "with", "at", "by", "representing"})  # lead from one who speaks to the body behind
PLACED = frozenset({"PROV", "LOCAL", "POLICE", "PROSECUTOR", "EMERG", "COURT", "MOH", "OCC"})  # organs that go by the name of a place
INTERNAL = frozenset({"SEC", "POLICE", "BORDER", "EMERG"})  # forces that serve where they stand
MOUTHPIECES = frozenset({"mouth", "government", "state"})
SPEAKING_TITLES = ORGANS | {"person", "people", "crowd", "organ", "group", "organisation", "outlet", "press", "armed"}
BODIES_OF: dict[str, frozenset[str]] = {
    "armed": frozenset({"group", "organ", "organisation"}),
    "crowd": frozenset({"group", "organ", "organisation"}),
    "side": frozenset({"group", "organ", "organisation"}),
    "assailant": frozenset({"group", "organ"}),
    "short": frozenset({"group", "organ", "organisation"}),
    "press": frozenset({"organisation", "outlet", "organ"}),
    "reporter": frozenset({"outlet"}),
    "aid_worker": frozenset({"organisation"}),
    "health_workers": frozenset({"organisation"}),
    "protesters": frozenset({"organisation"}),
}
CHUNK = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART"})
TITLES = (ORGANS | {"people", "crowd", "press", "person"}) - {"place", "asset"}
PERSONS = frozenset({"person"})
SPEAKING_BODIES = frozenset({"health_workers", "aid_groups", "rights_groups", "aid_worker"})
MAX_DEPTH = 5
MAX_CHUNK = 9  # tokens looked at on either side of a head where the tree does not give the owner
MAX_BELOW = 40  # dependents looked at


@cache
def _days() -> frozenset[str]:
    """Weekdays and months, some of which are places too: "police on Thursday" is not of Thursday Island."""
    table = lexicon.table("time.toml")
    return frozenset(word for name in ("weekday", "month") for word in table[name])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase means.

    code: the organ, where only its owner is open; country: whose a place or unnamed people are, or the states of which one is
    meant, apart by |; speaker: id of one who speaks, where it differs; stands_for: kinds of body that a short form can mean;
    at: the token of the title that a name is read by, -1 where there is none.
    """

    id: str | None
    kind: Kind | Literal["unknown"]
    why: str
    code: str = ""
    country: str = ""
    speaker: str = ""
    stands_for: tuple[str, ...] = ()
    at: int = -1


@dataclass
class PhraseReader:
    """Reads the phrases of one text; `read` is a pure function of the token, its results are kept."""

    parse: Parse
    matches: tuple[Match, ...]
    place_country: PlaceCountry | None = None
    cover: dict[int, Match] = field(init=False, repr=False)
    _lines: dict[int, int] = field(init=False, repr=False)
    _known: dict[int, Reading] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.cover = {token: match for match in self.matches for token in range(match.first, match.last + 1)}
        self._lines = datelines(self.parse)

    def read(self, token: int, depth: int = 0) -> Reading:
        """The reading of the phrase headed at a token."""
        if token not in self._known:
            reading = self._read(token, depth)
            if depth:
                return reading
            self._known[token] = reading
        return self._known[token]

    def _read(self, token: int, depth: int) -> Reading:
        match = self.cover.get(token)
        if token in self._lines:
            return self._behind_dateline(self._lines[token], depth)
        if match is None:
            if self.parse.entities[token].endswith("ORG"):
                return self._unknown_organisation(token)
            if self.is_name(token) and depth <= MAX_DEPTH:
                return self._title(token, depth)
            return self._serving(token) or Reading(None, "unknown", "actor: no word of the vocabulary")
        found: list[Reading] = []
        for entry in match.entries:
            found.append(self._entry(entry, match))
            if found[-1].id is not None:
                return found[-1]
        return max(found, key=lambda reading: (bool(reading.code or reading.speaker), reading.kind in ORGANS))

    def _behind_dateline(self, start: int, depth: int) -> Reading:
        """The phrase behind a dateline, which a parser may take for part of it: "MOSCOW (AP) - Armenia's Defence Ministry said"."""
        found, parse = -1, self.parse
        for token in range(start, min(start + MAX_CHUNK, len(parse))):
            if token not in self.cover and parse.upos[token] not in CHUNK | {"DET"} and parse.form(token) not in JOINERS:
                break
            found = self.cover[token].head if token in self.cover else found
        return self._read(found, depth) if found >= start else Reading(None, "unknown", "actor: a dateline")

    def _entry(self, entry: Entry, match: Match) -> Reading:
        if entry.kind in NAMED:
            return self.by_name(match, entry)
        if entry.kind == "region":
            return Reading(None, "place", f"actor: {entry.source} {entry.id}", country=entry.country)
        if entry.kind == "adjective" and (self._is_ethnic(match) or entry.regional):
            return Reading("civilians", "people", "actor: people by their origin", country=entry.country, speaker="resident")
        if entry.kind in NATION:
            return Reading(entry.id, entry.kind, f"actor: {entry.source} {entry.id}")
        if entry.kind in ORGANS:
            return self._organ(entry, match)
        return self._people(entry, match)

    def by_name(self, match: Match, entry: Entry) -> Reading:
        """A named body, group, outlet or office holder; in doubt where one name has several owners."""
        ids = sorted({other.id for other in match.entries if other.kind in NAMED})
        if len({identifier.partition(":")[0] for identifier in ids}) > 1:
            return Reading(None, entry.kind, f"actor: {entry.source} ambiguous, " + " or ".join(ids))
        if entry.kind == "person" and self._is_former(match.first):
            return Reading(None, "unknown", f"actor: no longer {entry.id}")
        identifier = entry.id if len(ids) == 1 else entry.id.partition(":")[0]
        return Reading(identifier, entry.kind, f"actor: {entry.source} {identifier}", code=entry.code, country=entry.country)

    def _is_ethnic(self, match: Match) -> bool:
        return match.first > 0 and self.parse.lower(match.first - 1) == "ethnic"

    def _organ(self, entry: Entry, match: Match) -> Reading:
        """Composes organ and owner: "Armenian defence ministry", "officials in Kyiv", "a spokesman for the army of Mali"."""
        owners = self.owners(match.first, match.last, entry)
        code, kind = self._code(entry, owners), entry.kind
        if kind == "office" and self._is_former(match.first):
            return Reading(None, "unknown", "actor: a former office")
        holder = self._beside(match) if kind == "office" else None
        if holder is not None:
            return holder
        nations = [owner for owner in owners if owner.reading_of(NATION)]
        for owner in () if entry.code == "EMB" and nations else owners:
            reading = self._of_nation(entry, code, [owner]) if owner in nations else self._of_named(entry, code, owner)
            if reading is not None:
                return reading
        if nations:
            return self._of_nation(entry, code, nations)
        found = self._beside(match) or (self._of_people(owners) or self._unknown_body(match.head) if kind == "mouth" and not code else None)
        found = found or self._of_nobody(entry, code, owners)
        if found is not None:
            return found
        if kind == "government" and not code and self._place_before(match):
            code = "PROV"
        placed = self._placed(code, match)
        if placed is not None:
            return Reading(f"{placed}:{code}", kind, f"actor: organ {code} by its place")
        return Reading(None, kind, f"actor: organ {code or kind} with no owner", code=code)

    def _of_nobody(self, entry: Entry, code: str, owners: list[Match]) -> Reading | None:
        """Forces of a people, of fighters or of a side, none of them a state's: "Kurdish forces", "a rebel commander"."""
        for owner in owners:
            other = owner.reading_of(frozenset({"ethnic", "armed", "side"}))
            if other is not None and other.kind == "ethnic" and entry.code == "MIL" and entry.kind in {"force", "asset"}:
                name = own_name(self.parse.text[self.parse.starts[owner.first] : self.parse.ends[owner.last]])
                return Reading(f"{name}_forces", "group", f"actor: forces of a people, {name}")
            if other is not None:
                return Reading(None, other.kind, f"actor: {code or entry.kind} of {other.kind}", code=code)
        return None

    def _of_people(self, owners: list[Match]) -> Reading | None:
        """One who speaks for people nobody names: "a hospital spokesman", "a staff member of an aid group"."""
        for owner in owners:
            entry = owner.reading_of(frozenset({"people"}))
            if entry is not None and entry.speaker in SPEAKING_BODIES:
                return Reading(entry.id or None, "people", f"actor: one of {entry.speaker}", speaker=entry.speaker)
        return None

    def _serving(self, token: int) -> Reading | None:
        """One of a body that we do not know, by a general title: "executive director of Karen Rivers Watch", "a researcher at DCIP"."""
        general = self.parse.lemmas[token].lower() in word_set("leading") | word_set("serving")
        served = [child for child in self.parse.kids(token, "nmod") if self.parse.entities[child].endswith("ORG")] if general else []
        return self._unknown_body(token) if served and not any(self._is_vocabulary(child) for child in served) else None

    def _is_vocabulary(self, token: int) -> bool:
        """Whether a word in the name of a body is in the vocabulary: "Mopti General Hospital"."""
        return any(part in self.cover for part in (token, *self.parse.kids(token, "compound", "amod")))

    def _unknown_body(self, head: int) -> Reading | None:
        """One who speaks for a body that we do not know, which then goes by its own name: "head of the Druze Initiative"."""
        for child in self.parse.kids(head, "nmod"):
            if not self._is_known(child) and self._case(child) in LOOSE | {"of"}:
                tokens = [token for token in self._near(child) if self.parse.upos[token] == "PROPN"]
                body = self.parse.entities[child].endswith("ORG") or len(tokens) > 1
                if tokens and body and not any(self._is_known(token) for token in tokens):
                    return self._own_name(tokens[0], tokens[-1])
        return None

    def _is_known(self, token: int) -> bool:
        return token in self.cover and self.cover[token].reading_of(NAMED | NATION - {"adjective"}) is not None

    def _own_name(self, first: int, last: int) -> Reading:
        name = own_name(self.parse.text[self.parse.starts[first] : self.parse.ends[last]])
        return Reading(None, "unknown", "actor: a body by its own name", speaker=name)

    def _unknown_organisation(self, token: int) -> Reading:
        """A body that we do not know goes by its own name."""
        low, high = self._window(token)
        first = last = token
        while first > low and self._in_own_name(first - 1) and self.parse.entities[first] != "B-ORG":
            first -= 1
        while last + 1 < high and self._in_own_name(last + 1) and self.parse.entities[last + 1] != "B-ORG":
            last += 1
        return self._own_name(first, last)

    def _in_own_name(self, token: int) -> bool:
        tag = self.parse.entities[token]
        known = token in self.cover and self.cover[token].reading_of(NAMED | (NATION if tag[2:] != "ORG" else frozenset())) is not None
        return (self.parse.upos[token] == "PROPN" or tag == "I-ORG") and not known

    def _place_before(self, match: Match) -> bool:
        before = match.first - 1
        return before >= 0 and self.parse.upos[before] == "PROPN" and not self._is_known(before)

    def _code(self, entry: Entry, owners: list[Match]) -> str:
        """The organ: that of the words around the head where the head only speaks for it or is a general word for armed men."""
        inner = [other.code for owner in owners for other in owner.entries if other.kind in ORGANS and other.code]
        if entry.kind in {"mouth", "state"} and inner:
            return inner[0]
        if entry.code == "MIL" and entry.kind in {"force", "office"}:
            return next((code for code in inner if code != "MIL"), "MIL")
        return entry.code

    def _of_named(self, entry: Entry, code: str, owner: Match) -> Reading | None:
        """An organ or mouthpiece of a named body; a movement's ministries are those of the authorities that it runs."""
        named = owner.reading_of(NAMED)
        if named is None or (named.kind in {"person", "outlet"} and entry.kind not in MOUTHPIECES):
            return None
        reading = self.by_name(owner, named)
        runs = entry.kind in {"government", "body", "office"} or (entry.kind in {"force", "state"} and code not in {"", "MIL"})
        if named.authority and runs:
            return Reading(named.authority + (f":{code}" if code else ""), entry.kind, f"{reading.why}, the authorities it runs")
        if entry.kind == "place":
            return Reading(None, "place", f"actor: a place of {reading.id}", country=named.country)
        return replace(reading, why=f"{reading.why}, its {code or entry.kind}")

    def _beside(self, match: Match) -> Reading | None:
        """A name right behind a noun or in apposition: "spokesman Dmitry Peskov", "the militant group Hamas", "the mayor of X, Y"."""
        parse, after = self.parse, match.last + 1
        beside = [self.cover[after]] if after in self.cover and self._same_sentence(match.last, after) else []
        beside += [self.cover[child] for child in parse.kids(match.head, "appos", "flat") if child in self.cover]
        beside += [other for other in self._behind_comma(match.last) if other.reading_of(PERSONS) is not None]
        for other in beside:
            named = other.reading_of(NAMED)
            if named is not None:
                return self.by_name(other, named)
        return None

    def _behind_comma(self, last: int) -> Iterator[Match]:
        """What stands behind the comma that ends a phrase: "the mayor of Nova Kakhovka, Vladimir Leontyev"."""
        parse = self.parse
        for token in range(last + 1, min(last + MAX_CHUNK, parse.sentences[parse.sentence_of[last]][1] - 1)):
            if parse.form(token) == "," and token + 1 in self.cover:
                yield self.cover[token + 1]
            if parse.upos[token] not in CHUNK | {"DET", "ADP"} and parse.form(token) not in JOINERS:
                return

    def _of_nation(self, entry: Entry, code: str, nations: list[Match]) -> Reading:
        ids = [nation.id for owner in self._joined(nations[0]) if (nation := owner.reading_of(NATION))]
        ids = list(dict.fromkeys(ids))
        if entry.kind == "place":
            return Reading(None, "place", "actor: a place of " + " and ".join(ids), country="|".join(ids))
        if len(ids) > 1:
            return Reading(None, entry.kind, "actor: several states, " + ", ".join(ids), code=code, country="|".join(ids))
        region = nations[0].reading_of(frozenset({"region"}))
        if region is not None and region.id == region.country and not code:
            code = "PROV"
        if nations[0].suffix in INSTALLED | RUN and region is None and entry.kind in {"government", "state", "office", "body"}:
            code = "OCC"
        identifier = f"{ids[0]}:{code}" if code else ids[0]
        return Reading(identifier, entry.kind, f"actor: {ids[0]} with {code or entry.kind}")

    def _people(self, entry: Entry, match: Match) -> Reading:
        """People nobody names: their nationality is kept beside their id; fighters take the name of their group."""
        if entry.kind == "short" and self.parse.upos[match.last] == "PROPN" and self._place_before(match):
            return self._unknown_organisation(match.last)
        owners = self.owners(match.first, match.last, entry)
        body = self._body_of_people(entry, match, owners)
        if body is not None:
            return body
        nation = next((found.id for owner in owners if (found := owner.reading_of(NATION))), "")
        why = f"actor: {entry.kind} by no name" + (f", of {nation}" if nation else "")
        if entry.kind == "crowd" and entry.stands_for and nation:
            organ = "" if "STATE" in entry.stands_for else f":{entry.stands_for[0]}"
            return Reading(nation + organ, "mouth", f"actor: sources of {nation}{organ}", country=nation)
        return Reading(entry.id or None, entry.kind, why, country=nation, speaker=entry.speaker, stands_for=entry.stands_for)

    def _body_of_people(self, entry: Entry, match: Match, owners: list[Match]) -> Reading | None:
        """The body that people belong to: "PKK fighters", "Turkish defence ministry sources", "AP journalists", "a UN report"."""
        if entry.kind in {"armed", "crowd", "side", "assailant", "short"}:
            beside = self._beside(match)
            if beside is not None and beside.kind not in {"outlet", "person"}:
                return beside
        wanted = BODIES_OF.get(entry.speaker if entry.speaker in BODIES_OF else entry.kind, frozenset())
        for owner in owners:
            named = owner.reading_of(wanted)
            if named is not None:
                return replace(self.by_name(owner, named), why=f"actor: {named.source} {named.id}, its people")
            organ = owner.reading_of(ORGANS) if entry.kind == "crowd" else None
            reading = self._organ(organ, owner) if organ is not None and organ.code else None
            if reading is not None and reading.id is not None:
                return reading
        return None

    # -- persons --------------------------------------------------------------------------------------------------------

    def _title(self, token: int, depth: int) -> Reading:
        """A person by the title beside the name: "Defense Minister Tea Banh", "Kasit Piromya, the Thai foreign minister"."""
        first, last = self.name_span(token)
        best = Reading(None, "unknown", "actor: a name with no title")
        for beside in dict.fromkeys(self._titles(token, first, last)):
            reading = self.read(beside, depth + 1)
            served = self.parse.base(beside) == "appos" or self._case(beside) != ""
            if served and reading.kind == "unknown" and reading.speaker and best.kind == "unknown":
                best = replace(reading, at=beside)
            if reading.kind not in SPEAKING_TITLES or reading.kind in {"place", "asset"}:
                continue
            reading = replace(reading, why=reading.why + ", by title", at=beside)
            if reading.id is not None:
                return reading
            if best.kind == "unknown" and (reading.code or reading.speaker or reading.kind in MOUTHPIECES):
                best = reading
        return best

    def _titles(self, token: int, first: int, last: int) -> Iterator[int]:
        """Heads of what may be a title of the name at first..last, the surest first."""
        parse, cover = self.parse, self.cover
        for child in parse.kids(token, "nmod:desc", "compound", "amod", "flat"):
            if not first <= child <= last and self._is_title(child):
                yield cover[child].head
        for beside in (first - 1, last + 1):
            if 0 <= beside < len(parse) and self._is_title(beside) and self._same_sentence(beside, token):
                yield cover[beside].head
        yield from self._apposed(last)
        for child in parse.kids(token, "appos", "nmod"):
            if not first <= child <= last and (parse.base(child) == "appos" or self._case(child) in LOOSE | {"of"}):
                yield cover[child].head if child in cover else child
                yield from self._led(child)
        if parse.base(token) == "appos" and self._is_title(parse.heads[token]):
            yield cover[parse.heads[token]].head
        if first > 1 and parse.form(first - 1) == "," and self._is_title(first - 2) and self._same_sentence(first - 2, first):
            yield cover[first - 2].head

    def _led(self, title: int) -> Iterator[int]:
        """Heads of the bodies that a general title leads: "deputy head of the provincial administration", "chair of the health board"."""
        if self.parse.lemmas[title].lower() in word_set("leading"):
            led = (child for child in self.parse.kids(title, "nmod") if child in self.cover and self._case(child) in PARTITIVE | LOOSE)
            yield from (self.cover[child].head for child in led)

    def _is_title(self, token: int) -> bool:
        return token in self.cover and self.cover[token].reading_of(TITLES) is not None

    def _apposed(self, last: int) -> Iterator[int]:
        """The head of what follows a name and a comma, up to the next comma or verb: "X, the Thai foreign minister,"."""
        parse, comma, found = self.parse, last + 1, -1
        if comma >= len(parse) or parse.form(comma) not in {",", "(", "-", "–", "—"} or not self._same_sentence(last, comma):
            return
        if parse.entities[last].endswith("LOC"):
            return  # "seven died in Mopti, police said"
        for token in range(comma + 1, min(comma + MAX_CHUNK, parse.sentences[parse.sentence_of[last]][1])):
            inside = token in self.cover or parse.upos[token] in CHUNK | {"DET"} or parse.form(token) in HYPHENS
            if not inside or (found >= 0 and token not in self.cover):
                break
            if token in self.cover and self.cover[token].reading_of(ORGANS | {"crowd", "people"}):
                found = self.cover[token].head
        if found >= 0:
            yield found

    def is_name(self, token: int) -> bool:
        """Whether a token is part of a name, by its tags."""
        return self.parse.entities[token].endswith("PER") or self.parse.upos[token] == "PROPN"

    def name_span(self, token: int) -> tuple[int, int]:
        """First and last token of the personal name around a token, without the titles of the vocabulary."""
        low, high = self._window(token)
        first = last = token
        while first > low and self._in_name(first - 1):
            first -= 1
        while last + 1 < high and self._in_name(last + 1):
            last += 1
        return first, last

    def _in_name(self, token: int) -> bool:
        if token in self.cover and not self.cover[token].reading_of(frozenset({"person"})):
            return False
        return self.is_name(token) or (self.parse.form(token) in JOINERS and token > 0 and self.is_name(token - 1))

    def _is_former(self, first: int) -> bool:
        """Whether "former", "ex" or the like stands before a title, with no mark between."""
        for token in range(first - 1, max(-1, first - 4), -1):
            if self.parse.lower(token) in FORMER:
                return True
            if self.parse.upos[token] == "PUNCT" and self.parse.form(token) not in HYPHENS:
                return False
        return False

    # -- the words around a head ----------------------------------------------------------------------------------------

    def owners(self, first: int, last: int, entry: Entry | None) -> list[Match]:
        """Matches that say whose the thing at tokens first..last is: before it in its chunk, nearest first, then its dependents.

        With no entry, the thing is no word of the vocabulary ("missile") and only its modifiers count.
        """
        found: dict[int, Match] = {}
        for match in (*self._before(first), *self._below(first, last, entry)):
            if (not match.suffix or match.suffix in INSTALLED | RUN) and not self._is_ethnic(match):
                found.setdefault(match.first, match)
        return list(found.values())

    def _before(self, first: int) -> Iterator[Match]:
        parse, token = self.parse, first - 1
        stop = max(parse.sentences[parse.sentence_of[first]][0], first - MAX_CHUNK)
        while token >= stop:
            match = self.cover.get(token)
            if match is not None:
                yield match
                token = match.first - 1
                continue
            joined = parse.form(token) in JOINERS or parse.lower(token) in {"'s", "’s"}
            hyphenated = token > stop and parse.form(token - 1) in HYPHENS
            if not joined and not hyphenated and parse.upos[token] not in CHUNK:
                return
            token -= 1

    def _below(self, first: int, last: int, entry: Entry | None) -> Iterator[Match]:
        """Matches among the dependents of tokens first..last, nearest the head first."""
        parse = self.parse
        todo = [child for token in range(first, last + 1) for child in parse.children[token] if not first <= child <= last]
        posted = any(parse.xpos[child] == "PRP$" for child in todo)  # "its envoy in Cairo" is not Egypt's
        for seen, token in enumerate(todo):
            if seen > MAX_BELOW:
                return
            advises = self._case(token) == "to" and parse.lemmas[last].lower() in word_set("advising")
            if parse.base(token) not in INNER or not (advises or self._leads(self._case(token), entry)):
                continue
            if posted and self._case(token) == "in":
                continue
            match = self.cover.get(token)
            if match is not None:
                yield match
            todo.extend(child for child in parse.children[token] if match is None or not match.first <= child <= match.last)

    def _leads(self, case: str, entry: Entry | None) -> bool:
        """Whether a dependent with this preposition can own: officials in Kyiv are Ukraine's, soldiers from Mali are Mali's,
        troops in Mali need not be."""
        if case in PARTITIVE:
            return True
        kind = entry.kind if entry is not None else ""
        if case in LOOSE:
            return (
                kind in MOUTHPIECES | {"office", "crowd"}
                or (kind in {"armed", "assailant"} and case in {"from", "with"})
                or (kind == "force" and case == "from")
            )
        inside = entry is not None and entry.code in INTERNAL
        return case == "in" and (inside or kind in MOUTHPIECES | {"body", "office", "crowd", "armed"})

    def _case(self, token: int) -> str:
        return next((self.parse.lower(child) for child in self.parse.kids(token, "case")), "")

    def _joined(self, match: Match) -> list[Match]:
        """A nationality and those joined to it, in text order: "Armenian and Azerbaijani" troops."""
        joined = [match]
        while (
            len(joined) < MAX_CHUNK
            and joined[0].first > 1
            and self.parse.lower(joined[0].first - 1) in {"and", "or", ",", "/", "-", "–", "&"}
        ):
            previous = self.cover.get(joined[0].first - 2)
            if previous is None or previous.reading_of(frozenset({"adjective"})) is None:
                break
            joined.insert(0, previous)
        return joined

    def owner_reading(self, owner: Match) -> Reading:
        """The reading of a match that stands as an owner: a nation or a name as it is, an organ with its own owner."""
        named, nation = owner.reading_of(NAMED), owner.reading_of(NATION)
        if named is not None:
            return self.by_name(owner, named)
        if nation is not None:
            return Reading(nation.id, nation.kind, f"actor: {nation.source} {nation.id}")
        return self.read(owner.head)

    def _placed(self, code: str, match: Match) -> str | None:
        """The country of an organ named by its place: "the governor of Kharkiv region", "Batken police"."""
        if self.place_country is None or code not in PLACED:
            return None
        parse = self.parse
        below = [token for part in range(match.first, match.last + 1) for token in self._near(part)]
        before = range(max(parse.sentences[parse.sentence_of[match.first]][0], match.first - 3), match.first)
        near = [token for token in (*reversed(before), *below) if parse.upos[token] == "PROPN" and token not in self.cover]
        names = [token for token in near if not parse.entities[token].endswith("PER") and parse.lower(token) not in _days()]
        for token in dict.fromkeys(names):
            first, last = self.name_span(token)
            whole = parse.text[parse.starts[first] : parse.ends[last]]
            country = self.place_country(whole) or self.place_country(parse.form(token))
            if country is not None:
                return country
        return None

    def _near(self, token: int) -> list[int]:
        """A token and its nearest descendants, in text order, MAX_BELOW at most."""
        found = [token]
        for current in found:
            if len(found) > MAX_BELOW:
                break
            found.extend(self.parse.children[current])
        return sorted(found[:MAX_BELOW])

    def _window(self, token: int) -> tuple[int, int]:
        """The tokens of the sentence that a name around a token may reach over, half-open."""
        low, high = self.parse.sentences[self.parse.sentence_of[token]]
        return max(low, token - MAX_CHUNK), min(high, token + MAX_CHUNK)

    def _same_sentence(self, one: int, other: int) -> bool:
        return self.parse.sentence_of[one] == self.parse.sentence_of[other]


def is_foreign(parse: Parse, token: int) -> bool:
    """ "The occupation forces", "the occupiers": never those of who speaks."""
    beside = (token, *parse.kids(token, "amod", "compound"))
    return any(parse.lemmas[part].lower().removesuffix("s") in word_set("foreign") for part in beside)
