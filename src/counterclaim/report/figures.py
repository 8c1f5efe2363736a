"""The figures of a report: where the incidents were, and when they and their reports were. Altair draws them; nothing is fetched."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from math import asinh, degrees, radians, sinh, tan
from math import atan as arc_tangent
from textwrap import shorten
from typing import Any

from counterclaim.interchange import days
from counterclaim.model import Document, Incident
from counterclaim.report.blocks import Figure
from counterclaim.wording import incident_name

WIDTH, HEIGHT = 620, 340  # of the map, in pixels; the width fits the text of an A4 page
LEAST_SPAN = 3.0  # degrees of longitude that a map shows at least
MARGIN = 0.18  # of the span, around the outermost places
NAMED = 12  # places that are named on the map; of more only the numbers
MOST_ROWS = 60  # incidents drawn in the timeline
ROW = 22
INK, QUIET, LAND, SEA, RULE, MARK = "#1c1c1c", "#5a5a5a", "#ece7db", "#f7f8f9", "#d3d8dc", "#8a1c1c"
FONT = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
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
    drawn = [_map(incidents), _timeline(incidents, documents, heads)]
    return [figure for figure in drawn if figure is not None]


# ---------------------------------------------------------------- map


def _map(incidents: Sequence[Incident]) -> Figure | None:
    import altair as alt

    spots = _spots(incidents)
    if not spots:
        return None
    projected = {**_view([(spot["lon"], spot["lat"]) for spot in spots]), "clipExtent": [[0, 0], [WIDTH, HEIGHT]]}
    places = _data(spots)
    position = {"longitude": alt.Longitude("lon:Q"), "latitude": alt.Latitude("lat:Q")}
    layers: list[Any] = [alt.Chart(alt.sphere()).mark_geoshape(fill=SEA)]
    if (land := _land()) is not None:
        layers.append(alt.Chart(land).mark_geoshape(fill=LAND, stroke=RULE, strokeWidth=0.6))
    layers += [
        alt.Chart(alt.graticule(step=_step(projected["scale"]))).mark_geoshape(filled=False, stroke=RULE, strokeWidth=0.5),
        alt.Chart(places).mark_circle(size=120, color=MARK, opacity=0.85).encode(**position),
        alt.Chart(places)
        .mark_text(align="left", dx=9, dy=1, fontSize=11, font=FONT, color=INK)
        .encode(**position, text=alt.Text("label:N")),
    ]
    chart = alt.layer(*layers).project(**projected).properties(width=WIDTH, height=HEIGHT)
    missing = len(incidents) - sum(len(spot["numbers"]) for spot in spots)
    caption = "Where: the place of each incident, with its number." + (f" {missing} without a known place." if missing else "")
    return Figure("map", _svg(chart), caption + (" Land: Natural Earth." if land is not None else ""))


def _spots(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    """One for each place: incidents at one place share it."""
    found: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, incident in enumerate(incidents, 1):
        if incident.place is not None and incident.place.lat is not None and incident.place.lon is not None:
            found[incident.place.lon, incident.place.lat].append(number)
    spots = []
    for (lon, lat), numbers in sorted(found.items()):
        place = incidents[numbers[0] - 1].place
        name = f" {shorten(place.name, 28, placeholder='…')}" if place is not None and len(found) <= NAMED else ""
        spots.append({"lon": lon, "lat": lat, "numbers": numbers, "label": f"{_numbers(numbers)}{name}"})
    return spots


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:4])) + ("…" if len(numbers) > 4 else "")


def _view(at: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """A Mercator projection on the places: turned to their middle, across the 180th meridian where that is nearer."""
    lons = sorted(lon for lon, _ in at)
    gaps = [(after - before, after) for before, after in zip(lons, [*lons[1:], lons[0] + 360], strict=True)]
    _, first = max(gaps)
    across = max((lon - first) % 360 for lon in lons)
    middle = first + across / 2
    heights = [asinh(tan(radians(max(-80.0, min(80.0, lat))))) for _, lat in at]
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
    import altair as alt

    file = files("counterclaim") / LAND_FILE
    if not file.is_file():
        return None
    shapes = json.loads(file.read_text(encoding="utf-8"))
    return _data(shapes, format=alt.TopoDataFormat(type="topojson", feature="land"))


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
    bars = alt.Chart(_data(events)).mark_bar(height=9, opacity=0.75)
    dots = alt.Chart(_data(reports)).mark_circle(opacity=0.9)
    size = alt.Size("count:Q", scale=alt.Scale(range=[40, 260], domainMin=1), legend=None)
    chart = alt.layer(
        bars.encode(x=alt.X("first:T", scale=scale, axis=ticks), x2="last:T", y=row, color=kinds),
        dots.encode(x=alt.X("day:T", scale=scale), y=row, color=kinds, size=size, yOffset=alt.value(0)),
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
                counts[_row(number, incident), COPY if identifier in heads else REPORT, f"{published}T12:00:00"] += 1
    return ({"row": row, "kind": kind, "day": day, "count": count} for (row, kind, day), count in sorted(counts.items()))


def _row(number: int, incident: Incident) -> str:
    return shorten(f"{number}. {incident_name(incident)}", 46, placeholder="…")


def _is_short(events: Sequence[Mapping[str, Any]], reports: Sequence[Mapping[str, Any]]) -> bool:
    """Within about a week: a mark a day."""
    first = min(event["first"] for event in events)
    last = max([*(event["last"] for event in events), *(report["day"] for report in reports)])
    return first[:7] == last[:7] and int(last[8:10]) - int(first[8:10]) <= 8


# ---------------------------------------------------------------- drawing


def _data(values: Any, **parts: Any) -> Any:
    import altair as alt

    return alt.Data(values=values, **parts)  # type: ignore[no-untyped-call]


def _svg(chart: Any) -> str:
    """The chart as SVG, the same bytes each time: Vega numbers clip paths on and on within one process."""
    import vl_convert

    spec = chart.configure_view(stroke=None).configure(font=FONT, background="white").to_dict()
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    order = {name: str(place) for place, name in enumerate(dict.fromkeys(CLIP.findall(drawn)))}
    return CLIP.sub(lambda found: f"clip{order[found[1]]}", drawn)
