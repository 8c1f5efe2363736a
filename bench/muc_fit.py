"""Learns from MUC texts and their keys how phrases fill slots and make up incidents: writes the weights that bench.muc reads.

    python -m bench.muc_fit --texts FILE... --keys FILE... --out bench/muc_weights.csv

Models, in the order in which each needs those before: the role of a phrase; the values that slots say of it; whether an event word tells
of an incident told before; whether an incident is worth a template. The last two learn from roles that were guessed by a model
which had not seen the message.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.muc import findings_of
from bench.muc_candidates import Candidate, candidates
from bench.muc_events import mentions
from bench.muc_incidents import (
    ROLES,
    VALUES,
    Cast,
    Group,
    Incident,
    cast,
    drafts,
    groups_of,
    keep_features,
    kind_features,
    likely,
    pair_features,
    value_features,
    worth_features,
)
from bench.muc_keys import Key, keys, same_phrase
from bench.muc_learning import RIDGE, Example, learn, rounded
from bench.muc_model import Model
from bench.muc_phrases import Findings, name_in, phrase
from bench.muc_read import messages

LABELS = {
    "victim": ("HUM TGT: NAME", "HUM TGT: DESCRIPTION"),
    "target": ("PHYS TGT: ID",),
    "group": ("PERP: ORGANIZATION ID",),
    "person": ("PERP: INDIVIDUAL ID",),
    "means": ("INCIDENT: INSTRUMENT ID",),
}
SLOTS = {
    "victim type": "HUM TGT: TYPE",
    "victim effect": "HUM TGT: EFFECT OF INCIDENT",
    "target type": "PHYS TGT: TYPE",
    "target effect": "PHYS TGT: EFFECT OF INCIDENT",
    "group confidence": "PERP: ORGANIZATION CONFIDENCE",
    "means type": "INCIDENT: INSTRUMENT TYPE",
}
MAY_BE_NONE = frozenset({"victim effect", "target effect"})
FOLDS = 2
MOST_ROLES = 9000  # features kept, so that the file of weights stays small
MOST_VALUES = 600
FIRM = 4.0  # ridge where examples are few
RARE = 5  # a value seen less often is none


@dataclass(frozen=True)
class Lesson:
    """A message with its key."""

    findings: Findings
    templates: Sequence[Key]
    candidates: Sequence[Candidate]
    roles: Sequence[str]


def lesson(findings: Findings, templates: Sequence[Key]) -> Lesson:
    found = tuple(candidates(findings, mentions(findings)))
    return Lesson(findings, templates, found, tuple(role_of(findings, one, templates) for one in found))


def fits(findings: Findings, token: int, values: Sequence[str]) -> bool:
    """Whether a phrase is one of the values of a filler, by its own words or the person it names."""
    named = findings.parse.entities[token] != "O"
    name = name_in(findings, token)
    return same_phrase(phrase(findings.parse, token), values, name=named) or bool(name and same_phrase(name, values, name=True))


def role_of(findings: Findings, candidate: Candidate, templates: Sequence[Key]) -> str:
    """The role that a phrase plays; "none" where it plays none."""
    roles = (role for role in ROLES if any(plays(findings, candidate.token, role, key) for key in templates))
    return next(roles, "none")


def plays(findings: Findings, token: int, role: str, key: Key) -> bool:
    return any(fits(findings, token, values) for values in key.values(*LABELS[role]))


def value_examples(lessons: Iterable[Lesson], role: str, slot: str) -> list[Example]:
    """What the key says in a slot of each phrase that plays a role; "none" where it says nothing."""
    found: list[Example] = []
    for one in lessons:
        for candidate, played in zip(one.candidates, one.roles, strict=True):
            if played == role:
                value = value_in(one, candidate.token, role, SLOTS[slot])
                found.append((value_features(one.findings, candidate, slot), value))
    counts = Counter(value for _, value in found)
    kept = [(features, value if counts[value] >= RARE else "none") for features, value in found]
    return [example for example in kept if example[1] != "none" or slot in MAY_BE_NONE]


def value_in(one: Lesson, token: int, role: str, label: str) -> str:
    for key in one.templates:
        if plays(one.findings, token, role, key):
            for fill in key.fills.get(label, ()):
                if fill.values and fits(one.findings, token, fill.refers):
                    return fill.values[0]
    return "none"


def told_by(one: Lesson, group: Group) -> set[int]:
    """The templates that most of the phrases of a group belong to; none where no phrase plays its role in any."""
    counts = Counter(at for part in group.casts for at, key in enumerate(one.templates) if plays(one.findings, part.token, part.role, key))
    return {at for at, count in counts.items() if count == max(counts.values())}


def pair_examples(one: Lesson, casts: Sequence[Cast]) -> Iterator[Example]:
    """Each group against the incidents before it, these as the key has them."""
    before: dict[int, list[Group]] = {}
    for group in groups_of(one.findings, casts):
        templates = told_by(one, group)
        for at, groups in before.items():
            yield pair_features(one.findings, groups, group), "yes" if at in templates else "no"
        if templates:
            at = min(templates & before.keys() or templates)
            before.setdefault(at, []).append(group)


def own_templates(one: Lesson, found: Sequence[Incident]) -> list[int | None]:
    """The template that each incident tells of; of several incidents that tell of one the fullest has it."""
    counts = [Counter(at for group in incident.groups for at in told_by(one, group)) for incident in found]
    ranked = sorted((-count, number, at) for number, counted in enumerate(counts) for at, count in counted.items())
    owners: dict[int, int] = {}
    for _, number, at in ranked:
        if number not in owners and at not in owners.values():
            owners[number] = at
    return [owners.get(number) for number in range(len(found))]


def keep_examples(one: Lesson, found: Sequence[Incident]) -> Iterator[Example]:
    """Each possible answer of an incident; of those that are one answer of the key the likeliest is right."""
    for incident, at in zip(found, own_templates(one, found), strict=True):
        if at is None:
            continue
        for role in ROLES:
            open_answers = list(one.templates[at].values(*LABELS[role]))
            for item in sorted(incident.fillers[role], key=lambda item: -item.chance):
                right = [values for values in open_answers if any(fits(one.findings, part.token, values) for part in item.parts)]
                yield keep_features(one.findings, incident, role, item), "yes" if right else "no"
                open_answers = [values for values in open_answers if values not in right]


def worth_examples(one: Lesson, found: Sequence[Incident]) -> Iterator[Example]:
    for incident, at in zip(found, own_templates(one, found), strict=True):
        yield worth_features(one.findings, incident, len(found)), "no" if at is None else "yes"


def kind_examples(one: Lesson, found: Sequence[Incident]) -> Iterator[Example]:
    for incident, at in zip(found, own_templates(one, found), strict=True):
        if at is not None:
            yield kind_features(incident), next(one.templates[at].values("INCIDENT: TYPE"), ("ATTACK",))[0]


def category_examples(one: Lesson, found: Sequence[Incident]) -> Iterator[Example]:
    for incident, at in zip(found, own_templates(one, found), strict=True):
        if at is not None:
            told = next(one.templates[at].values("PERP: INCIDENT CATEGORY"), ("none",))
            yield worth_features(one.findings, incident, 1), told[0]


def fitted(examples: Sequence[Example], *, most: int = 0, ridge: float = RIDGE) -> Model:
    counts = Counter(label for _, label in examples)
    classes = tuple(sorted(counts, key=lambda label: (-counts[label], label)))
    weights = learn(examples, classes, most=most, ridge=ridge)
    cells = {feature: rounded(row) for feature, row in weights.items()}
    return Model(classes, {feature: tuple(float(cell or 0) for cell in row) for feature, row in cells.items() if row})


def role_model(lessons: Iterable[Lesson]) -> Model:
    return fitted(
        [(candidate.features, role) for one in lessons for candidate, role in zip(one.candidates, one.roles, strict=True)], most=MOST_ROLES
    )


def fit(lessons: Sequence[Lesson]) -> dict[str, Model]:
    """All models."""
    models = {
        slot: fitted(value_examples(lessons, role, slot), most=MOST_VALUES, ridge=FIRM) for role, slots in VALUES.items() for slot in slots
    }
    models["role"] = role_model(lessons)
    return models | judges(guessed(lessons), models)


def guessed(lessons: Sequence[Lesson]) -> list[tuple[Lesson, list[Cast]]]:
    """The roles of each message's phrases as a model says that has not seen it."""
    found: list[tuple[Lesson, list[Cast]]] = []
    for fold in range(FOLDS):
        roles = role_model(one for at, one in enumerate(lessons) if at % FOLDS != fold)
        found += [(one, cast(one.candidates, {"role": roles})) for at, one in enumerate(lessons) if at % FOLDS == fold]
    return found


def judges(guesses: Sequence[tuple[Lesson, Sequence[Cast]]], models: Mapping[str, Model]) -> dict[str, Model]:
    """The models that judge what other models have found."""
    found = {"together": fitted([example for one, casts in guesses for example in pair_examples(one, casts)])}
    found["kind"] = Model(("ATTACK",), {})
    made = [(one, drafts(one.findings, casts, {**models, **found})) for one, casts in guesses]
    found["kind"] = fitted([example for one, incidents in made for example in kind_examples(one, incidents)])
    made = [(one, drafts(one.findings, casts, {**models, **found})) for one, casts in guesses]
    found["keep"] = fitted([example for one, incidents in made for example in keep_examples(one, incidents)])
    for one, incidents in made:
        for incident in incidents:
            incident.fillers = likely(one.findings, incident, found["keep"])
    found["category"] = fitted([example for one, incidents in made for example in category_examples(one, incidents)])
    found["worth"] = fitted([example for one, incidents in made for example in worth_examples(one, incidents)])
    return found


def write(models: Mapping[str, Model], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        lines.write("# Made by bench/muc_fit.py from the development texts of MUC-3/4 and their keys (public domain); not edited by hand\n")
        writer = csv.writer(lines, lineterminator="\n")
        for name, model in sorted(models.items()):
            writer.writerow([name, "", *model.classes])
            writer.writerows([name, feature, *rounded(row)] for feature, row in sorted(model.weights.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    from counterclaim.parse import load

    parser = argparse.ArgumentParser(prog="bench.muc_fit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--keys", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    pipeline, answers = load(), {name: templates for path in given.keys for name, templates in keys(path).items()}
    wanted = (message for path in given.texts for message in messages(path) if message.id in answers)
    lessons = [lesson(findings_of(message, pipeline.parse(message.text)), answers[message.id]) for message in wanted]
    if not lessons:
        print("no message has a key", file=sys.stderr)
        return 2
    models = fit(lessons)
    write(models, given.out)
    print(f"{len(lessons)} messages, {sum(len(model.weights) for model in models.values())} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
