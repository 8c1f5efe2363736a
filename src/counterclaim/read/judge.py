"""From a raw text to a document, or to the reason why it is none."""

from __future__ import annotations

from pathlib import Path

from counterclaim.errors import Rejected
from counterclaim.model import Document, Rejection, content_id
from counterclaim.read.decode import repair_mojibake
from counterclaim.read.inputs import shown
from counterclaim.read.language import foreign
from counterclaim.read.options import Raw, ReadOptions, rejected
from counterclaim.text import canonical


def judged(raw: Raw, path: Path | None, options: ReadOptions) -> Document | Rejection:
    """The document that a raw text makes: repaired, in canonical form, in a language asked for; or its rejection."""
    try:
        repaired, repairs = repair_mojibake(raw.text)
        text, changes = canonical(repaired)
        if not text.strip():
            raise rejected(raw.source, "empty")
        language = _language(raw, text, options)
        return _document(raw, text, (*raw.changes, *repairs, *changes, *raw.stated.notes), language, path, options)
    except Rejected as reason:
        return Rejection(reason.source, reason.reason, reason.detail, raw.sha256)


def _document(raw: Raw, text: str, changes: tuple[str, ...], language: str, path: Path | None, options: ReadOptions) -> Document:
    title, outlet = _line(raw.stated.title), _line(raw.stated.outlet) or options.outlet
    published = raw.stated.published or options.published
    day = published.isoformat() if published else None
    return Document(
        id=content_id("document", text, title, outlet, raw.stated.url, day, language),
        source=raw.source,
        text=text,
        outlet=outlet,
        url=raw.stated.url,
        title=title,
        language=language,
        published=published,
        read_at=options.read_at,
        original_sha256=raw.sha256,
        original_path=shown(str(path.resolve())) if path else None,
        changes=changes,
    )


def _language(raw: Raw, text: str, options: ReadOptions) -> str:
    """The language stated, or else the first one asked for; Rejected where the statement or the text is clearly of another."""
    stated = raw.stated.language
    if stated and stated not in options.languages:
        raise rejected(raw.source, "language", f"stated: {stated}")
    if other := foreign(text, options.languages, options.min_letters):
        raise rejected(raw.source, "language", f"looks like: {other}")
    return stated or options.languages[0]


def _line(value: str | None) -> str | None:
    """A title or a name: mojibake repaired, in canonical form, on one line."""
    return " ".join(canonical(repair_mojibake(value)[0])[0].split()) or None if value else None
