"""The measure of `bench.pipeline`: gold and found analyses compared by letters.

Words match where they cover the same letters, a dependency where word and head match, and relations count without their subtype,
as in the CoNLL 2018 shared task; names by their letters, with and without their kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from train.corpora import Sentence

from counterclaim.syntax import Parse

# The reporting verbs of the first measurement, kept so that figures compare.
REPORTING = frozenset(
    {
        "say",
        "tell",
        "add",
        "announce",
        "report",
        "claim",
        "warn",
        "accuse",
        "deny",
        "confirm",
        "state",
        "explain",
        "argue",
        "note",
        "insist",
        "believe",
        "think",
        "call",
        "suggest",
        "estimate",
        "show",
        "find",
    }
)
CONTENT = frozenset(("ccomp", "parataxis"))

Extent = tuple[int, int]  # half-open, in letters of the text without its spaces


@dataclass(frozen=True)
class Analysis:
    """Gold or found, alike: columns over words, extents of words and sentences, names as (extent, kind). heads: -1 the root."""

    words: tuple[Extent, ...]
    sentences: frozenset[Extent]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    names: frozenset[tuple[Extent, str]]
    named: bool = True  # whether anybody annotated the names
    treed: bool = True  # whether there is a tree, with tags and lemmas


@dataclass
class Score:
    """Sums over documents; `right` of `gold` and `found`."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, key: str, gold: Iterable[object], found: Iterable[object]) -> None:
        wanted, had = frozenset(gold), frozenset(found)
        self.count(key, len(wanted), len(had), len(wanted & had))

    def count(self, key: str, gold: int, found: int, right: int) -> None:
        self.gold[key] += gold
        self.found[key] += found
        self.right[key] += right

    def row(self, key: str) -> dict[str, float]:
        right, found, gold = self.right[key], self.found[key], self.gold[key]
        both = 200 * right / max(1, found + gold)
        return {"P": 100 * right / max(1, found), "R": 100 * right / max(1, gold), "F": both, "gold": gold}


def extents(lengths: Sequence[int]) -> list[Extent]:
    ends = [0, *accumulate(lengths)]
    return list(pairwise(ends))


def gold_analysis(document: list[Sentence]) -> Analysis:
    words = extents([len(form) for sentence in document for form in sentence.forms])
    offsets = [0, *accumulate(map(len, document))]
    tags = [tag for sentence in document for tag in (sentence.names or ("O",) * len(sentence))]
    heads = [head - 1 + offset if head else -1 for sentence, offset in zip(document, offsets, strict=False) for head in sentence.heads]
    return Analysis(
        tuple(words),
        frozenset((words[first][0], words[last - 1][1]) for first, last in pairwise(offsets)),
        tuple(tag for sentence in document for tag in sentence.upos),
        tuple(tag for sentence in document for tag in sentence.xpos),
        tuple(lemma for sentence in document for lemma in sentence.lemmas),
        tuple(heads),
        simple_relations(relation for sentence in document for relation in sentence.relations),
        frozenset(name_extents(tags, words)),
        all(sentence.names is not None for sentence in document),
        all(sentence.heads for sentence in document),
    )


def simple_relations(relations: Iterable[str]) -> tuple[str, ...]:
    """Without subtypes, but for the two that the relations below ask for."""
    return tuple(each if each.endswith((":pass", ":agent")) else _universal(each) for each in relations)


def found_analysis(parse: Parse) -> Analysis:
    spaces = [0, *accumulate(map(str.isspace, parse.text))]
    words = tuple((start - spaces[start], end - spaces[end]) for start, end in zip(parse.starts, parse.ends, strict=True))
    return Analysis(
        words,
        frozenset((words[first][0], words[last - 1][1]) for first, last in parse.sentences),
        parse.upos,
        parse.xpos,
        parse.lemmas,
        parse.heads,
        simple_relations(parse.relations),
        frozenset(name_extents(parse.entities, words)),
    )


def name_extents(tags: Sequence[str], words: Sequence[Extent]) -> Iterator[tuple[Extent, str]]:
    """Letters and kind of each name in IOB2 tags."""
    first = -1
    for at, tag in enumerate([*tags, "O"]):
        if first >= 0 and not tag.startswith("I-"):
            yield (words[first][0], words[at - 1][1]), tags[first][2:]
            first = -1
        if tag.startswith("B-"):
            first = at


def compare(gold: Analysis, found: Analysis, score: Score) -> None:
    """Add one document to the sums: of its words, of its names and of its trees, as far as it has them."""
    score.add("Words", gold.words, found.words)
    if gold.treed:
        _compare_trees(gold, found, score)
    if gold.named:
        score.add("names", gold.names, found.names)
        score.add("names untyped", (extent for extent, _ in gold.names), (extent for extent, _ in found.names))
        for kind in ("PER", "LOC", "ORG"):
            score.add(f"names {kind}", *([name for name in each.names if name[1] == kind] for each in (gold, found)))


def _compare_trees(gold: Analysis, found: Analysis, score: Score) -> None:
    score.add("Sents", gold.sentences, found.sentences)
    place = {extent: at for at, extent in enumerate(found.words)}
    pairs = [(at, place[extent]) for at, extent in enumerate(gold.words) if extent in place]
    sizes = len(gold.words), len(found.words)
    for key, wanted, had in (
        ("UPOS", gold.upos, found.upos),
        ("XPOS", gold.xpos, found.xpos),
        ("Lemma", gold.lemmas, found.lemmas),
    ):
        score.count(key, *sizes, sum(wanted[a] == had[b] or wanted[a] == "_" for a, b in pairs))
    heads = [(a, b) for a, b in pairs if _extent(gold, gold.heads[a]) == _extent(found, found.heads[b])]
    score.count("UAS", *sizes, len(heads))
    score.count("LAS", *sizes, sum(_universal(gold.relations[a]) == _universal(found.relations[b]) for a, b in heads))
    verbs = [(a, b) for a, b in pairs if gold.upos[a] == "VERB"]
    score.count("verb lemma", len(verbs), len(verbs), sum(gold.lemmas[a] == found.lemmas[b] for a, b in verbs))
    wanted_links, had_links = relation_links(gold), relation_links(found)
    for key in LINKS:
        score.add(key, wanted_links[key], had_links[key])


def _extent(analysis: Analysis, head: int) -> Extent | None:
    return analysis.words[head] if head >= 0 else None


def _universal(relation: str) -> str:
    return relation.partition(":")[0]


LINKS = ("reporting nsubj", "reporting content", "passive subject", "passive agent")


def relation_links(analysis: Analysis) -> dict[str, set[tuple[Extent, Extent]]]:
    """(governor, dependent) of the relations that rules use; a content link runs from the reporting verb either way."""
    links: dict[str, set[tuple[Extent, Extent]]] = {key: set() for key in LINKS}
    for at, (head, relation) in enumerate(zip(analysis.heads, analysis.relations, strict=True)):
        if head < 0:
            continue
        link = (analysis.words[head], analysis.words[at])
        reporting = analysis.upos[head] == "VERB" and analysis.lemmas[head] in REPORTING
        if reporting and _universal(relation) == "nsubj":
            links["reporting nsubj"].add(link)
        if reporting and _universal(relation) in CONTENT:
            links["reporting content"].add(link)
        elif relation == "parataxis" and analysis.upos[at] == "VERB" and analysis.lemmas[at] in REPORTING:
            links["reporting content"].add(link[::-1])
        if relation == "nsubj:pass":
            links["passive subject"].add(link)
        if relation == "obl:agent":
            links["passive agent"].add(link)
    return links
