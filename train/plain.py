"""Texts without annotation, which a student can imitate its teacher on: plain.conllu, words and sentences by the shipped parser.

    python -m train.plain [--re3d DIR] [--wikiwars DIR] [--muc DIR] --out DIR

--re3d: a checkout of dstl/re3d, of which the sources in the public domain, under CC BY, CC BY-SA or the Open Government Licence are
read. --wikiwars: a folder of WikiWars' *.sgm (CC BY-SA). --muc: a folder of MUC-3/4 messages (public domain), every second of which is
read; their capitals become mixed case, by the tags that the parser gives them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from bench.muc_read import messages

from counterclaim.parse import Parser, load
from counterclaim.syntax import Parse
from train.corpora import Sentence, write_conllu

RE3D = ("CENTCOM", "US State Department", "UK Government", "Wikipedia", "Australian Department of Foreign Affairs")
SGML = re.compile(r"<[^<>]{1,200}>")
MUC_STEP = 2


def re3d_texts(folder: Path) -> Iterator[str]:
    for source in RE3D:
        for line in (folder / source / "documents.json").read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)["text"]


def wikiwars_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.sgm")):
        _, _, body = path.read_text(encoding="utf-8").partition("<TEXT>")
        yield SGML.sub("", body)


def muc_texts(folder: Path) -> Iterator[str]:
    for path in sorted(each for each in folder.iterdir() if each.is_file()):
        for message in [*messages(path)][::MUC_STEP]:
            yield message.text


def sentences(parse: Parse, identity: str, recase: bool = False) -> Iterator[Sentence]:
    """The sentences of a parsed text as forms and spaces, no annotation."""
    forms = recased(parse) if recase else [parse.text[start:end] for start, end in zip(parse.starts, parse.ends, strict=True)]
    spaces = [parse.text[end : end + 1].isspace() for end in parse.ends]
    for number, (first, last) in enumerate(parse.sentences):
        words = slice(first, last)
        yield Sentence(f"{identity}-{number}", tuple(forms[words]), tuple(spaces[words]), names=None, new_document=number == 0)


def recased(parse: Parse) -> list[str]:
    """Words in capitals as in mixed case: proper nouns and sentence starts get one capital, abbreviations in brackets stay."""
    opened = {first for first, _ in parse.sentences}
    made = []
    for at, (start, end) in enumerate(zip(parse.starts, parse.ends, strict=True)):
        form = parse.text[start:end]
        bracketed = parse.text[start - 1 : start] in {"[", "("} and parse.text[end : end + 1] in {"]", ")"}
        if not bracketed and not (parse.upos[at] == "PROPN" and "." in form):
            form = form.capitalize() if parse.upos[at] == "PROPN" or at in opened else form.lower()
        made.append("I" if form == "i" and parse.upos[at] == "PRON" else form)
    return made


def read_plain(parser: Parser, given: argparse.Namespace) -> Iterator[Sentence]:
    for name, texts in (("re3d", re3d_texts), ("wikiwars", wikiwars_texts), ("muc", muc_texts)):
        folder = getattr(given, name)
        for number, text in enumerate(texts(folder) if folder else ()):
            yield from sentences(parser.parse(text), f"{name}-{number}", recase=name == "muc")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("re3d", "wikiwars", "muc"):
        parser.add_argument(f"--{option}", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    found = list(read_plain(load(), given))
    write_conllu(given.out / "plain.conllu", found)
    print(f"plain: {len(found)} sentences, {sum(map(len, found))} words")


if __name__ == "__main__":
    main()
