"""Whether a text was spun: one calibrated probability from what the first pass finds of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from counterclaim.restore.context import Floats, context
from counterclaim.restore.features import Outlook
from counterclaim.restore.rank import Verdicts
from counterclaim.restore.tables import archive, tables
from counterclaim.restore.tokens import Word

SIGNS = (
    *("pair_left", "pair_right", "gap_mean", "gap_high", "words", "mean", "half", "sure", "bare", "attached"),
    *("bare_over_attached", "fit", "low_fit", "rare", "repeated", "the", "of", "article", "bare_share"),
)
_REPEATED = 3
_HIGH = 9
LEAST_PAIR = 0.02
KNOWN_SHARE, NOT_ENGLISH, FEW = 0.6, -4.0, 20


@dataclass(frozen=True, slots=True)
class Detector:
    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def log_odds(self, signs: Floats) -> float:
        return float(((signs - self.mean) / self.scale) @ self.weights + self.bias)


@cache
def detector() -> Detector:
    held = archive("ranker.npz")
    mean, scale, weights, bias = (held[f"detector_{name}"].astype(np.float32) for name in ("mean", "scale", "weights", "bias"))
    return Detector(mean, scale, weights, float(bias[0]))


def signs(tokens: Sequence[Word], found: Verdicts) -> Floats:
    """The `SIGNS` of a document, in their order."""
    changed = found.changed
    some = len(changed) + 5.0
    bare = np.array([tokens[at].bare for at in found.at.tolist()], bool)
    forms = [each.form for each in tokens]
    rare = sum(tables().frequency(tokens[at].form) < 2.5 for at in found.at.tolist())
    rates = rates_of(tokens, found)
    articles = [(form, after) for form, after in pairwise(forms) if form in {"a", "an"} and after[:1].isalpha()]
    wrong = sum((after[0] in "aeio") != (form == "an") for form, after in articles)
    gaps = found.beside[:, 0]
    return np.array(
        [
            found.beside[:, 1].sum() / some,
            found.beside[:, 2].sum() / some,
            gaps.sum() / some,
            (gaps > _HIGH).sum() / some,
            np.log(some),
            changed.sum() / some,
            (changed > 0.5).sum() / some,
            (changed > 0.9).sum() / some,
            rates[0],
            rates[1],
            rates[0] - rates[1],
            found.fits.sum() / some,
            (found.fits < -8).sum() / some,
            rare / some,
            _repeated(tokens, found) / some,
            forms.count("the") / some,
            forms.count("of") / some,
            wrong / (len(articles) + 2),
            bare.sum() / some,
        ],
        np.float32,
    )


def ceiling(tokens: Sequence[Word], found: Verdicts) -> float:
    """The most that the log-odds may be: few open words prove nothing, and a text whose words are not English is no spun English."""
    some = len(found.at)
    known = sum(tokens[at].form in context().number for at in found.at.tolist())
    return NOT_ENGLISH if known < KNOWN_SHARE * some else most_odds(some)


def most_odds(words: int) -> float:
    """The most that the log-odds of a text of so many open words may be."""
    return (words - FEW) / 3


def rates_of(tokens: Sequence[Word], found: Verdicts) -> tuple[float, float]:
    """The mean probability of having been changed, of words between spaces and of those beside punctuation."""
    bare = np.array([tokens[at].bare for at in found.at.tolist()], bool)
    return float(found.changed[bare].sum() / (bare.sum() + 5)), float(found.changed[~bare].sum() / ((~bare).sum() + 5))


def _repeated(tokens: Sequence[Word], found: Verdicts) -> float:
    """How many words are of a form that recurs and is out of place each time, on the whole."""
    by_form: dict[str, list[float]] = {}
    for at, chance in zip(found.at.tolist(), found.changed.tolist(), strict=True):
        by_form.setdefault(tokens[at].form, []).append(chance)
    return sum(sum(chances) for chances in by_form.values() if len(chances) >= _REPEATED and sum(chances) > 0.6 * len(chances))


def outlook(tokens: Sequence[Word], found: Verdicts, log_odds: float) -> Outlook:
    """What the next pass is told of the document."""
    certain = np.clip(found.changed, 0.001, 0.999)
    odds = np.log(certain / (1 - certain))
    counts: dict[str, int] = {}
    attached: dict[str, int] = {}
    evidence: dict[str, float] = {}
    changed: dict[str, float] = {}
    pairs: dict[str, dict[str, float]] = {}
    for row, at in enumerate(found.at.tolist()):
        form = tokens[at].form
        counts[form] = counts.get(form, 0) + 1
        attached[form] = attached.get(form, 0) + (not tokens[at].bare)
        evidence[form] = evidence.get(form, 0.0) + float(odds[row])
        changed[form] = changed.get(form, 0.0) + float(found.changed[row])
        for word, chance in zip(found.words[row].tolist(), found.chances[row].tolist(), strict=True):
            if word and chance > LEAST_PAIR:
                of_form = pairs.setdefault(form, {})
                of_form[word] = of_form.get(word, 0.0) + chance
    return Outlook(
        max(-15.0, min(15.0, log_odds)),
        {form: total / counts[form] for form, total in changed.items()},
        {form: {word: total / counts[form] for word, total in of_form.items()} for form, of_form in pairs.items()},
        *rates_of(tokens, found),
        _grounds(found),
        {form: count / counts[form] for form, count in attached.items()},
        counts,
        {form: max(-15.0, min(15.0, total)) for form, total in evidence.items()},
    )


def _grounds(found: Verdicts) -> tuple[float, ...]:
    """Means of the best candidates' grounds, weighted by how likely each word is out of place."""
    weights = found.changed[:, None]
    means = (found.grounds * weights).sum(axis=0) / (weights.sum() + 2)
    return tuple(means.tolist())
