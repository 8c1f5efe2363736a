"""Actors: which state, organ, group, body, outlet, office holder or unnamed people a noun phrase of a text means.

The words of the vocabulary (lexicon/*.csv) are found in one pass (actor_scan), phrases are read from their own words (actor_phrase),
and short forms ("the ministry", "Price") from what was named before, here. What stays ambiguous has no id, and `why` says what is in doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from counterclaim.extract.actor_phrase import MAX_DEPTH, PhraseReader, PlaceCountry, Reading, is_foreign
from counterclaim.extract.actor_scan import NATION, Match, datelines, scan
from counterclaim.extract.outlet import ground_of
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import GENERIC, ORGANS, atoms, load, only_foe
from counterclaim.model import Actor, Span
from counterclaim.syntax import Parse

CLAUSES = frozenset({"acl", "advcl", "parataxis", "ccomp", "xcomp", "csubj", "conj", "cc", "punct", "appos", "obl", "nsubj"})
MINISTRIES = frozenset(
    {"MOD", "MFA", "INTERIOR", "MOH", "JUSTICE", "INFO", "EMERG", "FINANCE", "ENERGY", "TRANSPORT", "AGRI", "EDU", "CULTURE"}
)
NO_PARTY = GENERIC | {"outlet", "organisation", "place", "unknown"}
SILENT = GENERIC | NATION | {"asset", "place", "outlet"}  # kinds that "the spokesman" does not speak for
FIRST_SENTENCES = 2  # mentions in these count double towards the parties of a document
SHORT_KINDS = frozenset({"short", "armed"}) | ORGANS - {"place", "asset", "force"}
POSSESSIVES = frozenset({"its", "their", "his", "her"})
INDEFINITE = frozenset({"a", "an", "another", "some", "any", "every", "no"})
DEPUTY = "deputy"
SEVERAL = frozenset(
    {"both", "two", "each", "either", "neither", "western", "foreign", "international", "european", "allied", "neighbouring"}
)
OFFICIALS = frozenset({"official", "minister", "representative", "leader"})
SPEAKING = frozenset({"mouth", "office", "person"})
LOCAL_ORGANS = frozenset({"", "PROV", "LOCAL", "POLICE", "PROSECUTOR", "EMERG", "COURT", "MOH"})  # of where the report is about
GROUND_SHARE = 2 / 3  # of a text's toponyms
MILITARY = frozenset({"MIL", "AF", "NAVY"})
LAST_BODIES = 4  # bodies looked at for the one that "the spokesman" speaks for
HOME_RANK = 3  # the country of the outlet or dateline is in view where it is among so many first parties of the text
NEAR_SENTENCES = 2
CLEAR_LEAD = 2  # a state named so many times as often as the next is the one whose organs go without its name
IN_PASSING = 2  # a state of no more weight is not yet the one that a text is about
MAX_PHRASE = 60
LOOK_BACK = 200  # mentions looked at for what a short form stands for


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A noun phrase that means an actor; token_last is included. `id` is None where it is ambiguous, and `why` says what is in doubt."""

    token_first: int
    token_last: int
    head_token: int
    id: str | None
    kind: str
    text: str
    span: Span
    why: str


@dataclass
class ActorIndex:
    """The actors of one text. Made by `find_actors`; token indices are those of its parse.

    mentions: in text order of their heads; parties: ids of states and groups, the most and earliest named first.
    """

    parse: Parse
    matches: tuple[Match, ...]
    names: Mapping[str, str]
    authorities: Mapping[str, str]
    home: str | None = None
    dateline: str | None = None
    place_country: PlaceCountry | None = None
    published: date | None = None
    mentions: list[ActorMention] = field(init=False, default_factory=list)
    parties: tuple[str, ...] = field(init=False, default=())
    _phrases: PhraseReader = field(init=False, repr=False)
    _weights: dict[str, int] = field(init=False, repr=False, default_factory=dict)
    _grounds: dict[str, int] | None = field(init=False, repr=False, default=None)
    _place_heads: tuple[int, ...] = field(init=False, repr=False, default=())
    _persons: dict[str, list[tuple[int, Reading, frozenset[str]]]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._phrases = PhraseReader(self.parse, self.matches, self.place_country)
        heads = self._heads()
        self.mentions = [self._mention(head, self.read(head)) for head in heads if self.read(head).kind != "unknown"]
        self._place_heads = tuple(head for head in heads if self.read(head).kind == "place")
        self._weights = self._weigh()
        self.parties = tuple(sorted(self._weights, key=lambda party: -self._weights[party]))
        self._read_persons()
        self.mentions = []
        for head in heads:
            reading = self._short(head) or self.read(head)
            if reading.kind != "unknown":
                self.mentions.append(self._mention(head, reading))

    # -- by its own words ----------------------------------------------------------------------------------------------

    def of_phrase(self, token: int, *, speaking: bool = False) -> Actor | None:
        """The actor that the noun phrase headed at a token means by its own words; None where it means none that we know.

        An Actor whose id is None is an actor in doubt: see `why`. With `speaking`, unnamed people get the id of a speaker
        (`resident`, `witness`, `anon_sources`) rather than of those whom an act hits (`civilians`).
        """
        reading = self.read(token)
        identifier = (reading.speaker or reading.id) if speaking else reading.id
        if identifier is None and reading.kind == "unknown":
            return None
        return self._actor(token, identifier)

    def all_of_phrase(self, token: int) -> list[Actor]:
        """Every actor of a phrase that names several: "Armenian and Azerbaijani troops" is ARM:MIL and AZE:MIL."""
        reading = self.read(token)
        if reading.id is None and reading.kind in ORGANS - {"place"} and reading.country:
            suffix = f":{reading.code}" if reading.code else ""
            return [self._actor(token, party + suffix) for party in reading.country.split("|")]
        return [self._actor(token, reading.id)] if reading.id else []

    def by_adjective(self, token: int) -> Actor | None:
        """Whose a thing is: "Russian missile", "Hezbollah rocket", "artillery of the army of Mali"; None if not said."""
        for owner in self._phrases.owners(token, token, None):
            reading = self._phrases.owner_reading(owner)
            if reading.id is not None and reading.kind not in GENERIC:
                span = Span(self.parse.starts[owner.first], self.parse.ends[owner.last])
                return Actor(reading.id, self.parse.text[span.start : span.end], span)
        return None

    def why(self, token: int) -> str:
        """What produced the reading of the phrase headed at a token, or what is in doubt."""
        return self.read(token).why

    def kind(self, token: int) -> str:
        """The kind of actor: an entry kind of the vocabulary (`country`, `force`, `people`, `place`, ...) or `unknown`."""
        return self.read(token).kind

    def country(self, token: int) -> str | None:
        """The country that a phrase names: an actor's, a place's ("Armenian villages") or that of people ("Syrian workers")."""
        reading = self.read(token)
        if reading.country and "|" not in reading.country:
            return reading.country
        return reading.id.split(":")[0] if reading.id and reading.kind not in GENERIC else None

    def read(self, token: int) -> Reading:
        """The reading of the phrase headed at a token, from its own words."""
        return self._phrases.read(token)

    # -- by what was named before --------------------------------------------------------------------------------------

    def resolve_short(self, token: int, *, speaking: bool = False) -> Actor | None:
        """What a short form means in this text ("the ministry", "the army", "Price", "rebels"); None where nothing fits."""
        reading = self._short(token)
        identifier = reading and ((reading.speaker or reading.id) if speaking else reading.id)
        return self._actor(token, identifier) if identifier else None

    def owned(self, token: int) -> Actor | None:
        """An organ whose owner the sentence gives by a pronoun, a seat or a short form: "its army", "in Baku the ministry"; else None."""
        reading = self.read(token)
        if reading.id is not None or reading.country or reading.kind not in ORGANS - {"place"}:
            return None
        found = self._of_owner(token, reading, 0)
        return self._actor(token, found.id) if found is not None and found.id else None

    def why_short(self, token: int) -> str:
        """What produced the reading of a short form."""
        reading = self._short(token)
        return reading.why if reading is not None else "actor: nothing named before fits"

    def _short(self, token: int, depth: int = 0) -> Reading | None:
        reading = self.read(token)
        if reading.id is not None:
            return reading
        if reading.kind == "unknown":
            return self._surname(token) if self._phrases.is_name(token) else None
        if reading.kind in {"armed", "short"}:
            return self._fighters(token, reading) if reading.kind == "armed" else self._named_before(token, reading)
        if reading.kind not in ORGANS - {"place"} or reading.country or self._is_several(token):
            return None
        owned = self._of_owner(token, reading, depth)
        if owned is not None or reading.kind == "asset":
            return owned
        if self.leads_another(token):
            return None
        if self._is_mouth(token, reading):
            return self._spokesman(token, reading) or self._organ_before(token, reading)
        return self._organ_before(token, reading)

    def _is_mouth(self, token: int, reading: Reading) -> bool:
        return not reading.code and (reading.kind == "mouth" or self.parse.lower(token) in OFFICIALS)

    def leads_another(self, token: int) -> bool:
        """ "The leader of the opposition", "the president of the union": of something that is said and that we do not know."""
        reading = self.read(token)
        kids = self.parse.kids(token if reading.at < 0 else reading.at, "nmod")
        if not kids or not (self._is_mouth(token, reading) or (reading.kind == "office" and reading.code == "PRES")):
            return False
        return all(
            self.parse.xpos[kid].startswith("NN")
            and self.read(kid).kind in {"unknown", "crowd"}
            and self.parse.lemmas[kid].lower() not in word_set("own_land")
            for kid in kids
        )

    def _is_several(self, token: int) -> bool:
        """ "Officials on both sides", "Western diplomats": several owners, or none in particular."""
        return any(self.parse.lower(part) in SEVERAL for part in self._phrase(token) if part not in self._phrases.cover)

    def _of_owner(self, token: int, reading: Reading, depth: int) -> Reading | None:
        """An organ owned by a pronoun, a short form or a seat: "its foreign ministry", "the group's leader", "in Baku the ministry"."""
        head = reading.at if reading.at >= 0 else token
        match = self._phrases.cover.get(head)
        if match is None or depth > MAX_DEPTH:
            return None
        owned = any(self.parse.lower(part) in POSSESSIVES for part in self._phrase(head))
        for owner in self._phrases.owners(match.first, match.last, match.entries[0]) if not owned else ():
            is_title = owner.first == match.last + 1 or self.parse.lower(owner.head) == DEPUTY  # "spokesman Colonel ...", "deputy minister"
            if owner.reading_of(SHORT_KINDS) is not None and owner.head != head and not is_title:
                found = self._short(owner.head, depth + 1)
                if found is not None and found.id is not None:
                    return replace(found, id=self._organ_of(found.id, reading), kind=reading.kind, why=f"{found.why}, its {reading.kind}")
        seated = reading.kind not in {"force", "asset"}
        owner_id, why = self._last_subject(token) if owned else self._seat(token) if seated else ("", "")
        if reading.kind not in {"office", "mouth"}:  # "its spokesman", "its president" are the organ's, "its troops" the state's
            owner_id = owner_id.split(":")[0]
        if not owner_id:
            return None
        return replace(reading, id=self._organ_of(owner_id, reading), why=f"actor: {reading.code or reading.kind} of {why}")

    def _organ_of(self, owner: str, reading: Reading) -> str:
        """The organ of an owner: a state's, or that of the authorities that a movement runs; another body stays what it is."""
        party, _, code = owner.partition(":")
        if code or not reading.code:
            return owner
        if reading.code != "MIL":
            party = self.authorities.get(party, party)
        return f"{party}:{reading.code}" if party in self.names else owner

    def _seat(self, token: int) -> tuple[str, str]:
        """A capital beside the organ in its clause: "the ministry said in Kyiv", "told reporters in Kyiv"."""
        parse, head = self.parse, self.parse.heads[token]
        beside = parse.kids(head, "obl") if head >= 0 else []
        told = [inner for child in parse.kids(head, "obj", "iobj") for inner in parse.kids(child, "nmod")] if head >= 0 else []
        for child in (*beside, *told):
            capital = self._capital(child)
            if capital and any(parse.lower(mark) == "in" for mark in parse.kids(child, "case")):
                return capital, "the capital beside it"
        for child in parse.kids(token, "nmod"):
            if any(parse.lower(mark) in {"in", "of", "from"} for mark in parse.kids(child, "case")) and (country := self._town(child)):
                return country, "the town that it is in"
        return "", ""

    def _capital(self, token: int) -> str:
        """The state of a capital, by any word of its name; "" for other words."""
        match = self._phrases.cover.get(token)
        capital = match.reading_of(frozenset({"capital"})) if match is not None else None
        return capital.id if capital is not None else ""

    def _town(self, token: int) -> str:
        """The country of a town, where it is a state that the text speaks of: "the army in Rawalpindi"."""
        last = token
        while last + 1 < len(self.parse) and self.parse.entities[last + 1] == "I-LOC":
            last += 1
        if self.place_country is None or self.parse.entities[token] not in {"B-LOC", "I-LOC"}:
            return ""
        country = self.place_country(self.parse.text[self.parse.starts[token] : self.parse.ends[last]])
        return country if country is not None and country in self._weights else ""

    def seat(self, token: int) -> str | None:
        """The state whose capital or town a speaker's phrase gives: "the army in Bangkok", "the ministry in Baku", "police in Goma"."""
        for child in self.parse.kids(token, "nmod"):
            found = self._capital(child) or self._town(child)
            if found and any(self.parse.lower(mark) in {"in", "of", "from", "at"} for mark in self.parse.kids(child, "case")):
                return found
        return None

    def _last_subject(self, token: int) -> tuple[str, str]:
        """The party that was the last subject before, in this or one of the two sentences before."""
        sentence = self.parse.sentence_of[token]
        for mention in self._before(token):
            if sentence - self.parse.sentence_of[mention.head_token] > NEAR_SENTENCES:
                break
            of_side = self.parse.lemmas[mention.head_token].lower() in word_set("on_side")
            leads = self.parse.base(mention.head_token) == "nsubj" or of_side  # "on Hamas's side, its envoy"
            if leads and mention.id is not None and mention.kind not in GENERIC | {"outlet"}:
                return mention.id, "the last subject"
        return "", ""

    def _surname(self, token: int) -> Reading | None:
        """The person named in full before (else after, as in headlines) by a word of the name."""
        first, last = self._phrases.name_span(token)
        words = [" ".join(atoms(self.parse.form(part))) for part in range(first, last + 1)]
        known = self._persons.get(words[token - first], [])
        full = sum(1 for word in words if len(word) > 1)
        known = [person for person in known if full == 1 or sum(word in person[2] for word in words) > 1]
        if not known:
            return None
        reading = next((reading for at, reading, _ in reversed(known) if at < token), known[0][1])
        return replace(reading, why=reading.why + ", by surname")

    def _organ_before(self, token: int, reading: Reading) -> Reading | None:
        """An organ with no owner: the same organ named before, else that of the state in view."""
        accused = self.accused(token)
        is_new = reading.at >= 0 or any(self.parse.lower(child) in INDEFINITE for child in self.parse.kids(token, "det"))
        for mention in self._before(token) if not is_new else ():
            party, _, code = (mention.id or "").partition(":")
            if code and code == reading.code and mention.kind not in {"force", "asset"} | GENERIC and party not in accused:
                return replace(reading, id=mention.id, why=f"actor: {reading.code} named before")
        owner, why = self._state_in_view(token, accused)
        identifier = f"{owner}:{reading.code}" if reading.code else owner
        return replace(reading, id=identifier, why=f"actor: {reading.code or reading.kind} of {why}") if owner else None

    def accused(self, token: int) -> set[str]:
        """Parties whose organ a phrase cannot be: the objects of its verb, for "occupiers" that of the ground and the outlet, for an
        army those that have none.
        """
        head = self.parse.heads[token]
        objects = self.parse.kids(head, "obj", "iobj") if head >= 0 and self.parse.base(token) == "nsubj" else []
        foes = {(self.read(child).id or "").split(":")[0] for child in objects}
        if self.read(token).code in MILITARY:
            foes |= word_set("armyless")
        return foes | {self.home or "", self._ground()} if is_foreign(self.parse, token) else foes

    def _state_in_view(self, token: int, accused: set[str]) -> tuple[str, str]:
        """The state whose organ goes without its name, and what speaks for it; ("", "") where nothing does."""
        states = [party for party in self.parties if party in self.names]
        if self.home not in {None, *accused, *states} and self._ground() == ground_of(self.home):
            return self.home or "", "the country of its places and its outlet"
        if len(states) == 1 and self.home not in {None, *accused} and self._places_in(self.home) > self._places_in(states[0]):
            return self.home or "", "the country of its outlet and of more of its places"
        if len(states) == 1 and states[0] not in accused:
            ground = self._ground() if self._weights[states[0]] <= IN_PASSING else ""
            elsewhere = ground not in {"", states[0]} and self.home != states[0]
            return (ground, "the country of its places") if elsewhere else (states[0], "the only state of the text")
        known = chain(self._clear_states(token, states, accused), self._near_states(token, states, accused))
        found = {entry.id for match in self.matches if (entry := match.reading_of(frozenset({"country"}))) is not None}
        if not states and len(found) == 1:
            return found.pop(), "the only country named"
        ground, named = self._ground(), self.home or self.dateline or ""
        last = (ground, "the country of its places") if ground else (named, "the country of the outlet or dateline")
        if last[0] in accused:
            last = (only_foe(last[0], self.published) or "", f"whom {last[0]} is at war with")
        return next(known, last)

    def _clear_states(self, token: int, states: list[str], accused: set[str]) -> Iterator[tuple[str, str]]:
        """States that the text as a whole speaks for, the surest first."""
        if self.home in states[:HOME_RANK] and not (is_foreign(self.parse, token) and self.home in accused):
            yield self.home or "", "the outlet's country"
        ground = self._ground()
        if ground in states and ground not in accused and self.read(token).code in LOCAL_ORGANS:
            yield ground, "the country of its places"
        if states and states[0] not in accused and self._weights[states[0]] >= CLEAR_LEAD * self._weights[states[1]]:
            yield states[0], "the state most named"
        if self.dateline in states[:HOME_RANK]:
            yield self.dateline or "", "the country of the dateline"

    def _near_states(self, token: int, states: list[str], accused: set[str]) -> Iterator[tuple[str, str]]:
        """States named near by: that of the last subject, the last named, then the most named."""
        if (told_in := self._told_in(token)) in self.names and told_in not in accused:
            yield told_in, "the capital that the sentence or the one before begins with"
        last, why = self._last_subject(token)
        if (subject := last.split(":")[0]) in self.names and subject not in accused:
            yield subject, why
        for mention in self._before(token):
            party = (mention.id or "").split(":")[0]
            if party in self.names and party not in accused and mention.kind not in GENERIC:
                yield party, "the last state named"
        yield from ((party, "the state most named") for party in states if party not in accused)

    def _told_in(self, token: int) -> str:
        """ "In Dushanbe nothing is admitted. The foreign ministry said …": the state of the capital that opens it or the one before."""
        parse, sentence = self.parse, self.parse.sentence_of[token]
        for number in range(sentence, max(sentence - 2, -1), -1):
            first, last = parse.sentences[number]
            capital = self._capital(first + 1) if first + 1 < last and parse.lower(first) == "in" else ""
            if capital:
                return capital
        return ""

    def _ground(self) -> str:
        """The country of the text's places: of most of its toponyms, else of the regions named, where there is but one."""
        if self._grounds is None:
            self._grounds = self._count_grounds()
        most = max(self._grounds, key=lambda country: (self._grounds or {})[country], default="")
        if most and self._grounds[most] >= GROUND_SHARE * sum(self._grounds.values()):
            return most
        found = {mention_country for head in self._place_heads if (mention_country := self.read(head).country)}
        return found.pop() if len(found) == 1 else ""

    def _places_in(self, party: str | None) -> int:
        """How many of the text's places lie on a party's ground."""
        self._ground()
        return (self._grounds or {}).get(ground_of(party) or "", 0)

    def _count_grounds(self) -> dict[str, int]:
        """How many toponyms lie in each country, by their names alone."""
        parse, counts, lines = self.parse, dict[str, int](), datelines(self.parse)
        for token, tag in enumerate(parse.entities):
            if tag != "B-LOC" or token in lines or token in self._phrases.cover or self.place_country is None:
                continue
            last = token
            while last + 1 < len(parse) and parse.entities[last + 1] == "I-LOC":
                last += 1
            country = self.place_country(parse.text[parse.starts[token] : parse.ends[last]])
            if country is not None:
                counts[country] = counts.get(country, 0) + 1
        return counts

    def _named_before(self, token: int, reading: Reading) -> Reading | None:
        """ "The ministry", "the group", "the agency": the last named body of that sort, else, as in headlines, the first after."""
        if any(self.parse.lower(child) in INDEFINITE for child in self.parse.kids(token, "det")):
            return None
        for mention in (*self._before(token), *self._after(token)):
            party, _, code = (mention.id or "").partition(":")
            ministry = "ministry" in reading.stands_for and code in MINISTRIES
            same = "same" in reading.stands_for and "coalition" in (mention.id or "")
            fits = ministry or same or mention.kind in reading.stands_for
            if mention.id is not None and fits and (not reading.country or party == reading.country):
                return replace(reading, id=mention.id, why=f"actor: short form, {mention.id} named elsewhere in the text")
        return replace(reading, id=reading.country, why="actor: a body of that country") if reading.country else None

    def _spokesman(self, token: int, reading: Reading) -> Reading | None:
        """ "The spokesman", "the official", "the commander": the last person who spoke for a body, else the last body named."""
        near = [mention for mention in self._before(token) if mention.id is not None and mention.kind not in SILENT]
        if any(self.read(part).kind == "state" for part in self._phrase(token)):  # "the deputy minister" is no group's
            near = [mention for mention in near if (mention.id or "").split(":")[0] in self.names]
        near = near[:LAST_BODIES]
        last = near[:1] if reading.kind == "mouth" else []
        mention = next(iter([*(body for body in near if body.kind in SPEAKING), *last]), None)
        return Reading(mention.id, "mouth", f"actor: speaks for {mention.id} named before") if mention is not None else None

    def _fighters(self, token: int, reading: Reading) -> Reading | None:
        """Fighters nobody names: of the group named shortly before, the main group of the text, else armed groups of its only state."""
        sentence = self.parse.sentence_of[token]
        for mention in self._before(token):
            if sentence - self.parse.sentence_of[mention.head_token] > NEAR_SENTENCES:
                break
            if mention.kind == "group" and mention.id is not None:
                return replace(reading, id=mention.id, why="actor: fighters, of the group named before")
        states = [party for party in self.parties if party in self.names]
        groups = [party for party in self.parties if party not in self.names]
        if groups and (len(groups) == 1 or self._weights[groups[0]] >= CLEAR_LEAD * self._weights[groups[1]]):
            return replace(reading, id=groups[0], why="actor: fighters, the main group of the text")
        country = reading.country or (states[0] if len(states) == 1 else "")
        if groups or country not in self.names:
            return None
        name = "_".join(atoms(self.names[country]))
        return replace(reading, id=f"armed_groups_{name}", why="actor: fighters nobody names, in the only state of the text")

    def _after(self, token: int) -> list[ActorMention]:
        """Mentions after a token, nearest first; none before the whole text has been read once."""
        start = bisect_left(self.mentions, token + 1, key=lambda mention: mention.head_token)
        return self.mentions[start : start + LOOK_BACK]

    def _before(self, token: int) -> Iterator[ActorMention]:
        """Mentions whose head stands before a token, nearest first."""
        end = bisect_left(self.mentions, token, key=lambda mention: mention.head_token)
        return reversed(self.mentions[max(0, end - LOOK_BACK) : end])

    # -- the whole text ------------------------------------------------------------------------------------------------

    def _heads(self) -> list[int]:
        named = {token for token, tag in enumerate(self.parse.entities) if tag == "B-PER"}
        return sorted({self._top(match.head) for match in self.matches} | {self._top(token) for token in named})

    def _top(self, token: int) -> int:
        """The head of the phrase of a token: up through heads that take it as their owner or as part of a name."""
        parse, cover = self.parse, self._phrases.cover
        for _ in range(MAX_DEPTH):
            above = parse.heads[token]
            inner = parse.base(token) in {"amod", "compound", "nmod", "flat"}
            if above < 0 or not inner or not (above in cover or parse.entities[above].endswith("PER")):
                break
            token = cover[above].head if above in cover else above
        return token

    def _weigh(self) -> dict[str, int]:
        """How often each state and group is named, twice in the first sentences."""
        weight: dict[str, int] = {}
        for mention in self.mentions:
            if mention.id is not None and mention.kind not in NO_PARTY:
                early = self.parse.sentence_of[mention.head_token] < FIRST_SENTENCES
                party = mention.id.split(":")[0]
                weight[party] = weight.get(party, 0) + 1 + early
        return weight

    def _read_persons(self) -> None:
        """Persons whose title or office is known, by each word of the name: for the surname that comes alone later."""
        for head in [token for token, tag in enumerate(self.parse.entities) if tag == "B-PER"]:
            first, last = self._phrases.name_span(head)
            words = frozenset(" ".join(atoms(self.parse.form(part))) for part in range(first, last + 1))
            reading = next((found for part in range(first, last + 1) if (found := self._person(part)) is not None), None)
            for word in sorted(words) if reading is not None else ():
                if len(word) > 1 and reading is not None:
                    self._persons.setdefault(word, []).append((first, reading, words))

    def _person(self, token: int) -> Reading | None:
        reading = self.read(token)
        if reading.id is None and reading.kind in ORGANS - {"mouth"}:
            reading = self._short(token) or reading
        return reading if (reading.id or reading.speaker) and reading.kind != "unknown" else None

    def _mention(self, head: int, reading: Reading) -> ActorMention:
        tokens = self._phrase(head)
        span = self.parse.span(tokens)
        text = self.parse.text[span.start : span.end]
        return ActorMention(tokens[0], tokens[-1], head, reading.id, reading.kind, text, span, reading.why)

    def _phrase(self, head: int) -> list[int]:
        """Tokens of the noun phrase without its clauses, appositions and what is joined to it."""
        match = self._phrases.cover.get(head)
        tokens = set(range(match.first, match.last + 1)) if match else {head}
        todo = [child for token in tokens for child in self.parse.children[token] if child not in tokens]
        while todo and len(tokens) < MAX_PHRASE:
            current = todo.pop()
            if self.parse.base(current) not in CLAUSES and current not in tokens:
                tokens.add(current)
                todo.extend(self.parse.children[current])
        return sorted(tokens)

    def _actor(self, token: int, identifier: str | None) -> Actor:
        span = self.parse.span(self._phrase(token))
        return Actor(identifier, self.parse.text[span.start : span.end], span)


def find_actors(
    parse: Parse,
    published: date | None = None,
    *,
    extra: Path | None = None,
    home: str | None = None,
    place_country: PlaceCountry | None = None,
    around: Iterable[str] = (),
) -> ActorIndex:
    """The actors of a text, in time linear in its length.

    `published` decides who holds an office; `extra` is a user's actor file; `home` is the country of the outlet,
    for "the army" where it is a main party; `place_country` gives the ISO 3166 alpha-3 code of a place name, for "the governor of Kharkiv";
    `around`: parties of what a short text stands beside, for names that depend on them.
    """
    vocabulary = load(extra)
    found = scan(parse, vocabulary, published, home, around)
    return ActorIndex(parse, found.matches, vocabulary.names, vocabulary.authorities, home, found.dateline, place_country, published)
