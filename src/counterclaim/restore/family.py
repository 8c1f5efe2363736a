"""Which family of spinners a text looks like, by what its edits rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from counterclaim.restore.values import Edit

_FAMILIES = (
    ("first alternative", "first_alternative"),
    ("chain", "chained"),
    ("synonym", "synonyms"),
    ("similar", "synonyms"),
    ("broader", "related_words"),
    ("narrower", "related_words"),
)


def family_of(edits: Sequence[Edit]) -> str | None:
    """The commonest ground of the edits, or "unlisted" where most stand in no dictionary; None without edits."""
    counts = Counter(next((family for word, family in _FAMILIES if word in edit.why), "unlisted") for edit in edits)
    return min(counts, key=lambda family: (-counts[family], family)) if counts else None
