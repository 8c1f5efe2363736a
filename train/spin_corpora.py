"""Clean texts for the restorer: documents of the free corpora as JSON lines {"source", "text"}, parted for training and for measuring.

    python -m train.spin_corpora --conllu DIR --muc DIR --wikiwars DIR --re3d GIT --wordnet DIR --out DATA

`train.jsonl` is what the context model, the ranker and the detector learn from; `dev.jsonl` is never trained on. Upper-case text
(MUC) is put in lower case for the context model (`lower.jsonl`), which does not know case; glosses of WordNet go there as well.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from train.corpora import Sentence, read_conllu

Row = dict[str, str]
_MUC_HEAD = re.compile(r"^(?:DEV|TST\d)-MUC\d-\d{4}.*$", re.M)
_TAG = re.compile(r"<[^<>]{0,200}>")


def conllu_documents(path: Path, source: str) -> Iterator[Row]:
    """Documents of a CoNLL-U file, spaced as they were; runs of 40 sentences where documents are not marked."""
    gathered: list[Sentence] = []
    with path.open(encoding="utf-8") as lines:
        for sentence in read_conllu(lines):
            if gathered and (sentence.new_document or len(gathered) >= 40):
                yield {"source": source, "text": _joined(gathered)}
                gathered = []
            gathered.append(sentence)
    if gathered:
        yield {"source": source, "text": _joined(gathered)}


def _joined(sentences: list[Sentence]) -> str:
    return "".join(("\n" if each.new_paragraph else " ") + each.text for each in sentences).strip()


def muc_documents(folder: Path, source: str) -> Iterator[Row]:
    for path in sorted(folder.iterdir()):
        if "muc3-" not in path.name and path.name not in {"tst1-muc3", "tst2-muc4"}:
            continue
        for text in _MUC_HEAD.split(path.read_text(encoding="latin-1"))[1:]:
            yield {"source": source, "text": text.strip()}


def wikiwars_documents(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8", errors="replace").partition("<TEXT>")[2].partition("</TEXT>")[0]
        yield {"source": "wikiwars", "text": _TAG.sub(" ", text).strip()}


def re3d_documents(git: Path) -> Iterator[Row]:
    names = _git(git, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    for name in sorted(each for each in names if each.endswith("documents.json")):
        for line in _git(git, "show", f"HEAD:{name}").splitlines():
            if line.strip():
                yield {"source": "re3d", "text": json.loads(line)["text"]}


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", f"--git-dir={folder}", *arguments], check=True, capture_output=True, text=True).stdout


def gloss_documents(folder: Path) -> Iterator[Row]:
    """Definitions and examples of WordNet, a hundred to a document."""
    gathered: list[str] = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            gloss = line.partition(" | ")[2].strip()
            if line[:1].isdigit() and gloss:
                gathered.append(gloss.replace('"', ""))
            if len(gathered) == 100:
                yield {"source": "glosses", "text": "\n".join(gathered)}
                gathered = []


def _write(path: Path, documents: Iterator[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in documents:
            if len(row["text"].split()) >= 5:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _train(arguments: argparse.Namespace) -> Iterator[Row]:
    yield from conllu_documents(arguments.conllu / "train.conllu", "treebanks")
    yield from wikiwars_documents(arguments.wikiwars / "in")


def _lower(arguments: argparse.Namespace) -> Iterator[Row]:
    for row in muc_documents(arguments.muc / "dev", "muc-dev"):
        yield {**row, "text": row["text"].lower()}
    yield from gloss_documents(arguments.wordnet)


def _dev(arguments: argparse.Namespace) -> Iterator[Row]:
    for name in ("dev-ewt", "dev-gum", "dev-gum-news"):
        yield from conllu_documents(arguments.conllu / f"{name}.conllu", name)
    yield from re3d_documents(arguments.re3d)
    yield from muc_documents(arguments.muc / "tst1", "muc-tst1")
    yield from muc_documents(arguments.muc / "tst2", "muc-tst2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("conllu", "muc", "wikiwars", "re3d", "wordnet", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    _write(arguments.out / "train.jsonl", _train(arguments))
    _write(arguments.out / "lower.jsonl", _lower(arguments))
    _write(arguments.out / "dev.jsonl", _dev(arguments))


if __name__ == "__main__":
    main()
