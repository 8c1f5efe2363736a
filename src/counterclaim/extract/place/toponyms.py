"""Which words of a text are names of places: the parser's entities, and the gazetteer where these fall short."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counterclaim.extract.place.gazetteer import SETTLED, Entry, Gazetteer
from counterclaim.extract.place.names import name_key
from counterclaim.extract.place.words import PlaceWords
from counterclaim.model import Span
from counterclaim.syntax import Parse

LONGEST_NAME = 7  # tokens of a name, hyphens and points counted
SENTENCE_HEAD = 40  # tokens that show whether a sentence is in capitals
LONGEST_SHORT = 10  # letters of an abbreviation
LARGE = 50_000  # inhabitants from which a bare capitalised name is taken as the place
SMALL_WORDS = frozenset({"as", "at", "an", "in", "on", "to", "by", "and", "or", "of", "the"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
JOINERS = frozenset(
    {
        "of",
        "de",
        "la",
        "el",
        "al",
        "the",
        "and",
        "du",
        "del",
        "da",
        "do",
        "dos",
        "e",
        "upon",
        "le",
        "les",
        "en",
        "-",
        "–",
        "’",
        "'",
        ".",
        "&",
    }
)


@dataclass(frozen=True, slots=True)
class Toponym:
    """Tokens first to last that name a place, with all that the name may stand for; no entries where the gazetteer lacks it."""

    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]
    found_by: str
    entity: str | None = None

    @property
    def key(self) -> str:
        return name_key(self.name)


class Lookups:
    """Gazetteer answers of one call, each name asked once."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self._gazetteer, self._words = gazetteer, words
        self._known: dict[str, tuple[Entry, ...]] = {}
        self._alike: dict[tuple[str, tuple[str, ...]], tuple[Entry, ...]] = {}

    def __call__(self, name: str) -> tuple[Entry, ...]:
        if name not in self._known:
            self._known[name] = self._gazetteer.lookup(name)
        return self._known[name]

    def similar(self, name: str, countries: tuple[str, ...]) -> tuple[Entry, ...]:
        if (name, countries) not in self._alike:
            self._alike[name, countries] = self._gazetteer.similar(name, countries)
        return self._alike[name, countries]

    def abbreviated(self, name: str) -> tuple[Entry, ...]:
        """First-level units that an abbreviation such as "Calif.", "N. C." or "MO." stands for."""
        short = name.replace(" ", "")
        forms = (short, short.rstrip("."), short.rstrip(".").capitalize(), short + ".")
        full = next((known for form in forms if (known := self._words.abbreviations.get(form))), None)
        return tuple(entry for entry in self(full) if entry.kind == "admin1") if full else ()


def find_toponyms(parse: Parse, lookups: Lookups, words: PlaceWords) -> list[Toponym]:
    """Names of places in text order, not overlapping; longest match first from the left of each sentence."""
    people = person_names(parse)
    found: list[Toponym] = []
    for first, last in parse.sentences:
        at = first
        while at < last:
            toponym = toponym_at(parse, at, last, lookups, words)
            if toponym and is_place(parse, toponym, words, people):
                found.append(toponym)
                at = toponym.last + 1
            else:
                at += 1
    return found


def with_similar_names(toponyms: list[Toponym], parties: tuple[str, ...], lookups: Lookups) -> list[Toponym]:
    """Names by the parser's word that mean nothing in the parties' countries, with places there whose name is much like them."""
    return [
        replace(toponym, entries=toponym.entries + lookups.similar(toponym.name, parties))
        if toponym.entity == "LOC" and not any(is_wide_or_of(entry, parties) for entry in toponym.entries)
        else toponym
        for toponym in toponyms
    ]


def is_wide_or_of(entry: Entry, parties: tuple[str, ...]) -> bool:
    return entry.kind in {"country", "continent", "capital"} or any(country in parties for country in entry.countries)


def person_names(parse: Parse) -> frozenset[str]:
    """Every word of every personal name that the parser found with two or more words, lower case."""
    names: set[str] = set()
    for token, tag in enumerate(parse.entities):
        if tag == "I-PER":
            names.update((parse.lower(token), parse.lower(token - 1)))
    return frozenset(names)


def toponym_at(parse: Parse, at: int, stop: int, lookups: Lookups, words: PlaceWords) -> Toponym | None:
    """The longest name that begins at a token: in the gazetteer, or an entity of the parser that is not in it."""
    if not is_capital(parse.form(at)) or is_article(parse, at, stop):
        return None
    known = longest_known(parse, at, stop, lookups, words)
    if parse.entities[at] != "B-LOC":
        return known
    end = end_of_entity(parse, at)
    while end > at + 1 and parse.lower(end - 1) in words.types and not is_capital(parse.form(end - 1)):
        end -= 1
    if known and (known.last + 1 >= end or (is_certain(known) and not names_site(parse, known.last + 1, end, words))):
        return known
    return unknown_name(parse, at, end, lookups, words)


def longest_known(parse: Parse, at: int, stop: int, lookups: Lookups, words: PlaceWords) -> Toponym | None:
    for end in range(min(stop, at + LONGEST_NAME, end_of_name(parse, at, stop)), at, -1):
        if not is_capital(parse.form(end - 1)) or parse.lower(end - 1) in POSSESSIVES:
            continue
        name = written(parse, at, end)
        entries = (lookups.abbreviated(name) if may_be_short(parse, at, name) else ()) or readings(name, lookups)
        if entries:
            return Toponym(at, end - 1, name, entries, "gazetteer", entity_of(parse, at, end))
    return None


def written(parse: Parse, first: int, end: int) -> str:
    """The words as written, on one line."""
    return " ".join(parse.text[parse.starts[first] : parse.ends[end - 1]].split())


def readings(name: str, lookups: Lookups) -> tuple[Entry, ...]:
    """What a name may stand for; a short name in capitals or with points ("US", "U.K.", "EU") is no village.

    A town that bears a country's own name only as another of its names (Arak, also Iraq) is not meant by it.
    """
    found = lookups(name)
    if any(entry.kind == "country" and entry.rank == 0 for entry in found):
        found = tuple(entry for entry in found if entry.rank == 0 or entry.kind not in SETTLED)
    initials = name.replace(".", "")
    if len(initials) <= 4 and initials.isalpha() and initials.isupper():
        wide = tuple(entry for entry in found if entry.kind not in SETTLED)
        return wide or (found if len(initials) == 4 and "." not in name else ())
    return found


def is_article(parse: Parse, at: int, stop: int) -> bool:
    """An article that has its capital from the beginning of the sentence or a quotation."""
    return parse.lower(at) in {"the", "a", "an"} and (parse.upos[at] == "DET" or at + 1 >= stop)


def names_site(parse: Parse, first: int, end: int, words: PlaceWords) -> bool:
    return any(parse.lower(token) in words.sites or parse.lower(token) in words.streets for token in range(first, end))


def unknown_name(parse: Parse, at: int, end: int, lookups: Lookups, words: PlaceWords) -> Toponym:
    """A place by the parser's word alone; what is left of its name without words of unit or building may still be known."""
    name = written(parse, at, end)
    core = end
    while core > at + 1 and (parse.lower(core - 1) in words.types or parse.lower(core - 1) in words.sites):
        core -= 1
    entries = readings(written(parse, at, core), lookups) if core < end else ()
    if any(parse.lower(token) in words.sites for token in range(core, end)) and not are_certain(entries, core > at + 1):
        entries = ()
    return Toponym(at, end - 1, name, entries, "entity", "LOC")


def end_of_entity(parse: Parse, at: int) -> int:
    end = at + 1
    while end < len(parse) and parse.entities[end].startswith("I-"):
        end += 1
    return end


def end_of_name(parse: Parse, at: int, stop: int) -> int:
    """Where a run of capitalised words and the small words between them ends."""
    end = at + 1
    while end < stop and end - at < LONGEST_NAME and (is_capital(parse.form(end)) or parse.lower(end) in JOINERS):
        end += 1
    return end


def entity_of(parse: Parse, first: int, end: int) -> str | None:
    """The kind of the entity that the tokens touch: LOC before ORG before PER."""
    kinds = {parse.entities[token][2:] for token in range(first, end) if parse.entities[token] != "O"}
    return next((kind for kind in ("LOC", "ORG", "PER") if kind in kinds), None)


def is_capital(form: str) -> bool:
    return form[:1].isupper() or (form[:1] in "'’ʻ" and form[1:2].isupper())


def may_be_short(parse: Parse, at: int, name: str) -> bool:
    """A short name after a comma, or with a point of its own."""
    return len(name) <= LONGEST_SHORT and (name.endswith(".") or (at > 0 and parse.form(at - 1) == ","))


def is_place(parse: Parse, toponym: Toponym, words: PlaceWords, people: frozenset[str]) -> bool:
    """Whether a name is used as that of a place here, by the parser's word or by what stands around it."""
    if toponym.name.casefold() in words.not_places or (toponym.key in words.actors and not is_certain(toponym)):
        return False
    if toponym.entity == "LOC":
        return True
    if not toponym.entries or after_title(parse, toponym.first, words):
        return False
    if toponym.first == toponym.last and toponym.name.casefold() in people:
        return False
    if toponym.entity is None and not is_written_as_name(parse, toponym):
        return False
    certain = is_certain(toponym)
    if toponym.entity == "PER":
        return certain and not touches_entity(parse, toponym)
    return certain or (toponym.entity is None and is_named(parse, toponym) and has_place_around(parse, toponym, words))


def is_written_as_name(parse: Parse, toponym: Toponym) -> bool:
    """Outside the parser's entities, by its tags: a proper name, or a people's adjective or noun, which a verb or pronoun is not."""
    ends = {parse.upos[toponym.first], parse.upos[toponym.last]}
    if all(entry.rank == 2 for entry in toponym.entries):
        return ends <= {"PROPN", "ADJ", "NOUN"}
    if in_capitals(parse, toponym.first):
        return ends <= {"PROPN"} and parse.lower(toponym.first) not in SMALL_WORDS
    return ends <= {"PROPN", "ADJ", "NOUN", "X"}


def in_capitals(parse: Parse, token: int) -> bool:
    """Whether the head of the token's sentence is written in capitals throughout, so that a capital letter says nothing."""
    first, last = parse.sentences[parse.sentence_of[token]]
    words = [form for at in range(first, min(last, first + SENTENCE_HEAD)) if (form := parse.form(at)).isalpha()]
    return len(words) > 3 and all(form.isupper() for form in words)


def is_certain(toponym: Toponym) -> bool:
    """The name of a state, unit, large town or row of our own: these need no support."""
    return are_certain(toponym.entries, toponym.last > toponym.first)


def are_certain(entries: tuple[Entry, ...], many: bool) -> bool:
    return any(
        entry.kind in {"country", "capital", "continent", "admin1", "region"}
        or (many and entry.kind not in SETTLED and entry.kind != "admin2")
        or (entry.population >= LARGE and entry.rank == 0)
        for entry in entries
    )


def is_named(parse: Parse, toponym: Toponym) -> bool:
    """Not just the capital letter of a sentence's first word."""
    starts_sentence = toponym.first == parse.sentences[parse.sentence_of[toponym.first]][0]
    return parse.upos[toponym.first] == "PROPN" or not starts_sentence


def has_place_around(parse: Parse, toponym: Toponym, words: PlaceWords) -> bool:
    """A locative word before, or a type word before or after."""
    before = parse.lower(toponym.first - 1) if toponym.first else ""
    after = parse.lower(toponym.last + 1) if toponym.last + 1 < len(parse) else ""
    return before in words.locative or before in words.types or after in words.types


def after_title(parse: Parse, first: int, words: PlaceWords) -> bool:
    at = first - 1
    if at > 0 and parse.form(at) == ".":
        at -= 1
    return at >= 0 and parse.lower(at).rstrip(".") in words.titles and is_capital(parse.form(at))


def touches_entity(parse: Parse, toponym: Toponym) -> bool:
    """Whether the entity that the name lies in goes on beyond it."""
    inside = parse.entities[toponym.first].startswith("I-")
    after = toponym.last + 1
    return inside or (after < len(parse) and parse.entities[after].startswith("I-"))


def span_of(parse: Parse, toponym: Toponym) -> Span:
    return Span(parse.starts[toponym.first], parse.ends[toponym.last])


def toponym_for(parse: Parse, span: Span, lookups: Lookups, words: PlaceWords) -> Toponym | None:
    """The toponym of a stretch that is known to name a place; None where no token begins in it."""
    tokens = parse.tokens_in(span)
    if not tokens:
        return None
    first, last = tokens[0], tokens[-1]
    name = " ".join(parse.text[span.start : span.end].split())
    entries = (lookups.abbreviated(name) if may_be_short(parse, first, name) else ()) or readings(name, lookups)
    if not entries:
        return unknown_name(parse, first, last + 1, lookups, words)
    return Toponym(first, last, name, entries, "given", entity_of(parse, first, last + 1))
