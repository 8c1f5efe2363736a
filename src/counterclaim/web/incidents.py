"""The incidents: as a list, on a map, over time; each also as JSON and CSV. What is shown is in the address."""

from __future__ import annotations

from typing import Any, get_args

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from counterclaim.export.columns import Column
from counterclaim.interchange import IncidentRow, incident_from_row
from counterclaim.ledger import DayCount, Order, PlaceCount, View
from counterclaim.lexicon.shown import STATUSES
from counterclaim.model import EventType, Incident, PointStatus
from counterclaim.web import answer, timeline, wording
from counterclaim.web.query import IncidentQuery, cursor_text, page_query
from counterclaim.web.site import SiteDep

router = APIRouter(include_in_schema=False, default_response_class=Response)

ORDERS = {"newest": "newest first", "reports": "most reports first", "disputed": "most contradicted first"}
LISTED_PLACES = 100
MOST_PLACES = 2000


@router.get("/")
def start() -> Response:
    return RedirectResponse("/incidents", 307)


@router.get("/incidents")
def listed(request: Request, site: SiteDep) -> Response:
    query, wrong = page_query(request.query_params)
    with site.ledger.view() as view:
        rows, following = view.find_incidents(query.wanted, query.order, query.cursor, query.limit)
        days, by_month = timeline.counted(view, query.wanted)
        common = _common(view, query, wrong, "list")
    after = cursor_text(following, query.order)
    more = query.string(after=after) if after else None
    found = [_listed(incident_from_row(row)) for row in rows]
    return answer.page(request, "incidents.html", **common, found=found, more=more, strip=timeline.strip(days, by_month))


@router.get("/incidents.json")
def listed_json(request: Request, site: SiteDep) -> Response:
    query, _ = page_query(request.query_params)
    rows, total, after = _rows(site, query)
    links = {"next": f"/incidents.json?{query.string(after=after)}" if after else None}
    return answer.as_json(request, {"total": total, "incidents": rows, **links})


@router.get("/incidents.csv")
def listed_csv(request: Request, site: SiteDep) -> Response:
    query, _ = page_query(request.query_params)
    return answer.incidents_csv(request, _rows(site, query)[0])


@router.get("/incidents/map")
def on_map(request: Request, site: SiteDep) -> Response:
    query, wrong = page_query(request.query_params)
    with site.ledger.view() as view:
        places = view.incident_places(query.wanted, LISTED_PLACES)
        return answer.page(request, "map.html", **_common(view, query, wrong, "map"), places=[_place(one, query) for one in places])


@router.get("/incidents/map.json")
def map_json(request: Request, site: SiteDep) -> Response:
    """Places as GeoJSON."""
    query, _ = page_query(request.query_params)
    with site.ledger.view() as view:
        places = [_place(one, query) for one in view.incident_places(query.wanted, MOST_PLACES)]
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [one["lon"], one["lat"]]}, "properties": one} for one in places
    ]
    return answer.as_json(request, {"type": "FeatureCollection", "features": features}, answer.GEOJSON)


@router.get("/incidents/map.csv")
def map_csv(request: Request, site: SiteDep) -> Response:
    query, _ = page_query(request.query_params)
    with site.ledger.view() as view:
        places = [_place(one, query) for one in view.incident_places(query.wanted, MOST_PLACES)]
    kinds = {"lat": "number", "lon": "number", "incidents": "integer", "contradicted": "integer"}
    names = ("place", "country", "lat", "lon", "incidents", "contradicted", "last_day")
    columns = [Column(one, kinds.get(one, "text"), False, "", "") for one in names]  # type: ignore[arg-type]
    return answer.as_csv(request, columns, places)


@router.get("/incidents/timeline")
def over_time(request: Request, site: SiteDep) -> Response:
    query, wrong = page_query(request.query_params)
    with site.ledger.view() as view:
        days, by_month = timeline.counted(view, query.wanted)
        common = _common(view, query, wrong, "timeline")
    return answer.page(request, "timeline.html", **common, days=[_day(one, query) for one in days], strip=timeline.strip(days, by_month))


@router.get("/incidents/timeline.json")
def timeline_json(request: Request, site: SiteDep) -> Response:
    query, _ = page_query(request.query_params)
    with site.ledger.view() as view:
        days, by_month = timeline.counted(view, query.wanted)
    return answer.as_json(request, {"by": "month" if by_month else "day", "periods": [_day(one, query) for one in days]})


@router.get("/incidents/timeline.csv")
def timeline_csv(request: Request, site: SiteDep) -> Response:
    query, _ = page_query(request.query_params)
    with site.ledger.view() as view:
        days = timeline.counted(view, query.wanted)[0]
    kinds = {"incidents": "integer", "contradicted": "integer"}
    names = ("period", "since", "until", "incidents", "contradicted")
    columns = [Column(one, kinds.get(one, "text"), False, "", "") for one in names]  # type: ignore[arg-type]
    return answer.as_csv(request, columns, [_day(one, query) for one in days])


def _rows(site: SiteDep, query: IncidentQuery) -> tuple[list[IncidentRow], int, str | None]:
    with site.ledger.view() as view:
        rows, following = view.find_incidents(query.wanted, query.order, query.cursor, query.limit)
        return rows, view.count_incidents(query.wanted), cursor_text(following, query.order)


def _common(view: View, query: IncidentQuery, wrong: list[str], shown: str) -> dict[str, Any]:
    """What the list, the map and the timeline share: the filters, what they find, and the way to each other."""
    parties = sorted(((wording.title_name(party), party, number) for party, number in view.incident_parties().items()))
    ways = {"list": "/incidents", "map": "/incidents/map", "timeline": "/incidents/timeline"}
    string = query.string()
    return {
        "query": query,
        "wrong": wrong,
        "shown": shown,
        "here": ways[shown],
        "string": f"?{string}" if string else "",
        "total": view.count_incidents(query.wanted),
        "parties": parties,
        "types": [(kind, wording.type_name(kind)) for kind in get_args(EventType)],
        "statuses": [(status, " ".join(STATUSES[status]).strip()) for status in get_args(PointStatus)],
        "orders": [(order, ORDERS[order]) for order in get_args(Order)],
        "ways": ways,
        "chips": _chips(query),
    }


def _chips(query: IncidentQuery) -> list[tuple[str, str]]:
    """(what a filter says, the query string without it)."""
    found = [(f"“{query.q}”", query.without("q"))] if query.q else []
    found += [(wording.title_name(party), query.without("party", party)) for party in query.party]
    said = {
        "place": f"place: {query.place}",
        "since": f"from {wording.day(query.since)}",
        "until": f"until {wording.day(query.until)}",
        "type": wording.type_name(query.type or ""),
        "status": f"a point {STATUSES[query.status][1]}" if query.status else "",
        "reports": f"at least {wording.count(query.reports or 0, 'report')}",
    }
    return found + [(words, query.without(name)) for name, words in said.items() if getattr(query, name) is not None]


def _listed(incident: Incident) -> dict[str, Any]:
    """One incident of the list."""
    statuses = [point.status for point in incident.points]
    disputed = [wording.point_words(point) for point in incident.points if point.status == "contradicted"]
    return {
        "id": incident.id,
        "title": wording.incident_title(incident),
        "when": wording.when_words(incident.when),
        "parties": sorted(wording.title_name(party) for party in incident.parties),
        "reports": incident.reports,
        "claims": len(incident.claims),
        "disputed": disputed,
        "agreed": statuses.count("agreed"),
    }


def _place(one: PlaceCount, query: IncidentQuery) -> dict[str, Any]:
    return {
        "place": one.place,
        "country": one.country,
        "country_name": wording.country_name(one.country),
        "lat": one.lat,
        "lon": one.lon,
        "incidents": one.incidents,
        "contradicted": one.contradicted,
        "last_day": one.last_day or None,
        "list": f"/incidents?{query.string(place=one.place)}",
    }


def _day(one: DayCount, query: IncidentQuery) -> dict[str, Any]:
    since, until = timeline.period_days(one.period)
    return {
        "period": one.period,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "incidents": one.incidents,
        "contradicted": one.contradicted,
        "list": f"/incidents?{query.string(since=since, until=until)}",
    }
