"""The vocabulary of actors: states, organs, named bodies, groups, outlets, office holders and nouns of people, from the CSV files here.

An alias is looked up by its atoms: lower-case letters and digits without diacritics, so "Türkiye", "TÜRKIYE" and "Turkiye" are one, and
"al-Shabaab" is "al" "shabaab" however a tokenizer cuts it. A user's own file has the columns of groups.csv (class may be any of NAMED).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args
from unicodedata import combining, normalize

from counterclaim import lexicon
from counterclaim.errors import LexiconError

Organ = Literal["body", "force", "office", "government", "state", "mouth", "asset", "place"]
Named = Literal["group", "organisation", "outlet", "organ", "person"]
Generic = Literal["people", "press", "armed", "assailant", "side", "short", "crowd", "ethnic"]
Kind = Literal["country", "adjective", "capital", "region"] | Organ | Named | Generic
Case = Literal["any", "cap", "all", "upper"]

ORGANS = frozenset(get_args(Organ))
NAMED = frozenset(get_args(Named))
GENERIC = frozenset(get_args(Generic))
ACRONYM_LENGTH = 6  # an alias all in capitals up to this length is matched in capitals only: "WHO", not "who"
SMALL_WORD = 3  # "of", "the", "for", "del" may be written small in a name

_ATOM = re.compile(r"'s\b|[^\W_]+")
_UNDECOMPOSED = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", ".": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of an alias.

    id: the actor, "" where the words around it must tell; source: the file it is from; code: organ after the colon; country: what it
    belongs to; authority: whose organs are meant when one is named with it ("the Hamas health ministry"); speaker: id of one who speaks,
    where it differs; since, until: days between which it holds; when: parties of which one must be named in the text; alone: a surname,
    which needs its country or its full name in the text; stands_for: kinds that a short form can mean, or the organ of sources;
    regional: of a part of a state.
    """

    id: str
    kind: Kind
    source: str
    code: str = ""
    country: str = ""
    authority: str = ""
    speaker: str = ""
    case: Case = "any"
    since: date | None = None
    until: date | None = None
    when: tuple[str, ...] = ()
    alone: bool = False
    stands_for: tuple[str, ...] = ()
    regional: bool = False

    def holds(self, day: date | None) -> bool:
        """Whether the entry holds on a day; with no day, whether it holds still."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What all files hold together.

    entries: atoms -> readings; lengths: first atom -> lengths of aliases that begin with it, longest first; names: state -> its name;
    authorities: movement -> authorities that it runs.
    """

    entries: Mapping[tuple[str, ...], tuple[Entry, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    names: Mapping[str, str] = field(default_factory=dict)
    authorities: Mapping[str, str] = field(default_factory=dict)


@cache
def load(extra: Path | None = None) -> Vocabulary:
    """The shipped vocabulary; with `extra`, a user's rows added, theirs in place of ours where an alias is in both."""
    pairs = defaultdict[tuple[str, ...], dict[Entry, None]](dict)
    for atoms, entry in _shipped():
        pairs[atoms].setdefault(entry)
    if extra is not None:
        own = defaultdict[tuple[str, ...], dict[Entry, None]](dict)
        for atoms, entry in _named(lexicon.read_file(extra), extra.name):
            own[atoms].setdefault(entry)
        pairs.update(own)
    lengths = defaultdict[str, set[int]](set)
    for atoms in pairs:
        lengths[atoms[0]].add(len(atoms))
    return Vocabulary(
        {atoms: tuple(entries) for atoms, entries in pairs.items()},
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        {row["id"]: row["names"].split("|")[0] for row in reversed(lexicon.rows("states.csv")) if row["id"] != row["country"]},
        {entry.id: entry.authority for entries in pairs.values() for entry in entries if entry.authority},
    )


@cache
def only_foe(party: str | None, day: date | None) -> str | None:
    """The one party that another is at war with on a day, by foes.csv; None where it has none or several, or the day is not known."""
    if party is None or day is None:
        return None
    at_war = (row for row in lexicon.rows("foes.csv") if row["from"] <= day.isoformat() <= (row["to"] or day.isoformat()))
    found = {row["other"] if row["one"] == party else row["one"] for row in at_war if party in (row["one"], row["other"])}
    return found.pop() if len(found) == 1 else None


def atoms(text: str) -> tuple[str, ...]:
    """The letters and digits of a text by word, lower case, without diacritics or stops; a possessive 's is an atom of its own."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return tuple(text.lower().split())
    plain = text.translate(_MARKS)
    if not plain.isascii():
        plain = "".join(character for character in normalize("NFKD", plain.lower()) if not combining(character)).translate(_UNDECOMPOSED)
    return tuple(piece for word in plain.lower().split() for piece in _word_atoms(word))


def own_name(text: str) -> str:
    """The id of what goes by its own name: "People's Defence Forces" is `peoples_defence_forces`."""
    return "_".join(atoms(text)).replace("_'s", "s")


def _word_atoms(word: str) -> Iterator[str]:
    stem, possessive = (word[:-2], True) if word.endswith("'s") else (word, False)
    yield from _ATOM.findall(stem.replace("'", ""))
    if possessive:
        yield "'s"


def _shipped() -> Iterator[tuple[tuple[str, ...], Entry]]:
    yield from _states(lexicon.rows("states.csv"))
    yield from _organs(lexicon.rows("organs.csv"))
    yield from _generic(lexicon.rows("generic_actors.csv"))
    for name in ("bodies.csv", "groups.csv", "named_organs.csv", "outlets.csv", "offices.csv"):
        yield from _named(lexicon.rows(name), name)


def _states(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for row in rows:
        name: Kind = "region" if row["kind"] == "region" else "country"
        strict = set(_split(row["cap"]))
        since, until = _day(row["from"], "states.csv"), _day(row["to"], "states.csv")
        columns: tuple[tuple[str, Kind], ...] = (("names", name), ("adjectives", "adjective"), ("capitals", "capital"))
        for column, kind in columns:
            for alias in _split(row[column]):
                case: Case = "cap" if alias in strict or kind == "capital" else _case(alias, "any")
                entry = Entry(
                    row["id"],
                    kind,
                    "states.csv",
                    country=row["country"] or row["id"],
                    case=case,
                    since=since,
                    until=until,
                    regional=row["kind"] == "region",
                )
                yield from ((atoms(form), entry) for form in (_with_plural(alias) if kind == "adjective" else [alias]))


def _organs(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    templates = {row["class"].removeprefix("template-"): _split(row["phrases"]) for row in rows if row["class"].startswith("template-")}
    for row in rows:
        if row["class"].startswith("template-"):
            continue
        if row["class"] == "topic":
            made = [(kind, form.format(topic)) for kind, forms in templates.items() for topic in _split(row["phrases"]) for form in forms]
        else:
            made = [(row["class"], phrase) for phrase in _split(row["phrases"])]
        for kind, phrase in made:
            if kind not in ORGANS:
                raise LexiconError(f"organs.csv, {phrase}: no class {kind!r}")
            entry = Entry("", cast(Kind, kind), "organs.csv", code=row["code"], case="cap" if phrase[0].isupper() else "any")
            yield from ((atoms(form), entry) for form in _with_plural(phrase))


def _generic(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for row in rows:
        kind = cast(Kind, row["class"])
        if kind not in get_args(Generic):
            raise LexiconError(f"generic_actors.csv, {row['words']}: no class {kind!r}")
        noted = tuple(_split(row["id"])) if kind in {"short", "crowd"} else ()
        for word in _split(row["words"]):
            case: Case = "cap" if word[0].isupper() else "any"
            identifier = "" if noted else row["id"]
            entry = Entry(identifier, kind, "generic_actors.csv", speaker=row["speaker"], stands_for=noted, case=case)
            yield from ((atoms(form), entry) for form in _with_plural(word))


def _named(rows: Iterable[Mapping[str, str]], source: str) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Rows of bodies, groups, organs, outlets, office holders: columns id, names, and any of class, country, authority, from, to, when."""
    kinds: dict[str, Kind] = {
        "bodies.csv": "organisation",
        "groups.csv": "group",
        "named_organs.csv": "organ",
        "outlets.csv": "outlet",
        "offices.csv": "person",
    }
    for row in rows:
        kind = kinds.get(source) or cast(Kind, row.get("class", "group"))
        if kind not in NAMED or not row["id"] or not row["names"]:
            raise LexiconError(f"{source}, {row['names'] or row['id']}: an id, names and one of {sorted(NAMED)} are needed")
        for alias in _split(row["names"]):
            entry = _named_entry(row, kind, source, alias)
            yield atoms(alias.lstrip("~")), entry


def _named_entry(row: Mapping[str, str], kind: Kind, source: str, alias: str) -> Entry:
    identifier = row["id"]
    state = identifier.split(":")[0] if kind in {"organ", "person"} else ""
    return Entry(
        identifier,
        kind,
        source,
        code=identifier.partition(":")[2],
        country=row.get("country") or state,
        authority=row.get("authority", ""),
        case=_case(alias.lstrip("~"), "cap"),
        since=_day(row.get("from", ""), source),
        until=_day(row.get("to", ""), source),
        when=tuple(_split(row.get("when", ""))),
        alone=alias.startswith("~"),
    )


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _day(cell: str, source: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise LexiconError(f"{source}: {cell!r} is not a day as YYYY-MM-DD") from error


def _case(alias: str, otherwise: Case) -> Case:
    letters = [character for character in alias if character.isalpha()]
    if len(letters) <= ACRONYM_LENGTH and letters and all(character.isupper() for character in letters):
        return "upper"
    if otherwise == "any" or not alias[:1].isupper():
        return "any"
    words = [word for word in alias.split() if len(word) > SMALL_WORD]
    return "all" if len(words) > 1 and all(word[:1].isupper() for word in words) else "cap"


def _with_plural(phrase: str) -> list[str]:
    """The phrase and its regular plural; none for words that have none (Dutch, Chinese, police)."""
    if phrase.endswith(("s", "ese", "ish", "ch", "men", "people")):
        return [phrase]
    if phrase.endswith("man"):
        return [phrase, phrase[:-3] + "men"] + ([phrase + "s"] if phrase in {"German", "Roman"} else [])
    if phrase.endswith("y") and phrase[-2:-1] not in set("aeiou"):
        return [phrase, phrase[:-1] + "ies"]
    return [phrase, phrase + "s"]
