"""What a reading is asked for, what is known of a report beside its text, and why an input is no report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import BinaryIO, Literal

from counterclaim.errors import Rejected
from counterclaim.text import canonical

Reason = Literal[
    "not_found",  # nothing at that path, or the pattern matches nothing
    "unreadable",  # there, but it cannot be opened or is not a regular file
    "outside_folder",  # a path in data, or a symbolic link, that leaves the folder read
    "too_large",  # over max_bytes as stored or unpacked, or a page of too many elements
    "empty",  # nothing but white space
    "binary",  # not text: a PDF, a picture, an archive, many control characters
    "undecodable",  # text in no encoding that we know
    "unsupported",  # text in a format that holds no report that we can find
    "malformed",  # broken gzip or JSON, a row without text, a docs.json not as described
    "no_text",  # a page with no report in it
    "language",  # in a language that was not asked for
]

FIRST_YEAR, LAST_YEAR = 1000, 2999  # 0001-01-01 and 9999-12-31 stand for "no date" in many exports


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. `published` and `outlet` stand in where a report has none of its own, and never override.

    `max_bytes` bounds each file as stored and as unpacked, and each row of a JSON Lines file. Texts of fewer than
    `min_letters` letters are not judged for their language. `languages` are ISO 639-1 codes. `read_at` (UTC) is
    written into each document; the reader itself never looks at the clock. `stdin` is what "-" reads (None: the
    process's standard input).
    """

    published: date | None = None
    outlet: str | None = None
    languages: tuple[str, ...] = ("en",)
    max_bytes: int = 20_000_000
    min_letters: int = 40
    read_at: datetime | None = None
    stdin: BinaryIO | None = None

    def __post_init__(self) -> None:
        if not self.languages or self.max_bytes < 1:
            raise ValueError("a reading needs a language and a limit of at least one byte")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of a report beside its text. `notes` say what was said but not understood."""

    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    published: date | None = None
    notes: tuple[str, ...] = ()

    def over(self, other: Metadata) -> Metadata:
        """This, with the gaps filled from `other`; the notes of both."""
        own = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return replace(other, **{**own, "notes": self.notes + other.notes})


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of one report as found, before it is judged; the hash of the bytes it came in; what was done to get it."""

    source: str
    text: str
    stated: Metadata
    sha256: str
    changes: tuple[str, ...] = ()


def stated(row: Mapping[str, object]) -> Metadata:
    """The metadata in a row of JSON: outlet, url, title, language, published (ISO 8601). Other keys are ignored."""
    published, notes = _published(row.get("published"))
    return Metadata(
        outlet=_words(row.get("outlet")),
        url=_words(row.get("url")),
        title=_words(row.get("title")),
        language=_language(row.get("language")),
        published=published,
        notes=notes,
    )


def rejected(source: str, reason: Reason, detail: str = "") -> Rejected:
    """The exception for an input that is no report; its reason is one of the documented set."""
    return Rejected(source, reason, detail[:300])


def iso_date(value: str) -> date | None:
    """The day that an ISO 8601 date or datetime names, as written (no change of time zone); None when it names none."""
    try:
        day = datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _published(value: object) -> tuple[date | None, tuple[str, ...]]:
    if value is None or value == "":
        return None, ()
    day = iso_date(value) if isinstance(value, str) else None
    return day, () if day else (f"published not understood: {value!r}"[:120],)


def _words(value: object) -> str | None:
    return canonical(value)[0].strip() or None if isinstance(value, str) else None


def _language(value: object) -> str | None:
    """The primary subtag: en-GB, en_US, eng and English are en; no language, "und" and "unknown" are None."""
    primary = (_words(value) or "").lower().replace("_", "-").split("-")[0]
    return None if primary in {"", "und", "unknown", "mul", "zxx"} else {"eng": "en", "english": "en"}.get(primary, primary)
