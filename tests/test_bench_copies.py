"""bench.copies: what it generates, its measures, and the floor that families have to keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.copies import figures, run
from bench.copies_made import Made, copied, corpus

from counterclaim.model import Document
from tests.copied import REPORT, RIVAL


def made(*families: int, spun: tuple[int, ...] = ()) -> list[Made]:
    kinds = ["spun" if at in spun else "cut" for at in range(len(families))]
    return [Made(Document(str(at), str(at), ""), family, kind) for at, (family, kind) in enumerate(zip(families, kinds, strict=True))]


@pytest.mark.parametrize(
    ("families", "found", "f1", "ari"),
    [
        ((1, 1, 2, 2), [5, 5, 6, 6], 1, 1),
        ((1, 1, 2, 2), [5, 6, 7, 8], 0, 0),
        ((1, 1, 2, 2), [5, 5, 5, 5], 0.5, 0),
        ((1, 1, 1, 2), [5, 5, 6, 6], 0.4, 0),
    ],
    ids=["right", "all apart", "all together", "one on the wrong side"],
)
def test_measures(families: tuple[int, ...], found: list[int], f1: float, ari: float) -> None:
    scores = figures(made(*families), found)
    assert scores["f1"] == pytest.approx(f1)
    assert scores["ari"] == pytest.approx(ari)


def test_pairs_with_a_spun_member_are_counted_apart() -> None:
    scores = figures(made(1, 1, 1, spun=(2,)), [5, 5, 6])
    assert scores["recall"] == pytest.approx(1 / 3)
    assert scores["spun_recall"] == 0


def test_the_same_seed_gives_the_same_documents() -> None:
    assert corpus(40, 7) == corpus(40, 7)
    assert corpus(40, 7) != corpus(40, 8)
    assert all(one.document.text[edit.span.start : edit.span.end].isalpha() for one in corpus(40, 7) for edit in one.edits)


def test_reports_of_a_folder_are_copied(tmp_path: Path) -> None:
    for name, text in {"one": REPORT, "two": RIVAL}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    made = copied(tmp_path, 5)
    assert {one.document.text for one in made if one.kind == "root"} == {REPORT.strip(), RIVAL.strip()}
    assert {one.family for one in made} == {0, 1}


def test_floors() -> None:
    scores = run(corpus(400, 3))
    assert scores["counterclaim"]["f1"] > 0.95
    assert scores["counterclaim"]["precision"] > 0.98
    for baseline in ("minhash", "simhash"):
        assert scores["counterclaim"]["spun_f1"] > scores[baseline]["spun_f1"] + 0.1
