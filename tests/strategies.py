"""Hypothesis strategies for the whole record: any value that the types allow, sensible or not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeVar, get_args

from hypothesis import strategies as st

from counterclaim.model import (
    Account,
    Actor,
    Admission,
    Answer,
    Claim,
    Clause,
    Document,
    Event,
    EventType,
    Ground,
    Incident,
    Mention,
    Modality,
    Place,
    Point,
    PointStatus,
    Question,
    Quoted,
    Rejection,
    Span,
    Stance,
    StanceSaid,
    Toll,
    TollHistory,
    TollKind,
    TollSaid,
    Verdict,
    When,
    WhenPrecision,
)

Value = TypeVar("Value")

# Half a surrogate pair is what a file name that is not UTF-8 becomes; a pair of halves would be one character in JSON.
texts = st.text(max_size=12) | st.sampled_from(["\x00", "a\\b", "\\u0041", "\u2028", "\x85", "caf\udce9.txt", "\U0010ffff"])
ids = st.text("0123456789abcdef", min_size=8, max_size=24)
floats = st.floats(allow_nan=False, allow_infinity=False)
instants = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
counts = st.integers(0, 10**15)


def maybe(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    return st.none() | values


def tuples_of(values: st.SearchStrategy[Value], most: int = 3) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(values, max_size=most).map(tuple)


def words(allowed: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(allowed))


spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**3)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
mentions = st.builds(Mention, texts, spans)
actors = st.builds(Actor, maybe(texts), texts, maybe(spans))
places = st.builds(
    Place,
    name=texts,
    text=texts,
    lat=maybe(floats),
    lon=maybe(floats),
    country=maybe(texts),
    admin1=maybe(texts),
    precision=st.integers(1, 7),
    geonames=maybe(counts),
    score=floats,
    from_context=st.booleans(),
    alternatives=tuples_of(texts),
)
whens = st.builds(
    When,
    text=texts,
    start=maybe(instants),
    end=maybe(instants),
    precision=words(WhenPrecision),
    anchored=st.booleans(),
    timex=maybe(texts),
    check=maybe(texts),
    from_context=st.booleans(),
)
tolls = st.builds(
    Toll,
    side=maybe(texts),
    kind=words(TollKind),
    low=maybe(counts),
    best=maybe(counts),
    high=maybe(counts),
    unspecified=st.booleans(),
    text=texts,
    span=maybe(spans),
    partial=st.booleans(),
)
events = st.builds(
    Event,
    type=words(EventType),
    plover=maybe(texts),
    cameo=maybe(texts),
    acled=maybe(texts),
    ucdp=maybe(st.integers(1, 3)),
    actor=maybe(actors),
    target=maybe(actors),
    place=maybe(places),
    when=maybe(whens),
    weapon=maybe(texts),
    modality=words(Modality),
)
claims = st.builds(
    Claim,
    id=ids,
    document=ids,
    span=spans,
    evidence=texts,
    speaker=actors,
    stance=words(Stance),
    event=events,
    via=tuples_of(texts),
    cue=maybe(mentions),
    quoted=words(Quoted),
    hedge=maybe(texts),
    background=st.booleans(),
    casualties=tuples_of(tolls),
    confidence=floats,
    why=tuples_of(texts),
    judged=maybe(words(Verdict)),
)
days = st.dates(date(1, 1, 1))
tolls_said = st.builds(TollSaid, tolls, maybe(days), tuples_of(texts), tuples_of(ids))
accounts = st.builds(
    Account,
    party=texts,
    initiator=maybe(texts),
    casualties=tuples_of(tolls),
    claims=tuples_of(ids),
    history=tuples_of(st.builds(TollHistory, maybe(texts), words(TollKind), tuples_of(tolls_said), st.booleans())),
    stances=tuples_of(st.builds(StanceSaid, words(Stance), maybe(days), tuples_of(texts), tuples_of(ids))),
    admissions=tuples_of(st.builds(Admission, words(Ground), tuples_of(ids))),
)
answers = st.builds(Answer, texts, tuples_of(texts), tuples_of(ids))
points = st.builds(Point, words(Question), words(PointStatus), tuples_of(answers), maybe(texts))
incidents = st.builds(
    Incident,
    id=ids,
    type=words(EventType),
    parties=tuples_of(texts),
    documents=tuples_of(ids),
    reports=counts,
    claims=tuples_of(ids),
    accounts=st.lists(accounts, max_size=3, unique_by=lambda account: account.party).map(tuple),
    points=tuples_of(points),
    place=maybe(places),
    when=maybe(whens),
    confidence=floats,
    copies=tuples_of(tuples_of(ids)),
    set_aside=tuples_of(ids),
    summary=tuples_of(st.builds(Clause, texts, tuples_of(ids))),
)
documents = st.builds(
    Document,
    id=ids,
    source=texts,
    text=texts,
    outlet=maybe(texts),
    url=maybe(texts),
    title=maybe(texts),
    language=texts,
    published=maybe(days),
    read_at=maybe(instants),
    original_sha256=texts,
    original_path=maybe(texts),
    changes=tuples_of(texts),
)
rejections = st.builds(Rejection, texts, texts, texts, texts)
