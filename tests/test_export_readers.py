"""The exports that are not tables of text, by real readers: Arrow, GeoPandas, Shapely, JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from counterclaim.export import claims_csv, claims_parquet, geojson, incidents_csv, incidents_parquet, timemap
from counterclaim.export.arrow import claims_schema, incidents_schema
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.ucdp_ged import priogrid_cell
from counterclaim.model import Place
from tests.record import Record, border_clash

Write = Callable[[Readable, IO[bytes], ExportOptions], int]


def written(write: Write, record: Record) -> bytes:
    handle = io.BytesIO()
    write(record, handle, ExportOptions())
    return handle.getvalue()


def placed(place: Place | None) -> Record:
    """The border clash, elsewhere."""
    record = border_clash()
    return replace(record, linked=[replace(one, place=place) for one in record.linked])


@pytest.mark.parametrize(
    ("write", "schema"),
    [(claims_parquet.write, claims_schema()), (incidents_parquet.write, incidents_schema())],
    ids=["claims", "incidents"],
)
def test_parquet_has_the_types_of_the_tables(write: Write, schema: pa.Schema) -> None:
    table = parquet.read_table(io.BytesIO(written(write, border_clash())))
    assert table.schema.equals(schema)
    assert table.num_rows > 0


def test_parquet_and_csv_hold_the_same_claims() -> None:
    pandas = pytest.importorskip("pandas")
    record = border_clash()
    table = parquet.read_table(io.BytesIO(written(claims_parquet.write, record))).to_pandas()
    text = pandas.read_csv(io.BytesIO(written(claims_csv.write, record)), dtype="string")
    for name in ("claim", "evidence", "speaker", "stance", "actor", "place_name"):
        assert list(text[name].fillna("")) == list(table[name].fillna(""))
    assert [json.loads(cell) for cell in text["tolls"]] == [[dict(toll) for toll in tolls] for tolls in table["tolls"]]


def test_accounts_of_an_incident_are_lists_in_csv_too() -> None:
    pandas = pytest.importorskip("pandas")
    text = pandas.read_csv(io.BytesIO(written(incidents_csv.write, border_clash())), dtype="string")
    (accounts,) = (json.loads(cell) for cell in text["accounts"])
    assert [(account["party"], account["initiator"]) for account in accounts] == [("FIN", "SWE"), ("SWE", "FIN")]


def test_geopandas_reads_the_points(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "incidents.geojson"
    path.write_bytes(written(geojson.write, border_clash()))
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert [(point.x, point.y) for point in frame.geometry] == [(24.147, 65.848)]
    assert list(frame["where_exactness"]) == ["exact"]
    assert list(frame["killed_best"]) == [3]


def test_shapely_reads_a_feature_and_the_text_of_ucdp() -> None:
    shapely = pytest.importorskip("shapely")
    (feature,) = json.loads(written(geojson.write, border_clash()))["features"]
    point = shapely.geometry.shape(feature["geometry"])
    assert point.equals(shapely.from_wkt("POINT (24.147 65.848)"))
    assert priogrid_cell(point.y, point.x) == 224329


@pytest.mark.parametrize(
    ("place", "exactness", "drawn"),
    [
        (Place("Lapland", "Lapland", 67.9, 26.5, "FIN", precision=4), "first-level division", True),
        (Place("somewhere", "somewhere"), "unknown", False),
        (Place("Mars", "Mars", 910.0, 26.5, precision=1), "exact", False),
        (None, "unknown", False),
    ],
    ids=["an area", "no coordinates", "on no globe", "no place"],
)
def test_a_point_says_how_exact_it_is(place: Place | None, exactness: str, drawn: bool) -> None:
    (feature,) = json.loads(written(geojson.write, placed(place)))["features"]
    assert (feature["properties"]["where_exactness"], feature["geometry"] is not None) == (exactness, drawn)


def test_timemap_has_what_its_events_refer_to() -> None:
    found: dict[str, list[dict[str, Any]]] = json.loads(written(timemap.write, border_clash()))
    (event,) = found["events"]
    assert {name: event[name] for name in ("date", "time", "latitude", "longitude", "located")} == {
        "date": "2031-05-06",
        "time": "",
        "latitude": "65.848",
        "longitude": "24.147",
        "located": True,
    }
    assert event["description"].startswith("Armed clash at Tornio") or event["description"].startswith("Shooting at Tornio")
    assert set(event["sources"]) <= {source["id"] for source in found["sources"]}
    assert set(event["associations"]) == {association["id"] for association in found["associations"]} == {"Finland", "Sweden"}


def test_timemap_says_what_cannot_be_drawn() -> None:
    (event,) = json.loads(written(timemap.write, placed(None)))["events"]
    assert (event["located"], event["latitude"], event["location"]) == (False, "", "")


@pytest.mark.parametrize("write", [geojson.write, timemap.write])
def test_nothing_is_still_a_document(write: Write) -> None:
    found = json.loads(written(write, Record([], [])))
    assert found in ({"type": "FeatureCollection", "features": []}, {"events": [], "sources": [], "associations": []})
