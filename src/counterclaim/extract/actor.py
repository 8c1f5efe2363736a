"""Actors: which state, organ, group, body, outlet, office holder or unnamed people a noun phrase of a text means.

The words of the vocabulary (lexicon/*.csv) are found in one pass (actor_scan), phrases are read from their own words (actor_phrase), and short
forms ("the ministry", "Price") from what was named before, here. What stays ambiguous has no id, and `why` says what is in doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from counterclaim.extract.actor_phrase import MAX_DEPTH, PhraseReader, PlaceCountry, Reading
from counterclaim.extract.actor_scan import NATION, Match, scan
from counterclaim.lexicon.actors import GENERIC, ORGANS, atoms, load
from counterclaim.model import Actor, Span
from counterclaim.syntax import Parse

CLAUSES = frozenset({"acl", "advcl", "parataxis", "ccomp", "xcomp", "csubj", "conj", "cc", "punct", "appos", "obl", "nsubj"})
MINISTRIES = frozenset(
    {"MOD", "MFA", "INTERIOR", "MOH", "JUSTICE", "INFO", "EMERG", "FINANCE", "ENERGY", "TRANSPORT", "AGRI", "EDU", "CULTURE"}
)
NO_PARTY = GENERIC | {"outlet", "organisation", "place", "unknown"}
SILENT = GENERIC | NATION | {"asset", "place", "outlet"}  # kinds that "the spokesman" does not speak for
FIRST_SENTENCES = 2  # mentions in these count double towards the parties of a document
LOOK_BACK = 200  # mentions looked at for what a short form stands for


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A noun phrase that means an actor; token_last is included. `id` is None where it is ambiguous: `why` says what is in doubt."""

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
    names: dict[str, str]
    home: str | None = None
    place_country: PlaceCountry | None = None
    mentions: list[ActorMention] = field(init=False, default_factory=list)
    parties: tuple[str, ...] = field(init=False, default=())
    _phrases: PhraseReader = field(init=False, repr=False)
    _persons: dict[str, list[tuple[int, Reading]]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._phrases = PhraseReader(self.parse, self.matches, self.place_country)
        heads = self._heads()
        self.mentions = [self._mention(head, self.read(head)) for head in heads if self.read(head).kind != "unknown"]
        self.parties = self._rank()
        self._read_persons()
        self.mentions = []
        for head in heads:
            reading = self._short(head) or self.read(head)
            if reading.kind != "unknown":
                self.mentions.append(self._mention(head, reading))

    # -- by its own words ------------------------------------------------------------------------------------------------------------

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
        """Whose a thing is: "Russian missile", "Hezbollah rocket", "the army's artillery", "missiles of the IDF"; None if not said."""
        for owner in self._phrases.owners(token, token, None):
            reading = self._phrases.owner_reading(owner)
            if reading.id is not None and reading.kind not in GENERIC:
                return Actor(
                    reading.id, self.parse.text[self.parse.starts[owner.first] : self.parse.ends[owner.last]], self._span(owner)
                )
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

    # -- by what was named before ----------------------------------------------------------------------------------------------------

    def resolve_short(self, token: int, *, speaking: bool = False) -> Actor | None:
        """What a short form means in this text ("the ministry", "the army", "Price", "rebels"); None where nothing fits."""
        reading = self._short(token)
        identifier = reading and ((reading.speaker or reading.id) if speaking else reading.id)
        return self._actor(token, identifier) if identifier else None

    def why_short(self, token: int) -> str:
        """What produced the reading of a short form."""
        reading = self._short(token)
        return reading.why if reading is not None else "actor: nothing named before fits"

    def _short(self, token: int) -> Reading | None:
        reading = self.read(token)
        if reading.id is not None:
            return reading
        if reading.kind == "unknown":
            return self._surname(token) if self._phrases.is_name(token) else None
        if reading.kind == "armed":
            return self._fighters(token, reading)
        if reading.kind == "short":
            return self._named_before(token, reading)
        if reading.kind == "mouth" and not reading.code and not reading.country:
            return self._spokesman(token)
        open_owner = reading.kind in ORGANS - {"place"} and not reading.country
        return self._organ_before(token, reading) if open_owner else None

    def _surname(self, token: int) -> Reading | None:
        """The person named in full before (else after, as in headlines) by a word of the name."""
        known = self._persons.get(" ".join(atoms(self.parse.form(token))))
        if not known:
            return None
        before = [reading for at, reading in known if at < token] or [known[0][1]]
        return replace(before[-1], why=before[-1].why + ", by surname")

    def _organ_before(self, token: int, reading: Reading) -> Reading | None:
        """An organ with no owner: the same organ named before, else of the only state of the text, else of the last state before."""
        for mention in self._before(token):
            if mention.id and reading.code and mention.id.endswith(f":{reading.code}"):
                return replace(reading, id=mention.id, why=f"actor: {reading.code} named before")
        states = [party for party in self.parties if party in self.names]
        owner, why = (states[0], "the only state of the text") if len(states) == 1 else self._last_state(token)
        identifier = f"{owner}:{reading.code}" if reading.code else owner
        return replace(reading, id=identifier, why=f"actor: {reading.code or reading.kind} of {why}") if owner else None

    def _last_state(self, token: int) -> tuple[str, str]:
        for mention in self._before(token):
            party = (mention.id or "").split(":")[0]
            if party in self.names and mention.kind not in GENERIC:
                return party, "the last state named"
        return (self.home, "the outlet's country") if self.home else ("", "")

    def _named_before(self, token: int, reading: Reading) -> Reading | None:
        """ "The ministry", "the group", "the agency": the last named body of that sort."""
        for mention in self._before(token):
            ministry = "ministry" in reading.stands_for and (mention.id or "").partition(":")[2] in MINISTRIES
            if mention.id is not None and (ministry or mention.kind in reading.stands_for):
                return replace(reading, id=mention.id, why=f"actor: short form, {mention.id} named before")
        return None

    def _spokesman(self, token: int) -> Reading | None:
        for mention in self._before(token):
            if mention.id is not None and mention.kind not in SILENT:
                return Reading(mention.id, "mouth", f"actor: speaks for {mention.id} named before")
        return None

    def _fighters(self, token: int, reading: Reading) -> Reading | None:
        """Fighters nobody names: the only group of the text, else the armed groups of the only state of the text."""
        states = [party for party in self.parties if party in self.names]
        groups = [party for party in self.parties if party not in self.names]
        if len(groups) == 1:
            return replace(reading, id=groups[0], why="actor: fighters, the only group of the text")
        country = reading.country or (states[0] if len(states) == 1 else "")
        if groups or country not in self.names:
            return None
        name = "_".join(atoms(self.names[country]))
        return replace(reading, id=f"armed_groups_{name}", why="actor: fighters nobody names, in the only state of the text")

    def _before(self, token: int) -> Iterator[ActorMention]:
        """Mentions whose head stands before a token, nearest first."""
        end = bisect_left(self.mentions, token, key=lambda mention: mention.head_token)
        return reversed(self.mentions[max(0, end - LOOK_BACK) : end])

    # -- the whole text --------------------------------------------------------------------------------------------------------------

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

    def _rank(self) -> tuple[str, ...]:
        weight: dict[str, int] = {}
        for mention in self.mentions:
            if mention.id is not None and mention.kind not in NO_PARTY:
                early = self.parse.sentence_of[mention.head_token] < FIRST_SENTENCES
                party = mention.id.split(":")[0]
                weight[party] = weight.get(party, 0) + 1 + early
        return tuple(sorted(weight, key=lambda party: -weight[party]))

    def _read_persons(self) -> None:
        """Persons whose title or office is known, by each word of the name: for the surname that comes alone later."""
        for head in [token for token, tag in enumerate(self.parse.entities) if tag == "B-PER"]:
            first, last = self._phrases.name_span(head)
            reading = next((found for part in range(first, last + 1) if (found := self._person(part)) is not None), None)
            for part in range(first, last + 1) if reading else ():
                word = " ".join(atoms(self.parse.form(part)))
                if len(word) > 2 and reading is not None:
                    self._persons.setdefault(word, []).append((part, reading))

    def _person(self, token: int) -> Reading | None:
        reading = self.read(token)
        if reading.id is None and reading.kind in ORGANS:
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
        while todo:
            current = todo.pop()
            if self.parse.base(current) not in CLAUSES and current not in tokens:
                tokens.add(current)
                todo.extend(self.parse.children[current])
        return sorted(tokens)

    def _span(self, match: Match) -> Span:
        return Span(self.parse.starts[match.first], self.parse.ends[match.last])

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
) -> ActorIndex:
    """The actors of a text, in time linear in its length.

    `published` decides who holds an office; `extra` is a user's actor file; `home` is the country of the outlet, the last resort for
    "the army"; `place_country` gives the ISO 3166 alpha-3 code of a place name, for "the governor of Kharkiv region".
    """
    vocabulary = load(extra)
    return ActorIndex(parse, scan(parse, vocabulary, published, home), dict(vocabulary.names), home, place_country)
