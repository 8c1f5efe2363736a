"""Corpora -> train.conllu, names.conllu and dev files, all CoNLL-U. Reads training and development parts only.

    python -m train.convert --ewt DIR --gum DIR --uner DIR --wikigold FILE --btc FILE --out DIR

DIR is a checkout: UniversalDependencies/UD_English-EWT, UD_English-GUM, UniversalNER/UNER_English-EWT. Where the training file of
a treebank is not there, it is put together from not-to-release/ in the order of its file list.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from train.corpora import Sentence, read_columns, read_conllu, read_iob2, with_names, write_conllu
from train.gum_names import gum_names

# GUM's genres whose texts are CC BY, CC BY-SA or public domain; essay, fiction, letter, podcast, reddit and whow are not.
PERMISSIVE = frozenset({"academic", "bio", "conversation", "court", "interview", "news", "speech", "textbook", "vlog", "voyage"})


def documents(treebank: Path, part: str) -> Iterator[tuple[str, list[Sentence]]]:
    """Name and sentences of each document of a part that lies in the sources; a document that is not stored is left out."""
    folder = treebank / "not-to-release"
    for name in (folder / "file-lists" / f"files.{part}").read_text(encoding="utf-8").split():
        path = folder / "sources" / (name if name.endswith(".conllu") else name + ".conllu")
        if path.exists():
            sentences = list(read_conllu(path.read_text(encoding="utf-8").splitlines()))
            yield path.stem, [replace(s, new_document=s.new_document or at == 0) for at, s in enumerate(sentences)]


def ewt(treebank: Path, names: Path, part: str) -> list[Sentence]:
    """A part of EWT with the names of Universal NER."""
    path = treebank / f"en_ewt-ud-{part}.conllu"
    if path.exists():
        found = list(read_conllu(path.read_text(encoding="utf-8").splitlines()))
    else:
        found = [sentence for _, sentences in documents(treebank, part) for sentence in sentences]
    tagged = read_iob2((names / f"en_ewt-ud-{part}.iob2").read_text(encoding="utf-8").splitlines())
    return [with_names(sentence, tagged.get(sentence.identity)) for sentence in found]


def gum(treebank: Path, part: str, genres: frozenset[str] = PERMISSIVE) -> list[Sentence]:
    """The documents of a part whose genre is allowed, with names out of the entity layer."""
    kept = [sentences for name, sentences in documents(treebank, part) if name.split("_")[1] in genres]
    return [replace(sentence, names=gum_names(sentence)) for sentences in kept for sentence in sentences]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("ewt", "gum", "uner", "wikigold", "btc", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    columns = [*read_columns(given.wikigold.read_text(encoding="utf-8").splitlines(), " ")]
    columns += read_columns(given.btc.read_text(encoding="utf-8").splitlines(), "\t")
    made = {
        "train": ewt(given.ewt, given.uner, "train") + gum(given.gum, "train"),
        "names": columns,
        "dev-ewt": ewt(given.ewt, given.uner, "dev"),
        "dev-gum": gum(given.gum, "dev"),
        "dev-gum-news": gum(given.gum, "dev", frozenset(("news",))),
    }
    for name, sentences in made.items():
        write_conllu(given.out / f"{name}.conllu", sentences)
        unnamed = sum(sentence.names is None for sentence in sentences)
        print(f"{name}: {len(sentences)} sentences, {sum(map(len, sentences))} words, {unnamed} sentences without names")


if __name__ == "__main__":
    main()
