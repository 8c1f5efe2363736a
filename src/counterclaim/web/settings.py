"""What a site is run with: one frozen value, passed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from counterclaim.ledger import View
from counterclaim.link import Doubt
from counterclaim.model import Judgement, Span

LOCAL = ("localhost", "127.0.0.1", "[::1]", "testserver")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How to serve. `tokens` are SHA-256 hashes by the name of who holds the token; without any, nothing can be written.

    `hosts` are the names under which the site may be asked for (empty: any); `reads` and `writes` are requests a minute from one
    address; `most_body` is in bytes; `secure` marks cookies for HTTPS only.
    """

    tokens: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = LOCAL
    reads: int = 1200
    writes: int = 60
    most_body: int = 2_000_000
    secure: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A report that somebody sends in."""

    text: str
    outlet: str | None
    url: str | None
    title: str | None
    published: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of it: the id of its document, or why it is no report."""

    document: str | None
    claims: int = 0
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """One restored word: what stood at `span` was `restored` before, with that probability."""

    span: Span
    restored: str
    probability: float


class Desk(Protocol):
    """What judgements need and web/ may not import."""

    def judge(self, made: Judgement) -> None:
        """Keep what a person decided. The incidents follow, at once or a little later."""

    def doubts(self, view: View) -> Sequence[Doubt]:
        """What a judgement would help most with, the least certain first."""


Submit = Callable[[Submission], Submitted]
Restore = Callable[[str], Sequence[Restored]]
