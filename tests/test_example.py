"""The bundled example: whole, labelled as invented, and read as a careful reader reads it (tests/cases/example_gold.json)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

from counterclaim.model import Claim, Document, EventType, Quoted, Span, Stance, TollKind

EXAMPLE = Path(str(files("counterclaim"))) / "example"
LISTED = json.loads((EXAMPLE / "docs.json").read_text(encoding="utf-8"))
GOLD = json.loads((Path(__file__).parent / "cases" / "example_gold.json").read_text(encoding="utf-8"))
NAMES = [row["file"] for row in LISTED]
SPUN = "doc09.txt"
Row = Mapping[str, Any]


def text_of(name: str) -> str:
    return (EXAMPLE / name).read_text(encoding="utf-8")


def gold_claims(*names: str) -> Iterator[tuple[str, Row]]:
    return ((row["file"], claim) for row in GOLD["documents"] if not names or row["file"] in names for claim in row["claims"])


# ---------------------------------------------------------------- the folder


def test_every_report_is_listed_and_there() -> None:
    assert sorted(NAMES) == sorted(path.name for path in EXAMPLE.glob("*.txt")) == [row["file"] for row in GOLD["documents"]]


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row["file"])
def test_reports_are_short_dated_and_of_no_real_address(row: Row) -> None:
    assert 80 <= len(text_of(row["file"]).split()) <= 250
    assert date(2024, 9, 17) <= date.fromisoformat(row["published"]) <= date(2024, 9, 20)
    assert row["url"].startswith("https://example.org/")


def test_the_folder_says_first_that_nothing_in_it_happened() -> None:
    assert "**Nothing here happened.**" in text_of("README.md").split("\n\n")[1]


def test_the_spun_copy_differs_in_bare_lower_case_words_only() -> None:
    original, spun = (text_of(name).split() for name in ("doc01.txt", SPUN))
    changed = [(before, after) for before, after in zip(original, spun, strict=True) if before != after]
    assert 0.2 <= len(changed) / len(original) <= 0.35
    assert all(word.isalpha() and word.islower() for pair in changed for word in pair)


# ---------------------------------------------------------------- the gold


@pytest.mark.parametrize(
    ("name", "claim"), list(gold_claims()), ids=lambda value: value if isinstance(value, str) else value["evidence"][:40]
)
def test_gold_is_well_formed(name: str, claim: Row) -> None:
    text = text_of(name)
    assert claim["evidence"] in text
    assert len(claim["evidence"]) <= 200
    assert claim["cue"] is None or claim["cue"] in text
    assert claim["stance"] in get_args(Stance)
    assert claim["quoted"] in get_args(Quoted)
    assert claim["event_type"] in get_args(EventType)
    assert {toll["kind"] for toll in claim["casualties"]} <= set(get_args(TollKind))


# ---------------------------------------------------------------- what is extracted


@cache
def extracted() -> Mapping[str, tuple[Document, tuple[Claim, ...]]]:
    """Document and claims by file name, by the whole path from files to claims."""
    from counterclaim.extract import extract
    from counterclaim.parse import load
    from counterclaim.read import ReadOptions, read

    pipeline = load()
    documents = [found for found in read(EXAMPLE, options=ReadOptions()) if isinstance(found, Document)]
    return {
        document.source.removeprefix("example/"): (document, tuple(extract(document, pipeline.parse(document.text))))
        for document in documents
    }


def test_the_example_is_read_whole() -> None:
    assert sorted(extracted()) == sorted(NAMES)
    assert all(document.text == text_of(name) for name, (document, _) in extracted().items())


def test_evidence_is_where_it_says() -> None:
    for document, claims in extracted().values():
        assert all(document.text[claim.span.start : claim.span.end] == claim.evidence for claim in claims)


def overlap(one: Span, other: Span) -> bool:
    """Half of the shorter and a fifth of both, as the scorer of the annotated incidents has it."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shared > 0 and 2 * shared >= shorter and 5 * shared >= max(one.end, other.end) - min(one.start, other.start)


def party(actor: str | None) -> str | None:
    return actor.split(":")[0] if actor else None


def found_right(name: str) -> tuple[int, int, int]:
    """Gold claims found with the right party and stance; gold claims; claims extracted (unmatched background left out)."""
    document, claims = extracted()[name]
    left, right = list(claims), 0
    wanted = [claim for _, claim in gold_claims(name)]
    for gold in wanted:
        start = document.text.index(gold["evidence"])
        span = Span(start, start + len(gold["evidence"]))
        same = [c for c in left if overlap(span, c.span) and c.speaker.party == party(gold["speaker"]) and c.stance == gold["stance"]]
        if same:
            left.remove(same[0])
            right += 1
    return right, len(wanted), right + sum(not claim.background for claim in left)


# Measured when written, less one claim in twenty: a floor, raised when extraction gets better and never lowered.
CLAIM_F1 = 0.45


def test_claims_are_found_with_speaker_and_stance() -> None:
    counts: Counter[str] = Counter()
    for name in NAMES:
        if name != SPUN:
            right, gold, system = found_right(name)
            counts.update(right=right, gold=gold, system=system)
    assert 2 * counts["right"] / (counts["gold"] + counts["system"]) >= CLAIM_F1, counts


# What the example is there to show: report, words within the evidence, party, stance, tolls (party of the side, kind, best).
SHOWN = [
    pytest.param("doc01.txt", "opening fire first", "FIN", "accuses", set(), id="each accused the other: one side"),
    pytest.param("doc01.txt", "opening fire first", "SWE", "accuses", set(), id="each accused the other: the other side"),
    pytest.param("doc01.txt", "Swedish troops fired", "FIN", "accuses", set(), id="ministry says who fired"),
    pytest.param("doc01.txt", "Finnish soldiers crossed", "SWE", "accuses", set(), id="spokesman quoted directly"),
    pytest.param("doc01.txt", "Two border guards", "FIN", "asserts", {("FIN", "killed", 2), ("FIN", "wounded", 5)}, id="own dead"),
    pytest.param("doc01.txt", "one Swedish soldier", "SWE", "asserts", {("SWE", "killed", 1), ("SWE", "wounded", 3)}, id="his own dead"),
    pytest.param("doc01.txt", "nine Swedish soldiers", "FIN", "asserts", {("SWE", "killed", 9)}, id="enemy dead, claimed"),
    pytest.param("doc01.txt", "used mortars", "SWE", "denies", set(), id="denial"),
    pytest.param("doc01.txt", "declined to say", "FIN", "declines", set(), id="decline"),
    pytest.param("doc07.txt", "three of its soldiers", "SWE", "confirms", {("SWE", "killed", 3), ("SWE", "wounded", 6)}, id="toll risen"),
]


@pytest.mark.parametrize(("name", "words", "speaker", "stance", "tolls"), SHOWN)
def test_the_example_shows(name: str, words: str, speaker: str, stance: str, tolls: set[tuple[str, str, int]]) -> None:
    _, claims = extracted()[name]
    about = [claim for claim in claims if words in claim.evidence and claim.speaker.party == speaker and claim.stance == stance]
    assert about, [(claim.evidence, claim.speaker.id, claim.stance) for claim in claims if words in claim.evidence]
    found = {(party(toll.side), toll.kind, toll.best) for claim in about for toll in claim.casualties}
    assert tolls <= found
