"""The figures of a report: where the incidents were, and when they and their reports were. Altair draws them; nothing is fetched."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from math import asinh, degrees, hypot, radians, sinh, tan
from math import atan as arc_tangent
from textwrap import shorten
from types import MappingProxyType
from typing import Any

from counterclaim.interchange import days
from counterclaim.lexicon.shown import shown_names
from counterclaim.model import Account, Document, Incident
from counterclaim.report.blocks import Figure
from counterclaim.tolls import toll_words
from counterclaim.wording import Names, day_words, incident_name, main_and_other, name_of, plain, title_case, toll_of

WIDTH, HEIGHT = 620, 340  # of the map, in pixels; the width fits the text of an A4 page
LEAST_SPAN = 3.0  # degrees of longitude that a map shows at least
MARGIN = 0.18  # of the span, around the outermost places
NAMED = 12  # places that are named on the map; of more only the numbers
MARK_WIDTH = 13  # pixels
MOST_ROWS = 60  # incidents drawn in the timeline
ROW = 22
INK, QUIET, LAND, SEA, RULE, MARK = "#1c1c1c", "#5a5a5a", "#ece7db", "#f7f8f9", "#d3d8dc", "#8a1c1c"
FONT = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
LAND_NAME = "land"
LAND_FILE = "web/static/vendor/land.json"  # Natural Earth's land, TopoJSON, where the pages are installed
CLIP = re.compile(r"\bclip(\d+)\b")


def figures(incidents: Sequence[Incident], documents: Mapping[str, Document], heads: Mapping[str, str]) -> list[Figure] | None:
    """The figures that there is something to draw for; None where what draws them is not installed (the extra `report`).

    `heads` gives the document that a document is a copy of.
    """
    try:
        import altair as _  # noqa: F401
        import vl_convert as __  # noqa: F401
    except ImportError:
        return None
    drawn = [_map(incidents), _timeline(incidents, documents, heads), *(_tolls(*one) for one in enumerate(incidents, 1))]
    return [figure for figure in drawn if figure is not None]


# ---------------------------------------------------------------- map


def _map(incidents: Sequence[Incident]) -> Figure | None:
    import altair as alt

    at = _places(incidents)
    if not at:
        return None
    projected = {**_view(list(at)), "clipExtent": [[0, 0], [WIDTH, HEIGHT]]}
    spots = _spots(incidents, at, projected["scale"])
    places = _data(spots)
    position = {"longitude": alt.Longitude("lon:Q"), "latitude": alt.Latitude("lat:Q")}
    layers: list[Any] = [alt.Chart(alt.sphere()).mark_geoshape(fill=SEA)]
    if (land := _land()) is not None:
        shapes = alt.NamedData(LAND_NAME, format=alt.TopoDataFormat(type="topojson", feature="land"))
        layers.append(alt.Chart(shapes).mark_geoshape(fill=LAND, stroke=RULE, strokeWidth=0.6))
    layers += [
        alt.Chart(alt.graticule(step=_step(projected["scale"]))).mark_geoshape(filled=False, stroke=RULE, strokeWidth=0.5),
        alt.Chart(places).mark_circle(size=120, color=MARK, opacity=0.85).encode(**position),
        alt.Chart(places)
        .mark_text(align="left", dx=9, dy=1, fontSize=11, font=FONT, color=INK)
        .encode(**position, text=alt.Text("label:N")),
    ]
    chart = alt.layer(*layers).project(**projected).properties(width=WIDTH, height=HEIGHT)
    missing = len(incidents) - sum(len(spot["numbers"]) for spot in spots)
    caption = "Where: the place of each incident, with its number; places too near each other to be drawn apart share a mark."
    caption += f" {missing} without a known place." if missing else ""
    return Figure(
        "map", _svg(chart, {LAND_NAME: land} if land is not None else {}), caption + (" Land: Natural Earth." if land is not None else "")
    )


def _places(incidents: Sequence[Incident]) -> dict[tuple[float, float], list[int]]:
    """The numbers of the incidents at each longitude and latitude."""
    found: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, incident in enumerate(incidents, 1):
        if incident.place is not None and incident.place.lat is not None and incident.place.lon is not None:
            found[incident.place.lon, incident.place.lat].append(number)
    return dict(sorted(found.items()))


def _spots(incidents: Sequence[Incident], at: Mapping[tuple[float, float], list[int]], scale: float) -> list[dict[str, Any]]:
    """One mark for each place, or for some that lie within a mark's width of the first of them."""
    shared: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for spot in at:
        near = next((one for one in shared if _apart(one, spot) * scale < MARK_WIDTH), spot)
        shared.setdefault(near, []).append(spot)
    spots = []
    for (lon, lat), together in shared.items():
        numbers = sorted(number for one in together for number in at[one])
        place = incidents[numbers[0] - 1].place
        is_named = place is not None and len(together) == 1 and len(at) <= NAMED
        name = f" {shorten(plain(place.name), 28, placeholder='…')}" if place is not None and is_named else ""
        spots.append({"lon": lon, "lat": lat, "numbers": numbers, "label": f"{_numbers(numbers)}{name}"})
    return spots


def _apart(one: tuple[float, float], two: tuple[float, float]) -> float:
    """On a Mercator map of scale 1."""
    across = radians((one[0] - two[0] + 180) % 360 - 180)
    return hypot(across, _height(one[1]) - _height(two[1]))


def _height(lat: float) -> float:
    return asinh(tan(radians(max(-80.0, min(80.0, lat)))))


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:6])) + ("…" if len(numbers) > 6 else "")


def _view(at: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """A Mercator projection on the places: turned to their middle, across the 180th meridian where that is nearer."""
    lons = sorted(lon for lon, _ in at)
    gaps = [(after - before, after) for before, after in zip(lons, [*lons[1:], lons[0] + 360], strict=True)]
    _, first = max(gaps)
    across = max((lon - first) % 360 for lon in lons)
    middle = first + across / 2
    heights = [_height(lat) for _, lat in at]
    low, high, around = min(heights), max(heights), 1 + 2 * MARGIN
    wide = radians(max(LEAST_SPAN, across)) * around
    tall = max((high - low) * around, radians(LEAST_SPAN) * HEIGHT / WIDTH)
    scale = min(WIDTH / wide, HEIGHT / tall)
    latitude = degrees(arc_tangent(sinh((low + high) / 2)))
    return {
        "type": "mercator",
        "rotate": [round(-middle, 4), 0, 0],
        "center": [0, round(latitude, 4)],
        "scale": round(scale, 2),
        "translate": [WIDTH / 2, HEIGHT / 2],
    }


def _step(scale: float) -> tuple[float, float]:
    """Degrees between the lines of the grid: about six across."""
    span = degrees(WIDTH / scale)
    step = next((step for step in (0.1, 0.25, 0.5, 1, 2, 5, 10, 15) if span / step <= 8), 30)
    return step, step


def _land() -> Any:
    """Land as TopoJSON; None where the pages are not installed."""
    file = files("counterclaim") / LAND_FILE
    if not file.is_file():
        return None
    return json.loads(file.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- timeline


def _timeline(incidents: Sequence[Incident], documents: Mapping[str, Document], heads: Mapping[str, str]) -> Figure | None:
    """A row an incident: its days as a bar, the reports of it on the days of their publication."""
    import altair as alt

    dated = [(number, one) for number, one in enumerate(incidents, 1) if days(one.when) is not None]
    events, reports = list(_events(dated[:MOST_ROWS])), list(_published(dated[:MOST_ROWS], documents, heads))
    if not events:
        return None
    rows = [event["row"] for event in events]
    axis = alt.Axis(title=None, labelLimit=270, labelFont=FONT, labelFontSize=11, ticks=False, domain=False, labelPadding=8)
    row = alt.Y("row:N", sort=rows, axis=axis)
    ticks = alt.Axis(title=None, format="%-d %b %Y", labelFont=FONT, tickCount="day" if _is_short(events, reports) else 6, gridColor=RULE)
    scale = alt.Scale(type="utc", padding=12)
    kinds = alt.Color("kind:N", scale=alt.Scale(domain=[EVENT, REPORT, COPY], range=[MARK, INK, "#a8adb2"]), legend=_legend())
    bars = alt.Chart(_data(events)).mark_bar(height=7, yOffset=-5)
    starts = alt.Chart(_data(events)).mark_tick(height=7, thickness=2, yOffset=-5)  # of a day in years the bar is too thin to see
    dots = alt.Chart(_data(reports)).mark_circle(opacity=0.9, yOffset=4)
    size = alt.Size("count:Q", scale=alt.Scale(range=[30, 120], domainMin=1), legend=None)
    chart = alt.layer(
        bars.encode(x=alt.X("first:T", scale=scale, axis=ticks), x2="last:T", y=row, color=kinds),
        starts.encode(x=alt.X("first:T", scale=scale), y=row, color=kinds),
        dots.encode(x=alt.X("day:T", scale=scale), y=row, color=kinds, size=size),
    ).properties(width=400, height=alt.Step(ROW))
    left = len(dated) - len(rows)
    note = f" The first {MOST_ROWS}; {left} more are not drawn." if left > 0 else ""
    return Figure("timeline", _svg(chart), f"When: the days of each incident, and of the reports of it; more reports, larger dots.{note}")


EVENT, REPORT, COPY = "incident", "independent reports", "copies"


def _legend() -> Any:
    import altair as alt

    return alt.Legend(title=None, orient="bottom", labelFont=FONT, labelFontSize=11, symbolType="circle", symbolOpacity=1)


def _events(dated: Sequence[tuple[int, Incident]]) -> Iterator[dict[str, Any]]:
    for number, incident in dated:
        span = days(incident.when)
        if span is not None:
            end = span[1].toordinal() + 1
            yield {"row": _row(number, incident), "kind": EVENT, "first": f"{span[0]}", "last": f"{type(span[1]).fromordinal(end)}"}


def _published(
    dated: Sequence[tuple[int, Incident]], documents: Mapping[str, Document], heads: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for number, incident in dated:
        for identifier in incident.documents:
            if published := documents[identifier].published:
                kind, hour = (COPY, "16") if identifier in heads else (REPORT, "08")  # two places within the day
                counts[_row(number, incident), kind, f"{published}T{hour}:00:00"] += 1
    return ({"row": row, "kind": kind, "day": day, "count": count} for (row, kind, day), count in sorted(counts.items()))


def _row(number: int, incident: Incident) -> str:
    return shorten(f"{number}. {incident_name(incident)}", 46, placeholder="…")


def _is_short(events: Sequence[Mapping[str, Any]], reports: Sequence[Mapping[str, Any]]) -> bool:
    """Within about a week: a mark a day."""
    first = min(event["first"] for event in events)
    last = max([*(event["last"] for event in events), *(report["day"] for report in reports)])
    return first[:7] == last[:7] and int(last[8:10]) - int(first[8:10]) <= 8


# ---------------------------------------------------------------- tolls


def _tolls(number: int, incident: Incident) -> Figure | None:
    """The numbers that the parties give of each side's dead or hurt, by the day of the reports; where any party gives two or more."""
    import altair as alt

    names = shown_names()
    parties, _ = main_and_other(incident, names)
    rows = [row for account in parties for row in _said(account, names)]
    changed = {row["of"] for row in rows if len({other["number"] for other in rows if _is_line(row, other)}) > 1}
    rows = [row for row in rows if row["of"] in changed]
    if not rows:
        return None
    shown = [title_case(name_of(account.party, names)) for account in parties]
    key = alt.Legend(title=None, orient="bottom", labelFont=FONT, labelFontSize=11)
    by: dict[str, Any] = {"color": alt.Color("party:N", scale=alt.Scale(domain=shown, range=INKS), legend=key)}
    by["shape"] = alt.Shape("party:N", scale=alt.Scale(domain=shown, range=SHAPES), legend=key)
    ordered = sorted({row["day"] for row in rows})
    ticks = alt.Axis(title=None, labelAngle=0, labelFont=FONT, grid=False, labelOverlap=True)
    day = alt.X("on:O", sort=[row["on"] for row in sorted(rows, key=lambda row: str(row["day"]))], axis=ticks)
    height = alt.Y("number:Q", axis=alt.Axis(title=None, tickMinStep=1, tickCount=4, labelFont=FONT, gridColor=RULE))
    base = alt.Chart().encode(x=day, y=height)
    drawn = alt.layer(
        base.mark_line(strokeWidth=1.2).encode(color=by["color"], order="day:O"),
        base.mark_point(filled=True, size=60, opacity=1).encode(**by),
        base.mark_text(align="left", dx=8, dy=-7, font=FONT, fontSize=10, color=INK).encode(text="label:N"),
        data=_data(rows),
    ).properties(width=min(WIDTH - 120, 130 * len(ordered)), height=80)
    title = alt.Header(title=None, labelFont=FONT, labelFontSize=11, labelAnchor="start", labelOrient="top")
    chart = drawn.facet(row=alt.Row("of:N", sort=sorted(changed), header=title)).resolve_scale(y="independent")
    caption = "What the parties say of tolls that changed, by the day of the reports, each as its own speaker gives it."
    return Figure(f"tolls-{number}", _svg(chart), caption, number)


INKS, SHAPES = ["#1f4e79", "#b35806", "#4d4d4d"], ["circle", "square", "triangle-up"]  # of the parties, by name; told apart in grey too


def _said(account: Account, names: Names) -> Iterator[dict[str, Any]]:
    """A row a day and number. A range is drawn at the number that stands for it, and one not given not at all."""
    party = title_case(name_of(account.party, names))
    for history in account.history:
        found: dict[tuple[date, int], list[str]] = defaultdict(list)
        for said in history.said:
            number = next((one for one in (said.toll.best, said.toll.low, said.toll.high) if one is not None), None)
            if said.on is not None and number is not None and not said.toll.unspecified:
                found[said.on, number].append(toll_words(said.toll))
        for (on, number), words in sorted(found.items()):
            label = ", ".join(sorted(set(words)))
            days_of = {"day": on.isoformat(), "on": day_words(on)}
            yield {"party": party, "of": toll_of(history, names), **days_of, "number": number, "label": label}


def _is_line(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["party"] == other["party"] and one["of"] == other["of"])


# ---------------------------------------------------------------- drawing


def _data(values: Any, **parts: Any) -> Any:
    import altair as alt

    return alt.Data(values=values, **parts)  # type: ignore[no-untyped-call]


def _svg(chart: Any, datasets: Mapping[str, Any] = MappingProxyType({})) -> str:
    """The chart as SVG, the same bytes each time: Vega numbers clip paths on and on within one process.

    Large `datasets` are known to the chart by name only: Altair takes seconds to copy and to check them.
    """
    import vl_convert

    spec = chart.configure_view(stroke=None).configure(font=FONT, background="white").to_dict()
    drawn: str = vl_convert.vegalite_to_svg(spec | {"datasets": {**spec.get("datasets", {}), **datasets}}, allowed_base_urls=[])
    order = {name: str(place) for place, name in enumerate(dict.fromkeys(CLIP.findall(drawn)))}
    return CLIP.sub(lambda found: f"clip{order[found[1]]}", drawn)
