"""The PolNeAR runner: reading its files, whole spans of attributions, and counting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench import polnear
from bench.polnear_gold import attributions
from bench.polnear_spans import attributions_in

from counterclaim.model import Span
from counterclaim.parse import Pipeline

SPANS = [
    ("The mayor said the bridge was closed.", ("The mayor", "said", "the bridge was closed"), "indirect"),
    ("“We will rebuild,” said the mayor of Lund.", ("the mayor of Lund", "said", "We will rebuild"), "inverted"),
    ("According to the ministry, two ships sank.", ("the ministry", "According to", "two ships sank"), "according to"),
    ("The senator wants to lower taxes.", ("The senator", "wants", "to lower taxes"), "what is wanted"),
    ("Residents believe that the river is poisoned.", ("Residents", "believe", "that the river is poisoned"), "what is thought"),
    (
        "“I think it is over,” she said.",
        ("she", "said", "I think it is over"),
        "words within quotation marks are no attribution of their own",
    ),
    (
        "The harvest failed, the farmer said, although rain came in May.",
        ("the farmer", "said", "The harvest failed"),
        "what follows the cue of words told before it",
    ),
]


def words(pipeline: Pipeline, text: str) -> list[tuple[str, ...]]:
    parse = pipeline.parse(text)
    plain = polnear.worded(parse)
    found = attributions_in(parse)
    return [tuple(polnear.spoken(parse, frozenset(part) & plain) for part in (one.source, one.cue, one.content)) for one in found]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in SPANS], ids=[row[2] for row in SPANS])
def test_whole_spans(pipeline: Pipeline, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in words(pipeline, text)


def test_a_quoted_sentence_goes_on_after_the_cue(pipeline: Pipeline) -> None:
    found = words(pipeline, "“It was dark,” the guard said on Monday. “Nobody saw the boat.”")
    assert found == [("the guard", "said", "It was dark Nobody saw the boat")]


def test_turns_of_a_transcript(pipeline: Pipeline) -> None:
    text = "\n\n".join(
        f"{name}: {line}" for name, line in [("HOST", "Good day."), ("SMITH", "I say no."), ("HOST", "Why?"), ("SMITH", "I fear it.")]
    )
    assert [(source, content) for source, _, content in words(pipeline, text)] == [
        ("HOST", "Good day"),
        ("SMITH", "I say no"),
        ("HOST", "Why"),
        ("SMITH", "I fear it"),
    ]


def test_standoff_files_are_read() -> None:
    lines = [
        "T1\tSource 0 4\tEva",
        "T2\tCue 5 9\tsaid",
        "T3\tContent 10 14;20 25\tno\tway",
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3",
        "A1\tx",
    ]
    (found,) = attributions("\n".join(lines))
    assert found.source == (Span(0, 4),)
    assert found.content == (Span(10, 14), Span(20, 25))


def annotated(folder: Path, text: str, content: str) -> None:
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / "one.txt").write_text(text, encoding="utf-8")
    spans = [("Source", "The mayor"), ("Cue", "said"), ("Content", content)]
    lines = [f"T{n}\t{role} {text.index(part)} {text.index(part) + len(part)}\t{part}" for n, (role, part) in enumerate(spans)]
    (folder / "attributions" / "one_x.ann").write_text(
        "\n".join([*lines, "E0\tAttribution:T1 Source:T0 Cue:T1 Content:T2"]), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("content", "exact", "recall"),
    [("the bridge was closed", 1.0, 1.0), ("was closed", 0.6667, 1.0), ("that the bridge was closed", 1.0, 1.0)],
    ids=["all right", "longer than the gold", "with its mark"],
)
def test_tokens_and_spans_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, exact: float, recall: float
) -> None:
    text = f"The mayor said {content if content.startswith('that') else 'the bridge was closed'}."
    annotated(tmp_path, text, content)
    assert polnear.main(["--data", str(tmp_path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["articles"], figures["micro"]["exact_f1"], figures["micro"]["token_r"]) == (1, exact, recall)


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    assert polnear.main(["--data", str(tmp_path)]) == 2
