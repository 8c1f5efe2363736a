"""Our own article spinners: families of rules that replace words, for parallel data without end.

    python -m train.spin --text FILE --family first --rate .4 --seed 1

A family is a dictionary (word to replacements) with manners: which words it touches, how often, whether one word always becomes
the same. `TRAINED` families teach the restorer; `HELD_OUT` families only measure it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from counterclaim.restore.candidates import grammar_words
from counterclaim.restore.tokens import Word, words
from train.spin_tables import INFLECTIONS, WORD, WordNet, flat_alternatives, inflections, read_wordnet

Choose = Callable[[str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A replaced word: where it stands in the spun text, what stands there, and what stood there before."""

    start: int
    end: int
    found: str
    original: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How a spinner goes about it. `attached`: also words beside punctuation. `capitals`: capitalised words too."""

    rate: float = 0.4
    functions: bool = True
    attached: bool = False
    capitals: bool = False
    consistent: bool = True
    skipped: frozenset[str] = frozenset()


@dataclass(slots=True)
class Thesaurus:
    """WordNet, read once, with the forms of its words."""

    net: WordNet
    lemmas: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    forms: dict[tuple[str, str], str] = field(default_factory=dict)
    flat: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def alternatives(self, word: str) -> list[tuple[str, str, str]]:
        if word not in self.flat:
            self.flat[word] = flat_alternatives(self.net, word)
        return self.flat[word]

    def inflected(self, word: str, like: str) -> str:
        """`word` with the ending that `like` has over its lemma, where the form is known."""
        for lemma, kind in self.lemmas.get(like, ()):
            if lemma != like and (word, kind) in self.forms:
                return self.forms[word, kind]
        return word


@cache
def thesaurus(folder: Path = Path("/usr/share/wordnet")) -> Thesaurus:
    import numpy as np

    net = read_wordnet(folder)
    table = np.load(Path(__file__).parent.parent / "src/counterclaim/restore/data/words.npz")
    vocabulary = table["words"].tobytes().decode().split("\n")
    made = Thesaurus(net)
    for form, lemma, kind in inflections(net, folder, vocabulary):
        made.lemmas.setdefault(form, []).append((lemma, INFLECTIONS[kind]))
        made.forms.setdefault((lemma, INFLECTIONS[kind]), form)
    return made


def first(net: Thesaurus) -> Choose:
    """The first single-word alternative of a flattened dictionary, looked up as written."""
    return lambda word, _: next((each[0] for each in net.alternatives(word)), None)


def among_first(net: Thesaurus, most: int) -> Choose:
    def choose(word: str, rng: random.Random) -> str | None:
        found = net.alternatives(word)[:most]
        return rng.choice(found)[0] if found else None

    return choose


def one_part(net: Thesaurus, order: tuple[str, ...]) -> Choose:
    """The first alternative in another order of the parts of speech."""

    def choose(word: str, _: random.Random) -> str | None:
        found = net.alternatives(word)
        return next((each[0] for part in order for each in found if each[2] == part), None)

    return choose


def synonym(net: Thesaurus) -> Choose:
    """Any synonym of the lemma, with the ending of the word."""

    def choose(word: str, rng: random.Random) -> str | None:
        lemma = net.lemmas.get(word, [(word, "")])[0][0]
        found = [each[0] for each in net.alternatives(lemma) if each[1] == "synonym"]
        return net.inflected(rng.choice(found), word) if found else None

    return choose


def related(net: Thesaurus, *kinds: str) -> Choose:
    """A word of those relations to the lemma, with the ending of the word."""

    def choose(word: str, rng: random.Random) -> str | None:
        lemma = net.lemmas.get(word, [(word, "")])[0][0]
        found = [each[0] for each in net.alternatives(lemma) if each[1] in kinds][:8]
        return net.inflected(rng.choice(found), word) if found else None

    return choose


def chain(step: Choose, times: int) -> Choose:
    """A rule applied to its own result."""

    def choose(word: str, rng: random.Random) -> str | None:
        found: str | None = word
        for _ in range(times):
            further = step(found or word, rng)
            found = further if further and further != word else found
        return found if found != word else None

    return choose


def sister(net: Thesaurus) -> Choose:
    """A word with the same broader word in WordNet, inflected: held out."""

    def choose(word: str, rng: random.Random) -> str | None:
        lemma = net.lemmas.get(word, [(word, "")])[0][0]
        for part in ("verb", "noun"):
            for offset in net.net.senses.get((part, lemma), ())[:1]:
                above = [each for each in net.net.synsets[part, offset][1] if each[0] == "@"]
                below = [each for up in above for each in net.net.synsets[up[2], up[1]][1] if each[0] == "~"]
                found = sorted({w for each in below for w in net.net.synsets[each[2], each[1]][0] if WORD.fullmatch(w) and w != lemma})
                if found:
                    return net.inflected(rng.choice(found), word)
        return None

    return choose


def rarest(net: Thesaurus) -> Choose:
    """The last synonym of the last sense of the lemma, inflected: held out."""

    def choose(word: str, _: random.Random) -> str | None:
        lemma = net.lemmas.get(word, [(word, "")])[0][0]
        found = [each[0] for each in net.alternatives(lemma) if each[1] in {"synonym", "similar"}]
        return net.inflected(found[-1], word) if found else None

    return choose


def alphabetical(net: Thesaurus) -> Choose:
    """The alternative that comes first in the alphabet, looked up as written: held out."""
    return lambda word, _: min((each[0] for each in net.alternatives(word) if each[1] in {"synonym", "broader"}), default=None)


def listed(table: Mapping[str, list[str]]) -> Choose:
    def choose(word: str, rng: random.Random) -> str | None:
        return rng.choice(table[word]) if word in table else None

    return choose


def cipher(step: Choose, pool: list[str], replaced: list[str], rng: random.Random) -> Choose:
    """Some function words become words that no dictionary gives for them; all else by the rule."""
    code = {word: rng.choice(pool) for word in replaced}
    return lambda word, rng: code.get(word) or step(word, rng)


def spin(text: str, choose: Choose, manner: Manner, rng: random.Random) -> tuple[str, tuple[Change, ...]]:
    """The text with words replaced, and each replacement."""
    pieces: list[str] = []
    changes: list[Change] = []
    memory: dict[str, str | None] = {}
    at = length = 0
    for word in words(text):
        if not _may_touch(word, manner):
            continue
        new = _replacement(word.form, choose, manner, memory, rng)
        if new is None or new == word.form:
            continue
        new = new.capitalize() if word.text[0].isupper() else new
        length += word.start - at
        pieces += (text[at : word.start], new)
        changes.append(Change(length, length + len(new), new, word.text))
        length += len(new)
        at = word.end
    return "".join((*pieces, text[at:])), tuple(changes)


def _may_touch(word: Word, manner: Manner) -> bool:
    if not (word.open or (manner.capitals and word.text.isalpha() and word.text.istitle())):
        return False
    return (manner.functions or word.form not in grammar_words()) and (manner.attached or word.bare)


def _replacement(form: str, choose: Choose, manner: Manner, memory: dict[str, str | None], rng: random.Random) -> str | None:
    if form in manner.skipped:
        return None
    if not manner.consistent:
        return choose(form, rng) if rng.random() < manner.rate else None
    if form not in memory:
        memory[form] = choose(form, rng) if rng.random() < manner.rate else None
    return memory[form]


def trained(rng: random.Random, net: Thesaurus, pool: list[str]) -> tuple[str, Choose, Manner]:
    """A spinner drawn from the families that teach the restorer: its name, its rule, its manner."""
    rules: dict[str, Choose] = {
        "first": first(net),
        "among_first": among_first(net, 3),
        "one_part": one_part(
            net, rng.choice([("noun", "verb", "adj", "adv"), ("verb", "noun", "adj", "adv"), ("noun", "adj", "verb", "adv")])
        ),
        "synonym": synonym(net),
        "related": related(net, "broader", "similar", "narrower"),
        "chain": chain(first(net), rng.choice([2, 3])),
        "mixed_chain": chain(among_first(net, 2), 2),
    }
    name = rng.choice(list(rules))
    rule = rules[name]
    if rng.random() < 0.5:
        replaced = rng.sample(
            ["the", "the", "of", "to", "and", "a", "in", "with", "for", "on", "that", "by", "was", "from", "is", "it"], rng.randint(1, 5)
        )
        rule = cipher(rule, pool, replaced, rng)
        name += "+cipher"
    manner = Manner(
        rate=rng.choice([0.08, 0.15, 0.25, 0.4, 0.6, 0.8, 0.95]),
        functions=rng.random() < 0.7,
        attached=rng.random() < 0.4,
        capitals=rng.random() < 0.1,
        consistent=rng.random() < 0.6,
    )
    return name, rule, manner


def held_out(net: Thesaurus, table: Mapping[str, list[str]] | None = None) -> dict[str, tuple[Choose, Manner]]:
    """Families that nothing is trained on; with a thesaurus of another origin where one is given."""
    made: dict[str, tuple[Choose, Manner]] = {
        "sister": (sister(net), Manner(0.4, functions=False, attached=True, consistent=False)),
        "rarest": (rarest(net), Manner(0.4, attached=True)),
        "alphabetical": (alphabetical(net), Manner(0.5)),
    }
    if table:
        made["thesaurus"] = (listed(table), Manner(0.4, functions=True, consistent=True))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--family", default="first", choices=["first", "synonym", "chain", "sister", "rarest", "alphabetical"])
    parser.add_argument("--rate", type=float, default=0.4)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    net = thesaurus()
    rules = {"first": first(net), "synonym": synonym(net), "chain": chain(first(net), 2)} | {k: v[0] for k, v in held_out(net).items()}
    text = arguments.text.read_text(encoding="utf-8")
    print(spin(text, rules[arguments.family], Manner(arguments.rate), random.Random(arguments.seed))[0])


if __name__ == "__main__":
    main()
