"""The frame of an attribution: speaker, cue and content, as tokens of a parse."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution. Tokens are indices into the parse.

    speaker: head of the speaker's phrase, None where it is carried over or unnamed
    content: heads of what is said, one for each proposition; empty for a cue with only an object
    object: head of the object of an object cue ("denied the claim", "accused Baku")
    outside: tokens that belong to the attribution and not to what is said
    """

    cue: tuple[int, ...]
    kind: str
    speaker: int | None
    content: tuple[int, ...] = ()
    object: int | None = None
    addressee: int | None = None
    negated: bool = False
    passive: bool = False
    outside: frozenset[int] = field(default_factory=frozenset)
    why: str = ""

    @property
    def anchor(self) -> int:
        """The token that places the frame in the text."""
        return self.cue[0] if self.cue else (self.content[0] if self.content else -1)
