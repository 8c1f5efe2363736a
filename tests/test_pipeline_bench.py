"""The data and the gate's figures of bench.pipeline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.pipeline_data import data_files, read_file, read_iob
from bench.pipeline_gate import AROUND, gate_figures

GARDEN = "The garden opens at nine and the roses are at their best in June. The café sells tea until five, and children like the pond.\n\n"
NAMES = {
    "universal names": ("# text = In Lim.\n1\tIn\tO\t-\n2\tLim\tB-LOC\t-\n3\t.\tO\t-\n", ("O", "B-LOC", "O"), (True, False, True), {}, {}),
    "tag last": ("Ivo PRP B-PERSON\nMaran NNP I-PERSON\n", ("B-PER", "I-PER"), (True, True), {"PERSON": "PER"}, {}),
    "inside without a beginning": ("Lim\tI-GPE\nIvo\tI-PER\n", ("B-LOC", "B-PER"), (True, True), {"GPE": "LOC"}, {}),
    "a kind of none of ours": ("May\tB-DATE\n3\tI-DATE\n", ("O", "O"), (True, True), {}, {"DATE": 1}),
    "the token of a comment's mark": ("#\tO\n5\tO\n", ("O", "O"), (True, True), {}, {}),
}


@pytest.mark.parametrize(("text", "tags", "spaces", "mapped", "dropped"), NAMES.values(), ids=NAMES.keys())
def test_files_of_names(
    text: str, tags: tuple[str, ...], spaces: tuple[bool, ...], mapped: dict[str, str], dropped: dict[str, int]
) -> None:
    sentences, had_mapped, had_dropped = read_iob(text.splitlines())
    assert [(sentence.names, sentence.spaces) for sentence in sentences] == [(tags, spaces)]
    assert (had_mapped, had_dropped) == (mapped, dropped)


def test_training_files_are_left_out(tmp_path: Path) -> None:
    for name in ("train.conllu", "dev.conllu", "news.txt", "notes.md"):
        (tmp_path / name).write_text("Fire.", encoding="utf-8")
    assert [path.name for path in data_files(tmp_path)] == ["dev.conllu", "news.txt"]
    assert [sample.gold for sample in read_file(tmp_path / "news.txt").samples] == [None]


def test_the_figures_of_the_gate(tmp_path: Path) -> None:
    report = "Lim, 3 May. The army said that rebels killed two soldiers with mortar fire. The rebels denied it.\n"
    (tmp_path / "lim").mkdir()
    (tmp_path / "lim" / "doc01.txt").write_text(report, encoding="utf-8")
    (tmp_path / "lim" / "docs.json").write_text(json.dumps([{"file": "doc01.txt", "language": "en"}]), encoding="utf-8")
    claims = [{"evidence": "rebels killed two soldiers"}, {"evidence": "words that are not in the report"}]
    gold = {"documents": [{"file": "doc01.txt", "claims": claims}, {"file": "doc02.txt", "claims": claims}]}
    (tmp_path / "lim" / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    assert gate_figures([GARDEN * 200], tmp_path) == (0.0, 2, 1, 1)
    assert len(GARDEN * 200) > 2 * AROUND
    assert gate_figures([report], tmp_path) == (1.0, 2, 1, None)
    assert gate_figures([report], None) == (1.0, 0, 0, None)
