"""Claims and incidents as Arrow tables: flat typed columns, from which pandas, polars, DuckDB and Parquet are one step.

Codes are text, instants are UTC, days are dates. A column is null where the record says nothing. No figure is added up:
`killed_low`, `killed_best` and `killed_high` are those of a claim's only whole toll of that kind, and `tolls` holds every one.
What Arrow cannot hold, half a surrogate pair or a number of more than 64 bits, becomes U+FFFD or null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, TypeAlias

import pyarrow as pa

from counterclaim.interchange import days
from counterclaim.model import Account, Actor, Answer, Claim, Event, Incident, Place, Point, Toll, TollKind, When

ROWS_A_BATCH = 10_000
LARGEST = 2**63 - 1

Row: TypeAlias = dict[str, object]


def claims_table(claims: Iterable[Claim], sources: Mapping[str, str]) -> pa.Table:
    """One row a claim, in the order given; `sources` gives the source of each document id."""
    return _table((_claim_row(claim, sources[claim.document]) for claim in claims), claims_schema())


def incidents_table(incidents: Iterable[Incident], sources: Mapping[str, str]) -> pa.Table:
    """One row an incident, in the order given; `sources` gives the source of each document id."""
    return _table((_incident_row(incident, sources) for incident in incidents), incidents_schema())


@cache
def claims_schema() -> pa.Schema:
    """The columns of `claims_table`."""
    return pa.schema(
        [
            *_columns(pa.string(), "claim", "document", "source"),
            *_columns(pa.int64(), "start", "end"),
            *_columns(pa.string(), "evidence", "speaker", "speaker_party", "speaker_text"),
            ("via", pa.list_(pa.string())),
            *_columns(pa.string(), "cue", "stance", "quoted", "hedge"),
            ("background", pa.bool_()),
            *_columns(pa.string(), "event_type", "plover", "cameo", "acled", "ucdp"),
            *_columns(pa.string(), "actor", "actor_text", "target", "target_text", "weapon", "modality"),
            *_place_columns(),
            *_when_columns(),
            *_columns(pa.int64(), "killed_low", "killed_best", "killed_high", "wounded_low", "wounded_best", "wounded_high"),
            ("tolls", pa.list_(_toll_type())),
            ("confidence", pa.float64()),
            ("why", pa.list_(pa.string())),
        ]
    )


@cache
def incidents_schema() -> pa.Schema:
    """The columns of `incidents_table`."""
    texts = pa.list_(pa.string())
    account = pa.struct([*_columns(pa.string(), "party", "initiator"), ("tolls", pa.list_(_toll_type())), ("claims", texts)])
    answer = pa.struct([("value", pa.string()), ("according_to", texts), ("claims", texts)])
    point = pa.struct([*_columns(pa.string(), "question", "about", "status"), ("answers", pa.list_(answer))])
    return pa.schema(
        [
            *_columns(pa.string(), "incident", "event_type"),
            *_columns(pa.date32(), "first_day", "last_day"),
            *_when_columns(),
            *_place_columns(),
            *_columns(texts, "parties", "documents", "sources"),
            ("reports", pa.int64()),
            ("claims", texts),
            ("accounts", pa.list_(account)),
            ("points", pa.list_(point)),
            ("confidence", pa.float64()),
        ]
    )


def _columns(kind: pa.DataType, *names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, kind) for name in names]


def _place_columns() -> list[tuple[str, pa.DataType]]:
    return [
        *_columns(pa.string(), "place_name", "place_text"),
        *_columns(pa.float64(), "lat", "lon"),
        *_columns(pa.string(), "country", "admin1"),
        *_columns(pa.int64(), "where_precision", "geonames"),
    ]


def _when_columns() -> list[tuple[str, pa.DataType]]:
    return [
        *_columns(pa.timestamp("us", tz="UTC"), "when_start", "when_end"),
        *_columns(pa.string(), "when_text", "when_precision"),
        ("anchored", pa.bool_()),
    ]


def _toll_type() -> pa.DataType:
    fields = [*_columns(pa.string(), "side", "kind"), *_columns(pa.int64(), "low", "best", "high")]
    return pa.struct([*fields, ("unspecified", pa.bool_()), ("text", pa.string()), ("partial", pa.bool_())])


def _table(rows: Iterator[Row], schema: pa.Schema) -> pa.Table:
    batches = []
    while chunk := list(islice(rows, ROWS_A_BATCH)):
        batches.append(_batch(chunk, schema))
    return pa.Table.from_batches(batches, schema)


def _batch(rows: list[Row], schema: pa.Schema) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(rows, schema)
    except (UnicodeEncodeError, OverflowError):
        return pa.RecordBatch.from_pylist([_storable(row) for row in rows], schema)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int):
        return value if -LARGEST <= value <= LARGEST else None
    if isinstance(value, Mapping):
        return {key: _storable(part) for key, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, tuple | list) else value


def _claim_row(claim: Claim, source: str) -> Row:
    event = claim.event
    return {
        "claim": claim.id,
        "document": claim.document,
        "source": source,
        "start": claim.span.start,
        "end": claim.span.end,
        "evidence": claim.evidence,
        "speaker": claim.speaker.id,
        "speaker_party": claim.speaker.party,
        "speaker_text": claim.speaker.text,
        "via": claim.via,
        "cue": claim.cue.text if claim.cue else None,
        "stance": claim.stance,
        "quoted": claim.quoted,
        "hedge": claim.hedge,
        "background": claim.background,
        **_event_cells(event),
        **_place_cells(event.place),
        **_when_cells(event.when),
        **_toll_cells(claim.casualties, "killed"),
        **_toll_cells(claim.casualties, "wounded"),
        "tolls": [_toll_row(toll) for toll in claim.casualties],
        "confidence": claim.confidence,
        "why": claim.why,
    }


def _incident_row(incident: Incident, sources: Mapping[str, str]) -> Row:
    first, last = days(incident.when) or (None, None)
    return {
        "incident": incident.id,
        "event_type": incident.type,
        "first_day": first,
        "last_day": last,
        **_when_cells(incident.when),
        **_place_cells(incident.place),
        "parties": incident.parties,
        "documents": incident.documents,
        "sources": [sources[document] for document in incident.documents],
        "reports": incident.reports,
        "claims": incident.claims,
        "accounts": [_account_row(account) for account in incident.accounts],
        "points": [_point_row(point) for point in incident.points],
        "confidence": incident.confidence,
    }


def _event_cells(event: Event) -> Row:
    actor, target = event.actor or Actor(None, ""), event.target or Actor(None, "")
    return {
        "event_type": event.type,
        "plover": event.plover,
        "cameo": event.cameo,
        "acled": event.acled,
        "ucdp": None if event.ucdp is None else str(event.ucdp),
        "actor": actor.id,
        "actor_text": actor.text or None,
        "target": target.id,
        "target_text": target.text or None,
        "weapon": event.weapon,
        "modality": event.modality,
    }


def _place_cells(place: Place | None) -> Row:
    if place is None:
        return {}
    return {
        "place_name": place.name,
        "place_text": place.text,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
        "where_precision": place.precision,
        "geonames": place.geonames,
    }


def _when_cells(when: When | None) -> Row:
    if when is None:
        return {}
    return {
        "when_start": when.start,
        "when_end": when.end,
        "when_text": when.text,
        "when_precision": when.precision,
        "anchored": when.anchored,
    }


def _toll_cells(tolls: Iterable[Toll], kind: TollKind) -> Row:
    """The bounds of the only whole toll of a kind: two may be of two sides or overlap, and are not for us to add."""
    whole = [toll for toll in tolls if toll.kind == kind and not toll.partial]
    if len(whole) != 1:
        return {}
    return {f"{kind}_low": whole[0].low, f"{kind}_best": whole[0].best, f"{kind}_high": whole[0].high}


def _toll_row(toll: Toll) -> Row:
    return {
        "side": toll.side,
        "kind": toll.kind,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "unspecified": toll.unspecified,
        "text": toll.text,
        "partial": toll.partial,
    }


def _account_row(account: Account) -> Row:
    tolls = [_toll_row(toll) for toll in account.casualties]
    return {"party": account.party, "initiator": account.initiator, "tolls": tolls, "claims": account.claims}


def _point_row(point: Point) -> Row:
    answers = [_answer_row(answer) for answer in point.answers]
    return {"question": point.question, "about": point.about, "status": point.status, "answers": answers}


def _answer_row(answer: Answer) -> Row:
    return {"value": answer.value, "according_to": answer.according_to, "claims": answer.claims}
