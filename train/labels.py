"""Label inventories and lemma rules.

A lemma rule says how a lemma is made of a form: `l` (of the lower-cased form) or `k` (of the form as it is), how many letters
to take off its end, a bar, and what to add; `=` and a word stands for that word.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from train.corpora import NAME_LABELS, Sentence

NAMES = ("O", *(f"{mark}-{kind}" for kind in NAME_LABELS for mark in "BI"))
RULE_FLOOR = 4  # occurrences in training below which a lemma rule is left out


@dataclass(frozen=True)
class Labels:
    """What the heads choose from, in the order of their scores."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    relations: tuple[str, ...]
    lemma_rules: tuple[str, ...]
    names: tuple[str, ...] = NAMES

    def write(self, path: Path) -> None:
        """The table that the run time reads."""
        table = {"up": self.upos, "xp": self.xpos, "dep": self.relations, "lem": self.lemma_rules, "ner": self.names}
        path.write_text(json.dumps(table), encoding="utf-8")


def read_labels(path: Path) -> Labels:
    table = json.loads(path.read_text(encoding="utf-8"))
    return Labels(*(tuple(table[key]) for key in ("up", "xp", "dep", "lem", "ner")))


def labels_of(sentences: list[Sentence]) -> Labels:
    """Tags and relations by name or frequency, lemma rules that are frequent enough."""
    xpos = Counter(tag for sentence in sentences for tag in sentence.xpos)
    pairs = ((form, lemma) for sentence in sentences for form, lemma in zip(sentence.forms, sentence.lemmas, strict=False))
    rules = Counter(lemma_rule(form, lemma) for form, lemma in pairs)
    return Labels(
        tuple(sorted({tag for sentence in sentences for tag in sentence.upos})),
        tuple(tag for tag, _ in xpos.most_common()),
        tuple(sorted({relation for sentence in sentences for relation in sentence.relations})),
        tuple(rule for rule, count in rules.most_common() if count >= RULE_FLOOR),
    )


def lemma_rule(form: str, lemma: str) -> str:
    if lemma == form:
        return "l0|" if form == form.lower() else "k0|"
    mark, base = ("l", form.lower()) if lemma == lemma.lower() else ("k", form)
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{mark}{len(base) - same}|{lemma[same:]}" if same or not base else "=" + lemma


def lemma_by_rule(rule: str, form: str) -> str:
    if rule.startswith("="):
        return rule[1:]
    base = form.lower() if rule.startswith("l") else form
    count, _, ending = rule[1:].partition("|")
    cut = int(count)
    return base if cut and cut >= len(base) else base[: len(base) - cut] + ending


SURE = 0.95  # share of the commonest lemma above which the table answers without the model


def lemma_table(sentences: list[Sentence]) -> list[tuple[str, str, str]]:
    """(lower-case form, UPOS, lemma) where the training leaves no doubt; proper nouns are left to the rules."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for sentence in sentences:
        for form, upos, lemma in zip(sentence.forms, sentence.upos, sentence.lemmas, strict=False):
            if upos != "PROPN":
                counts.setdefault((form.lower(), upos), Counter())[lemma] += 1
    table = []
    for (form, upos), lemmas in sorted(counts.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= SURE * lemmas.total():
            table.append((form, upos, lemma))
    return table
