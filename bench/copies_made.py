"""A generated family tree of reports, for `bench.copies`: our own sentences, invented names, copying operators of each kind.

A report is made by choosing one of many wordings at each point (`copies_words.toml`), so that two reports share words and not sentences. To
make it hard, there are rival reports of one event, with the same names and numbers and one communiqué quoted by both, and bulletins of one
office that differ in names and numbers alone.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from counterclaim.model import Document, Span

CHOICE = re.compile(r"\{([^{}]*)\}")
BARE = re.compile(r"(?<=[ ])[a-z]+(?=[ ])")
PARAGRAPH = "\n\n"
Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A word put back by a restoration."""

    span: Span
    restored: str


@dataclass(frozen=True, slots=True)
class Made:
    """A document, the number of the report that it descends from, what was done to it last, and the edits of its restoration, if any."""

    document: Document
    family: int
    kind: str
    edits: tuple[Edit, ...] = ()

    @property
    def is_spun(self) -> bool:
        return self.kind in {"spun", "restored"}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("copies_words.toml").read_text("utf-8"))


def corpus(documents: int, seed: int) -> list[Made]:
    """That many documents in families of 1 to 12, in an order that says nothing."""
    rng = random.Random(seed)
    made: list[Made] = []
    family = 0
    while len(made) < documents:
        event = _event(rng)
        for turn in range(rng.choice([1, 1, 2])):
            made += _family(_bulletin(event, rng) if rng.random() < 0.06 else _report(event, turn, rng), family, rng)
            family += 1
    made = made[:documents]
    rng.shuffle(made)
    return made


def copied(folder: Path, seed: int) -> list[Made]:
    """Families whose reports are the text files below a folder, each taken to be independent of the others."""
    rng = random.Random(seed)
    texts = [path.read_text("utf-8", errors="replace").strip() for path in sorted(folder.rglob("*.txt"))]
    made = [each for family, text in enumerate(texts) for each in _family(text, family, rng)]
    rng.shuffle(made)
    return made


def _event(rng: random.Random) -> Names:
    """Names and numbers that all reports of one event share, and the words of one communiqué."""
    names = {key: _name(rng) for key in ("one", "two", "town", "region", "minister", "river", "agency")}
    names |= {key: str(rng.randint(2, 60)) for key in ("dead", "hurt", "hour", "men")}
    names |= {
        "day": rng.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
        "date": str(rng.randint(1, 28)),
    }
    names["month"] = rng.choice(["January", "February", "March", "April", "June", "July", "August", "September", "October"])
    return names | {"communique": _filled(rng.choice(_words()["communiques"]), names, rng)}


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(_words()["syllables"]) for _ in range(rng.choice([2, 2, 3]))).capitalize()


def _filled(pattern: str, names: Names, rng: random.Random) -> str:
    """One wording of a pattern: `{a|b}` is a or b, `{town}` a name. Choices may not stand in choices."""

    def chosen(match: re.Match[str]) -> str:
        inner = match.group(1)
        return names[inner] if inner in names else rng.choice(inner.split("|"))

    return CHOICE.sub(chosen, CHOICE.sub(chosen, pattern.replace("<", "{").replace(">", "}")))


def _report(event: Names, turn: int, rng: random.Random) -> str:
    """A headline and 6 to 12 paragraphs, in an order of their own. Two reports of one event have no sentence of one pattern."""
    chosen = random.Random(event["communique"])
    clauses = [chosen.sample(group, len(group))[turn] for group in (each["wordings"] for each in _words()["clauses"])]
    lead, rest = clauses[:2], clauses[2:]
    rng.shuffle(rest)
    paragraphs = [*lead, *rest[: rng.randint(4, len(rest))]]
    if rng.random() < 0.6:
        paragraphs.insert(
            rng.randint(2, len(paragraphs)), "“{communique}” {said|reads|runs|says} the {statement|text|communiqué} of {one}."
        )
    sentences = [_filled(clause, event, rng) for clause in paragraphs]
    return PARAGRAPH.join([_filled(rng.choice(_words()["headlines"]), event, rng), *sentences])


def _bulletin(event: Names, rng: random.Random) -> str:
    """The daily bulletin of one office: always the same words, each day with its own names and numbers."""
    today = _event(rng) | {"one": event["one"], "place": _name(rng), "count": str(rng.randint(3, 99))}
    return PARAGRAPH.join(_filled(paragraph, today, rng) for paragraph in _words()["bulletin"])


def _family(root: str, family: int, rng: random.Random) -> list[Made]:
    day = date(2022, 1, 1) + timedelta(days=rng.randrange(700))
    texts: list[tuple[str, str, tuple[Edit, ...]]] = [(root, "root", ())]
    for _ in range(rng.choice([0, 0, 1, 2, 3, 4, 5, 6, 8, 11])):
        parent = texts[0] if rng.random() < 0.6 else rng.choice(texts)
        kind = rng.choice(list(OPERATORS))
        text, edits = OPERATORS[kind](parent[0], rng)
        spun = kind if kind in {"spun", "restored"} or parent[1] not in {"spun", "restored"} else "spun"
        texts.append((text, spun, edits))
    return [Made(_document(text, f"{family}/{at}", day, at, rng), family, kind, edits) for at, (text, kind, edits) in enumerate(texts)]


def _document(text: str, name: str, day: date, at: int, rng: random.Random) -> Document:
    published = None if rng.random() < 0.2 else day + timedelta(days=min(at, rng.randint(0, 2)))
    return Document(name, name, text, published=published)


def _exact(text: str, _: random.Random) -> tuple[str, tuple[Edit, ...]]:
    return text.replace(PARAGRAPH, "\n\n\n"), ()


def _syndicated(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    """Another headline, an outlet's own lines before and after, other quotation marks, a word here and there."""
    names = _event(rng)
    body = text.split(PARAGRAPH)[1:]
    before = _filled(rng.choice(_words()["boilerplate"]), names, rng)
    after = PARAGRAPH.join(_filled(each, names, rng) for each in rng.sample(_words()["boilerplate"], 2))
    edited = PARAGRAPH.join(body).replace("“", '"').replace("”", '"').replace(" near ", " close to ")
    return PARAGRAPH.join([_filled(rng.choice(_words()["headlines"]), names, rng), before, edited, after]), ()


def _cut(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    """The beginning, or all but some paragraphs."""
    paragraphs = text.split(PARAGRAPH)
    if rng.random() < 0.6:
        return PARAGRAPH.join(paragraphs[: max(3, round(len(paragraphs) * rng.uniform(0.35, 0.8)))]), ()
    kept = [each for each in paragraphs if rng.random() < 0.6]
    return PARAGRAPH.join(kept if len(kept) > 2 else paragraphs[:3]), ()


def _merged(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    """With background of another matter before or after, up to its own length."""
    names, most = _event(rng), len(text) * rng.uniform(0.3, 0.9)
    more: list[str] = []
    while sum(map(len, more)) < most:
        more.append(_filled(rng.choice(_words()["background"]), names, rng))
    return (PARAGRAPH.join([text, *more]) if rng.random() < 0.6 else PARAGRAPH.join([*more, text])), ()


def _renamed(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    """Up to three names written in another way, always the same."""
    found = sorted(set(re.findall(r"\b[A-Z][a-z]{4,}\b", text)))
    for name in rng.sample(found, min(3, len(found))):
        other = name.replace("a", "o").replace("k", "q").replace("i", "y") + rng.choice(["", "e", "h"])
        text = re.sub(rf"\b{name}\b", other, text)
    return text, ()


def _spun(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    return _spin(text, rng)[0], ()


def _restored(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    """Spun, with a restoration that finds most words and gets some wrong."""
    spun, edits = _spin(text, rng)
    return spun, tuple(each if rng.random() < 0.9 else Edit(each.span, "thing") for each in edits if rng.random() < 0.8)


def _spin(text: str, rng: random.Random) -> tuple[str, tuple[Edit, ...]]:
    """Some bare lower-case words become others, always the same for one word: a spinner with a dictionary of its own."""
    rate, salt = rng.uniform(0.25, 0.75), rng.random()
    pieces, edits, at, length = list[str](), list[Edit](), 0, 0
    for match in BARE.finditer(text):
        chance = random.Random(f"{salt}{match.group()}")
        if chance.random() < rate:
            odd = chance.choice(_words()["odd"])
            length += match.start() - at
            pieces += (text[at : match.start()], odd)
            edits.append(Edit(Span(length, length + len(odd)), match.group()))
            length, at = length + len(odd), match.end()
    return "".join((*pieces, text[at:])), tuple(edits)


OPERATORS: dict[str, Callable[[str, random.Random], tuple[str, tuple[Edit, ...]]]] = {
    "exact": _exact,
    "syndicated": _syndicated,
    "cut": _cut,
    "merged": _merged,
    "renamed": _renamed,
    "spun": _spun,
    "restored": _restored,
}
