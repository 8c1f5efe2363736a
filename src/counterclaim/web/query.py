"""What a list of incidents is asked for: the query string of a page or of the API, and back. The same fields on both."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.datastructures import QueryParams

from counterclaim.ledger import Cursor, IncidentFilter, Order
from counterclaim.model import EventType, PointStatus

MOST = 100
LARGE = 2**62  # what a database can compare
PAGE = 25
Party = Annotated[str, Field(max_length=100)]


class IncidentQuery(BaseModel):
    """Filters, order and place in the list."""

    model_config = ConfigDict(frozen=True)

    q: str | None = Field(None, max_length=200, description='Words that stand in one of the reports; "between quotation marks": together.')
    party: list[Party] = Field(default_factory=list, max_length=8, description="Ids of parties, all of them in the incident.")
    place: str | None = Field(None, max_length=100, description="Part of the place's name, or a country code (alpha-3).")
    since: date | None = Field(None, description="First day.")
    until: date | None = Field(None, description="Last day.")
    type: EventType | None = Field(None, description="Type of event.")
    status: PointStatus | None = Field(None, description="Status of at least one point.")
    reports: int | None = Field(None, ge=1, le=1_000_000, description="Independent reports, at least.")
    order: Order = Field("newest", description="newest: by day; reports: by number of reports; disputed: by number of contradicted points.")
    after: str | None = Field(None, max_length=300, description="Cursor: `next` of the page before.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="Incidents on a page.")

    @field_validator("q", "place")
    @classmethod
    def no_nul(cls, value: str | None) -> str | None:
        return value.replace("\0", "").strip() or None if value else None

    @property
    def wanted(self) -> IncidentFilter:
        """The filter, for the ledger."""
        return IncidentFilter(
            tuple(dict.fromkeys(self.party)), self.place, self.since, self.until, self.type, self.status, self.reports, self.q
        )

    @property
    def cursor(self) -> Cursor | None:
        return cursor_of(self.after, self.order) if self.after else None

    def changed(self, **values: object) -> IncidentQuery:
        """The same with other values, from the first page."""
        return self.model_copy(update={"after": None, **values})

    def string(self, **values: object) -> str:
        """The query string, in one order, without what is not set: the state of a page is its address."""
        given = self.changed(**values).model_dump(mode="json", exclude_defaults=True)
        return urlencode([(name, value) for name in FIELDS if name in given for value in _several(given[name])], errors="replace")

    def without(self, name: str, value: object = None) -> str:
        """The query string with one filter taken off."""
        if name == "party":
            return self.string(party=[one for one in self.party if one != value])
        return self.string(**{name: None})

    @property
    def is_filtered(self) -> bool:
        return self.wanted != IncidentFilter()


FIELDS = ("q", "party", "place", "since", "until", "type", "status", "reports", "order", "limit", "after")


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def page_query(params: QueryParams) -> tuple[IncidentQuery, list[str]]:
    """What a page is asked for, and the fields that were not understood and are left out. An empty field is none."""
    given: dict[str, object] = {name: params[name] for name in FIELDS if name != "party" and params.get(name, "").strip()}
    given["party"] = [party for party in params.getlist("party") if party.strip()]
    try:
        query, wrong = IncidentQuery.model_validate(given), []
    except ValidationError as error:
        wrong = sorted({str(one["loc"][0]) for one in error.errors()})
        query = IncidentQuery.model_validate({name: value for name, value in given.items() if name not in wrong})
    try:
        _ = query.cursor
    except ValueError:
        return query.changed(), [*wrong, "after"]
    return query, wrong


def cursor_text(cursor: Cursor | None, order: Order) -> str | None:
    """A cursor as it stands in an address."""
    if cursor is None:
        return None
    packed = json.dumps([order, cursor.key, cursor.id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def cursor_of(text: str, order: Order) -> Cursor:
    """The cursor of such a text; ValueError where it is none, or one of another order."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        of, key, identifier = json.loads(packed)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise ValueError("not a cursor") from error
    fits = isinstance(key, str) if order == "newest" else type(key) is int and abs(key) < LARGE
    if of != order or not fits or not isinstance(identifier, str):
        raise ValueError("not a cursor of this list")
    return Cursor(key, identifier)
