"""Stance and hedge: what the speaker does with the words.

Decided from the cue, its negation and the content together, not from the cue alone: "confirmed there was no truth in it" denies.
Lexicon: stance_words.csv, hedges.csv.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from counterclaim import lexicon
from counterclaim.model import Modality, Stance
from counterclaim.syntax import Parse

BY_KIND: Mapping[str, Stance] = {
    "deny": "denies",
    "decline": "declines",
    "warn": "warns",
    "demand": "calls_for",
    "accuse": "accuses",
    "blame": "accuses",
}


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, as far as stance depends on it. Parties are those of `Actor.party`.

    `friendly`: an act of talking, agreeing, withdrawing, helping; `other_side`: the doer is a side of the report and the speaker is not
    the outlet; `negated`, `obliges`: the main clause is negated, says what must be; `own`: its subject is the speaker's side; `opposed`:
    the speaker is one of the two main sides of the report and the clause is not about itself; `only_fighters`: "only combatants were hit";
    `nobody_there`: "there were no gunmen in the street".
    """

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    hostile: bool
    modality: Modality
    actor: str | None
    reply: bool
    friendly: bool
    harm: bool
    negated: bool
    obliges: bool
    own: bool
    other_side: bool
    opposed: bool
    toll: bool
    only_fighters: bool
    nobody_there: bool


@cache
def _words() -> Mapping[str, tuple[tuple[tuple[str, ...], Stance, str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], Stance, str]]] = {}
    for raw in lexicon.rows("stance_words.csv"):
        words = tuple(raw["words"].split())
        table.setdefault(words[0], []).append((words, raw["effect"], raw["by"]))  # type: ignore[arg-type]
    return {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in table.items()}


@cache
def _hedges() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for raw in lexicon.rows("hedges.csv"):
        words = tuple(raw["words"].split())
        table.setdefault(words[0], []).append((words, raw["kind"]))
    return {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in table.items()}


def stance_of(kind: str, cue_negated: bool, speaker: str | None, content: Content) -> tuple[Stance, str]:
    """The stance of a claim and what decided it. `speaker` is the speaker's party."""
    fixed = _fixed_by_cue(kind, cue_negated, speaker, content)
    if fixed is not None:
        return fixed
    effect, clause = _effect(content, speaker), _by_clause(content)
    if effect is not None and (clause is None or effect[0] != "accuses"):
        return effect
    return clause or _by_act(kind, content, speaker)


def _by_clause(content: Content) -> tuple[Stance, str] | None:
    if content.obliges:
        return "calls_for", "stance: says what must be done"
    if content.negated and content.own and content.modality != "future" and not (content.harm and content.toll):
        return "denies", "stance: the speaker's side did not"
    if content.hostile and content.modality == "negated" and not (content.harm and content.toll):
        return "denies", "stance: the act is negated"
    if content.hostile and content.only_fighters:
        return "denies", "stance: none but fighters were hit"
    if content.nobody_there and not content.toll:
        return "denies", "stance: who is said to have been there was not"
    return None


def _by_act(kind: str, content: Content, speaker: str | None) -> tuple[Stance, str]:
    if content.hostile and content.modality in {"actual", "hypothetical"} and _other(content.actor, speaker) and not content.reply:
        return "accuses", "stance: a hostile act of another party"
    if kind == "confirm":
        return "confirms", "stance: cue"
    if (
        content.other_side
        and _other(content.actor, speaker)
        and content.modality == "actual"
        and not content.friendly
        and not content.reply
    ):
        return "accuses", "stance: an act of another side"
    return "asserts", "stance: content"


def _fixed_by_cue(kind: str, negated: bool, speaker: str | None, content: Content) -> tuple[Stance, str] | None:
    if kind in {"say", "claim", "confirm", "show"} and negated:
        return "declines", "stance: cue negated"
    if kind == "deny" and negated:
        return "declines", "stance: denial negated"
    if kind == "condemn":
        return ("accuses" if _other(content.actor, speaker) else "asserts"), "stance: cue condemns"
    if kind in BY_KIND:
        return BY_KIND[kind], "stance: cue"
    return None


def _effect(content: Content, speaker: str | None) -> tuple[Stance, str] | None:
    for words, effect, by in _found(content):
        if by in {"other", "foe"} and not (_other(content.actor, speaker) or (by == "foe" and content.actor is None and content.opposed)):
            continue
        return effect, f"stance: stance_words.csv {' '.join(words)}"
    return None


def _found(content: Content) -> list[tuple[tuple[str, ...], Stance, str]]:
    """Rows whose words stand in the content, by the order of the effects that override others."""
    order = {"denies": 0, "declines": 1, "calls_for": 2, "warns": 3, "confirms": 4, "accuses": 5}
    rows = {row for at in range(len(content.lemmas)) for row in _at(content, at)}
    return sorted(rows, key=lambda row: (order[row[1]], row[0]))


def _at(content: Content, at: int) -> list[tuple[tuple[str, ...], Stance, str]]:
    keys = {content.lemmas[at], content.words[at]}
    return [row for key in sorted(keys) for row in _words().get(key, ()) if _stands(content, at, row[0])]


def _stands(content: Content, at: int, words: tuple[str, ...]) -> bool:
    end = at + len(words)
    if end > len(content.words):
        return False
    return all(word in {content.words[at + offset], content.lemmas[at + offset]} for offset, word in enumerate(words))


def _other(actor: str | None, speaker: str | None) -> bool:
    return actor is not None and actor not in {speaker, "civilians", "all"}


def hedge_in(parse: Parse, tokens: Sequence[int]) -> str | None:
    """The first words that weaken a claim, as written, evidential ones before bounds; None if there are none."""
    lowers = [parse.lower(token) for token in tokens]
    bound = None
    for at, word in enumerate(lowers):
        for words, kind in _hedges().get(word, ()):
            if tuple(lowers[at : at + len(words)]) != words:
                continue
            text = parse.text[parse.starts[tokens[at]] : parse.ends[tokens[at + len(words) - 1]]]
            if kind != "bound":
                return text
            if bound is None and _bounds_a_number(parse, tokens, at + len(words)):
                bound = text
    return bound


def _bounds_a_number(parse: Parse, tokens: Sequence[int], at: int) -> bool:
    return at < len(tokens) and parse.upos[tokens[at]] == "NUM"
