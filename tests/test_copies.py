"""Copies: what descends from one report is one family, what does not is not, whatever the order."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.copies import Copies, Family, Signature, from_bytes, link_row, sign, to_bytes
from counterclaim.model import Document
from tests.copied import COMMUNIQUE, DAY, OTHER, PARAGRAPHS, REPORT, RIVAL, UPDATE, bulletin, copies, made, spun

SHARED = Path(os.environ.get("COUNTERCLAIM_SHARED") or Path(__file__).parents[2] / "shared")
NEXT = DAY + timedelta(days=1)


def families(*documents: Document) -> list[Family]:
    return Copies(map(sign, documents)).families()


def members(*documents: Document) -> set[tuple[str, ...]]:
    return {family.members for family in families(*documents)}


# ---------------------------------------------------------------- what is a copy


@pytest.mark.parametrize(
    ("name", "manner", "channels"),
    [
        ("exact", "exact", {"exact"}),
        ("syndicated", "edited", {"words", "kept"}),
        ("cut", "cut", {"words", "kept"}),
        ("cut within", "cut", {"words", "kept"}),
        ("merged", "merged", {"words", "kept"}),
        ("edited", "edited", {"words", "kept"}),
        ("renamed", "edited", {"words"}),
        ("spun", "spun", {"words", "kept"}),
        ("spun and cut", "spun", {"words", "kept"}),
    ],
)
def test_what_becomes_of_a_report_is_its_copy(name: str, manner: str, channels: set[str]) -> None:
    copy, report = made("copy", copies()[name], NEXT), made("report", REPORT)
    (family,) = families(copy, report)
    assert family.head == "report"
    assert family.members == ("copy", "report")
    (link,) = family.links
    assert (link.one, link.two, link.relation, link.manner) == ("copy", "report", "copy", manner)
    assert channels <= set(link.channels)
    assert link.passages
    for passage in link.passages:
        theirs, ours = copy.text[passage.one.start : passage.one.end], report.text[passage.two.start : passage.two.end]
        assert passage.words <= len(theirs.replace("-", " ").split()) + 2
        assert ours.strip() == ours
        if passage.same == 1:
            assert set(theirs.lower().replace('"', " ").split()) & set(ours.lower().split())


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (REPORT, RIVAL),
        (REPORT, UPDATE),
        (REPORT, OTHER),
        (bulletin(1), bulletin(2)),
        (bulletin(3), bulletin(9)),
        (spun(REPORT)[0], RIVAL),
        (spun(REPORT)[0], spun(RIVAL)[0]),
        (REPORT.upper(), RIVAL.upper()),
        (REPORT.upper(), UPDATE.upper()),
        ("", ""),
        ("More soon.", "More soon, we hope."),
        (f"“{COMMUNIQUE},” said Orsk.", f"The ministry of Orsk has now spoken. “{COMMUNIQUE}.” It gave no numbers, and took no questions."),
    ],
    ids=[
        "two reporters of one event, one communique",
        "the next day's report of the same agency",
        "another event",
        "daily bulletins of one office",
        "the same, days apart",
        "spun, and the rival of what was spun",
        "two reporters, both spun in one way",
        "two reporters in capitals",
        "two reports of one agency in capitals",
        "no words",
        "hardly a word",
        "nearly nothing but one quotation",
    ],
)
def test_what_is_no_copy(one: str, two: str) -> None:
    assert members(made("one", one), made("two", two)) == {("one",), ("two",)}


def test_documents_without_words_are_not_each_others_copies_and_the_same_words_are() -> None:
    assert members(made("a", "…"), made("b", "…"), made("c", "Fire!"), made("d", "Fire?")) == {("a",), ("b",), ("c", "d")}


def test_the_restored_reading_is_a_channel() -> None:
    text, edits = spun(REPORT)
    (family,) = Copies([sign(made("report", REPORT)), sign(made("copy", text), edits)]).families()
    (link,) = family.links
    assert "restored" in link.channels
    assert link.manner == "spun", "however well it was restored"
    assert link.passages[0].same == 1
    assert link.passages[-1].one.end <= len(text)


# ---------------------------------------------------------------- chains, digests, sources


def test_a_digest_joins_nothing() -> None:
    digest = made("digest", f"{RIVAL}\n\n{REPORT}", NEXT)
    found = members(made("rival", RIVAL), made("report", REPORT), digest)
    assert not any({"rival", "report"} <= set(family) for family in found)
    assert len(found) == 2, "the digest stands with the report that it has most of"


def test_a_chain_of_parts_joins_nothing() -> None:
    """Each has half of the one before, the last nothing of the first."""
    parts = [*PARAGRAPHS[1:], *UPDATE.strip().split("\n\n")[1:], *OTHER.strip().split("\n\n")[1:]]
    chain = [made(f"part{at}", "\n\n".join(parts[at : at + 4]), DAY + timedelta(days=at)) for at in range(len(parts) - 3)]
    for family in families(*chain):
        assert all(link.two == family.head for link in family.links)
        assert not {"part0", f"part{len(chain) - 1}"} <= set(family.members)


def test_a_story_that_grew_is_one() -> None:
    """The flash is a third of the second, and the second less than a third of the last, which has both."""
    full = [*PARAGRAPHS[1:], *UPDATE.strip().split("\n\n")[1:], *RIVAL.strip().split("\n\n")[1:2]]
    stages = ["\n\n".join(full[:count]) for count in (1, 3, len(full))]
    (family,) = families(*(made(str(at), stage, DAY + timedelta(days=at)) for at, stage in enumerate(stages)))
    assert family.head == "2"


def test_one_communique_is_a_common_source() -> None:
    found = Copies(map(sign, [made("report", REPORT), made("rival", RIVAL, NEXT), made("other", OTHER), made("copy", copies()["spun"])]))
    (link,) = found.sources()
    assert (link.one, link.two, link.relation, link.manner) == ("rival", "report", "source", "shared")
    longest = max(link.passages, key=lambda passage: passage.words)
    assert longest.quoted
    assert RIVAL[longest.one.start : longest.one.end].startswith("Our guards answered only")
    assert len(found.families()) == 3


# ---------------------------------------------------------------- the head


@pytest.mark.parametrize(
    ("documents", "head"),
    [
        ([("late", REPORT, NEXT), ("early", REPORT, DAY)], "early"),
        ([("undated", REPORT, None), ("dated", REPORT, NEXT)], "dated"),
        ([("edited", copies()["edited"], DAY), ("late", REPORT, NEXT)], "edited"),
        ([("cut", copies()["cut"], DAY), ("full", REPORT, DAY)], "full"),
    ],
    ids=["the earliest", "the dated", "the earliest, though edited", "of one day, the fullest"],
)
def test_the_head(documents: list[tuple[str, str, date | None]], head: str) -> None:
    (family,) = families(*(made(*each) for each in documents))
    assert family.head == head


def test_of_two_of_one_day_and_length_what_has_its_words_of_grammar_is_the_head() -> None:
    for names in (("a", "b"), ("b", "a")):
        (family,) = families(made(names[0], spun(REPORT)[0]), made(names[1], REPORT))
        assert family.head == names[1]


def test_what_was_spun_is_not_the_head_of_what_was_not() -> None:
    text, edits = spun(REPORT)
    (family,) = Copies([sign(made("a", text), edits), sign(made("b", REPORT))]).families()
    assert family.head == "b"


# ---------------------------------------------------------------- any order, any batch, stored and read back

POOL: dict[str, str] = {
    "report": REPORT,
    "rival": RIVAL,
    "update": UPDATE,
    "other": OTHER,
    "digest": f"{RIVAL}\n\n{REPORT}",
    "rival cut": RIVAL[: len(RIVAL) // 2],
    "bulletin": bulletin(1),
    "bulletin 2": bulletin(2),
    **copies(),
}
DAYS = st.sampled_from([DAY, NEXT, None])
SOME = st.lists(st.sampled_from(sorted(POOL)), min_size=1, max_size=9, unique=True)


def signed(names: Sequence[str], days: Sequence[date | None] = ()) -> list[Signature]:
    dated = [*days, *[DAY] * len(names)]
    return [sign(made(name, POOL[name], day)) for name, day in zip(names, dated, strict=False)]


@settings(max_examples=60, deadline=None)
@given(SOME, st.lists(DAYS, max_size=9), st.randoms(), st.data())
def test_any_order_and_any_batches_give_the_same(names: list[str], days: list[date | None], rng: object, data: st.DataObject) -> None:
    signatures = signed(names, days)
    expected = Copies(signatures)
    grown = Copies()
    for signature in data.draw(st.permutations(signatures)):
        grown.add(from_bytes(to_bytes(signature), signature.published))
        if data.draw(st.booleans()):
            grown.families()
            grown.sources()
    assert grown.families() == expected.families()
    assert grown.sources() == expected.sources()


@settings(max_examples=60, deadline=None)
@given(SOME, st.lists(DAYS, max_size=9))
def test_families_are_a_partition_with_a_link_for_each_member(names: list[str], days: list[date | None]) -> None:
    found = Copies(signed(names, days))
    assert sorted(member for family in found.families() for member in family.members) == sorted(names)
    for family in found.families():
        assert family.head in family.members
        assert [link.one for link in family.links] == [member for member in family.members if member != family.head]
        assert all(link.two == family.head for link in family.links)
    assert found.heads() == {member: family.head for family in found.families() for member in family.members}


def test_the_same_document_twice_is_one_and_another_under_its_id_is_refused() -> None:
    found = Copies([sign(made("a", REPORT))])
    assert not found.add(sign(made("a", REPORT)))
    assert len(found) == 1
    with pytest.raises(ValueError, match="two different signatures of document a"):
        found.add(sign(made("a", RIVAL)))


WORDS = st.sampled_from(["fire", "Mirna", "12", "four", "“", "”", '"', "‘", "’", "\n\n", "—", "ÅÄÖ", "\ud800", "\x00", "𐍈", "x" * 40])


@settings(deadline=None)
@given(st.lists(WORDS, max_size=120).map(" ".join) | st.text(max_size=200))
def test_any_text_is_signed_and_stored(text: str) -> None:
    signature = sign(made("a", text, None))
    assert from_bytes(to_bytes(signature)) == signature
    twin = replace(signature, document="b")
    (family, *_) = Copies([signature, twin]).families()
    for link in family.links:
        for passage in link.passages:
            assert 0 <= passage.one.start <= passage.one.end <= len(text)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"{}\n", b"null\n", b'{"version": "copies-0"}\n', to_bytes(sign(made("a", REPORT)))[:-1], b"\xff\n"],
    ids=["nothing", "an empty line", "no keys", "no object", "another version", "cut off", "not text"],
)
def test_what_is_no_signature(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"signature|Expecting|stored"):
        from_bytes(data)


def test_a_signature_is_what_it_was() -> None:
    """Stored signatures are compared with new ones: where this fails, VERSION has to change."""
    signature = sign(made("a", REPORT))
    parts = (signature.key.encode(), signature.bands, signature.anchors, signature.quotes)
    assert sha256(b"".join(parts)).hexdigest()[:16] == "3bf85c080c418518"


def test_a_long_text_of_one_word_is_no_burden() -> None:
    texts = ["fire " * 300_000, "fire " * 299_999 + "water", " ".join(f"“{at}" for at in range(50_000))]
    assert len(families(*(made(str(at), text) for at, text in enumerate(texts)))) >= 2


def test_many_copies_of_one_report_are_one_family() -> None:
    """More than are paired with each other."""
    texts = [REPORT.replace("Pavel Durran", f"Pavel Durran of desk {at}") for at in range(90)]
    (family,) = families(*(made(f"{at:02}", text, NEXT) for at, text in enumerate(texts)), made("report", REPORT))
    assert family.head == "report"
    assert len(family.members) == 91


# ---------------------------------------------------------------- as rows


def test_a_link_as_json() -> None:
    (family,) = families(made("copy", copies()["cut"], NEXT), made("report", REPORT))
    row = link_row(family.links[0], {"copy": "made/copy.txt", "report": "made/report.txt"})
    assert (row["document"], row["source"], row["other"], row["other_source"]) == ("copy", "made/copy.txt", "report", "made/report.txt")
    assert row["covered"] > row["other_covered"] > 0
    assert json.loads(json.dumps(row)) == row


# ---------------------------------------------------------------- reports that were not written for this


def incident_documents(folder: Path) -> list[Document]:
    listed = json.loads((folder / "docs.json").read_text("utf-8"))
    return [
        made(f"{folder.name}/{row['file']}", (folder / row["file"]).read_text("utf-8"), date.fromisoformat(row["published"][:10]))
        for row in listed
        if (row["published"] or "")[9:]
    ]


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the shared seed is not here")
def test_the_seed_and_its_restoration_are_one_and_the_reports_of_its_incident_are_seven() -> None:
    seed, incident = incident_documents(SHARED / "seed" / "tegh_spun"), incident_documents(SHARED / "incidents" / "tegh_lachin_2023")
    found = members(*seed, *incident)
    assert tuple(sorted(each.id for each in seed)) in found
    assert len(found) == 8
    assert "tegh_spun/doc02.txt" in Copies(map(sign, seed)).heads().values(), "the restoration"


@pytest.mark.skipif(not (SHARED / "incidents").is_dir(), reason="the shared incidents are not here")
def test_reports_of_the_annotated_incidents_are_all_independent() -> None:
    documents = [one for folder in sorted((SHARED / "incidents").iterdir()) if folder.is_dir() for one in incident_documents(folder)]
    assert len(families(*documents)) == len(documents)
