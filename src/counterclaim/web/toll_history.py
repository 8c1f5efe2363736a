"""How the tolls of an incident changed: for each side and kind of harm, what each speaker said on each day; as figures and as a chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counterclaim.lexicon.shown import KINDS, LAST
from counterclaim.link import toll_words
from counterclaim.model import Claim, Toll
from counterclaim.web import wording
from counterclaim.web.accounts import IncidentPage

UNSAID = frozenset({"denies", "declines"})
KIND_ORDER = ("killed", "wounded", "killed_or_wounded", "missing", "captured")
WIDTH, HEIGHT = 400, 150
LEFT, RIGHT, TOP, BOTTOM = 14, 40, 34, 28
APART = 12  # pixels between marks of one day


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a speaker gave on a day; `claim` and `document` lead to the words."""

    speaker: str
    name: str
    hue: int
    published: date | None
    words: str
    short: str
    height: int
    claim: str
    document: str


@dataclass(frozen=True, slots=True)
class History:
    """All figures for one side and kind, by day and speaker; the undated last."""

    title: str
    figures: tuple[Figure, ...]

    @property
    def speakers(self) -> list[tuple[str, int]]:
        """(name, hue), each once."""
        return list(dict.fromkeys((figure.name, figure.hue) for figure in self.figures))


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure where it is drawn."""

    x: float
    y: float
    figure: Figure


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws, in pixels: marks, one line a speaker, days below, heights at the side."""

    marks: tuple[Mark, ...]
    lines: tuple[tuple[int, str], ...]
    days: tuple[tuple[float, str], ...]
    base: float
    width: int = WIDTH
    height: int = HEIGHT


def histories(page: IncidentPage) -> list[History]:
    """Every side and kind for which somebody gives a number; those of the parties first."""
    found: dict[tuple[str, str], dict[tuple[object, ...], Figure]] = defaultdict(dict)
    for claim in page.claims.values():
        for toll in claim.casualties if claim.stance not in UNSAID and claim.speaker.party else ():
            if toll.side and not toll.partial and _height(toll) is not None:
                figure = _figure(page, claim, toll)
                key = (figure.published, figure.speaker, figure.words)
                kept = found[toll.side.partition(":")[0], toll.kind].setdefault(key, figure)
                if figure.claim < kept.claim:
                    found[toll.side.partition(":")[0], toll.kind][key] = figure
    parties = page.incident.parties
    order = sorted(found, key=lambda key: (key[0] not in parties, key[0], KIND_ORDER.index(key[1])))
    return [History(_title(side, kind), _ordered(found[side, kind].values())) for side, kind in order]


def _title(side: str, kind: str) -> str:
    return f"{KINDS.get(kind, kind).capitalize()}, {wording.name(side)}"


def chart(history: History) -> Chart | None:
    """Where each dated figure is drawn; None where there are not two."""
    dated = [figure for figure in history.figures if figure.published]
    if len(dated) < 2:
        return None
    days = sorted({figure.published for figure in dated if figure.published})
    most = max(figure.height for figure in dated) or 1
    at = {one: LEFT + (WIDTH - LEFT - RIGHT) * _share(index, len(days)) for index, one in enumerate(days)}
    placed: dict[date, int] = defaultdict(int)
    marks = []
    for figure in dated:
        if figure.published:
            x = at[figure.published] + placed[figure.published] * APART * 3
            placed[figure.published] += 1
            marks.append(Mark(round(x, 1), round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - figure.height / most), 1), figure))
    shown = tuple((round(at[one], 1), f"{one.day} {one:%b}") for one in days)
    return Chart(tuple(marks), tuple(_lines(marks)), shown, HEIGHT - BOTTOM)


def _lines(marks: list[Mark]) -> list[tuple[int, str]]:
    """(hue, points) of a line through the figures of each speaker who gave more than one."""
    by_speaker: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_speaker[mark.figure.speaker].append(mark)
    return [(some[0].figure.hue, " ".join(f"{mark.x},{mark.y}" for mark in some)) for some in by_speaker.values() if len(some) > 1]


def _share(index: int, number: int) -> float:
    return index / (number - 1) * 0.8 if number > 1 else 0.0


def _ordered(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(sorted(figures, key=lambda one: (one.published or date.max, one.speaker in LAST, one.speaker, one.height, one.claim)))


def _figure(page: IncidentPage, claim: Claim, toll: Toll) -> Figure:
    speaker = claim.speaker.party or ""
    document = page.documents[claim.document]
    return Figure(
        speaker,
        wording.title_name(speaker),
        page.hue_of(speaker),
        document.published,
        toll_words(toll),
        _short(toll),
        _height(toll) or 0,
        claim.id,
        claim.document,
    )


def _height(toll: Toll) -> int | None:
    return toll.best if toll.best is not None else toll.low if toll.low is not None else toll.high


def _short(toll: Toll) -> str:
    return toll_words(toll).replace("at least ", "≥").replace("up to ", "≤").replace("about ", "~").replace("-", "–")
