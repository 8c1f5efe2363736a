"""The flow over one document and over a ledger: parse, extract, keep; then link what the ledger holds.

A document and its claims go into the ledger in one transaction, with a marker that this version has been over it: a run that is killed
leaves whole documents only, and the same command completes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from counterclaim import __version__
from counterclaim.copies import Copies, Signature, from_bytes, sign, to_bytes
from counterclaim.errors import CounterclaimError, LexiconError
from counterclaim.extract import ExtractOptions, extract
from counterclaim.ledger import ClaimFilter, Ledger, Session, View
from counterclaim.link import Doubt, LinkOptions, link, review_queue
from counterclaim.model import Claim, Document, Incident, Judgement, Rejection, content_id
from counterclaim.parse import Parser, identity, is_analysed
from counterclaim.restore import Reading
from counterclaim.restored import as_read, read_through
from counterclaim.text import sha256


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read and link; one value, passed down. `published` stands in where a report has no date of its own.

    `parser` is a name for `parse.load`; `gate`: paragraphs that have nothing to do with armed violence are not parsed;
    `restore`: a spun text is read as it was before, its claims pointing into the text as read.
    """

    published: date | None = None
    languages: tuple[str, ...] = ("en",)
    parser: str = "default"
    gate: bool = True
    restore: bool = True
    extract: ExtractOptions = field(default_factory=ExtractOptions)
    link: LinkOptions = field(default_factory=LinkOptions)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One document after extraction: its claims and its signature for copies, or why it could not be used."""

    document: Document
    claims: tuple[Claim, ...] = ()
    rejection: Rejection | None = None
    signature: bytes = b""

    def of(self, document: Document) -> Extracted:
        """The same for a document of the same content that was found elsewhere."""
        rejection = replace(self.rejection, source=document.source) if self.rejection else None
        return replace(self, document=document, rejection=rejection)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did. `incidents` is how many the ledger holds at its end; `reasons` counts rejections."""

    read: int = 0
    known: int = 0
    rejected: int = 0
    claims: int = 0
    incidents: int = 0
    words: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


def extract_document(document: Document, pipeline: Parser, settings: Settings) -> Extracted:
    """Parse and extract one document. Whatever goes wrong in it is its own rejection, and never stops the others.

    LexiconError for a file of rows (a user's, say) that is malformed: it concerns them all.
    """
    try:
        overlaid = read_through(document) if settings.restore else None
        signature = to_bytes(_signed(document, overlaid))
        return Extracted(document, tuple(_claims(document, overlaid, pipeline, settings)), signature=signature)
    except LexiconError:
        raise
    except CounterclaimError as error:
        return Extracted(document, rejection=_rejection(document, "unparsable", str(error)))
    except Exception as error:  # noqa: BLE001 - a defect of ours in one report must not lose the rest of the batch
        return Extracted(document, rejection=_rejection(document, "failed", f"{type(error).__name__}: {error}"))


def _rejection(document: Document, reason: str, detail: str) -> Rejection:
    return Rejection(document.source, reason, detail[:300], document.original_sha256)


def keep(session: Session, extracted: Extracted, version: str) -> int:
    """Write one document with all its claims, or its rejection; how many claims."""
    if extracted.rejection is not None:
        session.add_rejection(extracted.rejection)
        return 0
    session.add_document(extracted.document)
    session.add_signature(extracted.document.id, version, extracted.signature)
    return session.add_claims(extracted.document.id, version, extracted.claims)


def relink(ledger: Ledger, settings: Settings, run: int | None = None) -> list[Incident]:
    """Build the incidents anew from all current claims and judgements, and keep what has changed."""
    with ledger.session() as session:
        return _relink(session, settings.link, run)


def judge(ledger: Ledger, judgements: Iterable[Judgement]) -> int:
    """Append what a person decided and build the incidents anew, in one transaction; how many were new."""
    with ledger.session() as session:
        added = sum([session.add_judgement(one) for one in judgements])
        _relink(session, linked_with(session))
    return added


def linked_with(view: View) -> LinkOptions:
    """The windows that the incidents of a ledger were last linked with."""
    days, kilometres = view.windows() or (LinkOptions().twindow, LinkOptions().spatwindow)
    return LinkOptions(twindow=days, spatwindow=kilometres)


def doubts(view: View) -> list[Doubt]:
    """What a person's judgement would help most with, the least certain first."""
    options = linked_with(view)
    return review_queue(
        view.claims(ClaimFilter(background=False)),
        view.documents(),
        view.incidents(),
        judgements=view.judgements(),
        twindow=options.twindow,
        spatwindow=options.spatwindow,
        threshold=options.threshold,
    )


def _relink(session: Session, options: LinkOptions, run: int | None = None) -> list[Incident]:
    judgements, heads = list(session.judgements()), copies_in(session).heads()
    # A claim that a person says is no background was extracted as such.
    wanted = ClaimFilter(background=None if any(one.field == "background" for one in judgements) else False)
    session.set_windows(options.twindow, options.spatwindow)
    incidents = link(session.claims(wanted), session.documents(), options, judgements=judgements, heads=heads)
    session.put_incidents(incidents, run)
    return incidents


def copies_in(view: View) -> Copies:
    """The copies among all documents of a ledger, by their stored signatures; a document that has none of this version is signed anew."""
    signed = dict(_signatures(view))
    known = ((one, signed.get(one.id) or _signed(one, read_through(one))) for one in view.documents())
    return Copies(replace(signature, published=one.published) for one, signature in known)


def _signed(document: Document, overlaid: Reading | None) -> Signature:
    """The signature of a document by its words as restored, where it is spun."""
    return sign(document, overlaid.edits if overlaid else ())


def _signatures(view: View) -> Iterator[tuple[str, Signature]]:
    for document, data in view.signatures():
        with suppress(ValueError):  # of another version
            yield document, from_bytes(data)


def _claims(document: Document, overlaid: Reading | None, pipeline: Parser, settings: Settings) -> Iterator[Claim]:
    """The claims of a document, from its restored reading where it has one."""
    told = document if overlaid is None else replace(document, text=overlaid.text)
    parse = pipeline.parse(told.text)
    found = extract(told, parse, settings.extract) if is_analysed(parse) else []
    yield from found if overlaid is None else (as_read(claim, document, overlaid) for claim in found)


def extractor_version(settings: Settings) -> str:
    """Names all that decides what is extracted: our version, the shipped rows and model, parser and gate, the user's own rows."""
    options = settings.extract
    own = [_file_sha256(path) for path in (options.actors, options.gazetteer) if path is not None]
    parts = (_shipped(), identity(settings.parser), settings.gate, settings.restore, options.clause_model, *own)
    return f"{__version__}+{content_id(*parts)[:10]}"


def _file_sha256(path: Path) -> str:
    """Of a file that may be larger than memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _shipped() -> str:
    """A hash over the shipped vocabularies and model files."""
    shipped = files("counterclaim")
    folders = (shipped / "lexicon", *(shipped.joinpath(*stage.split("/"), "data") for stage in ("parse", "restore", "extract/clause")))
    return content_id(*((item.name, sha256(item.read_bytes())) for folder in folders for item in _data(folder)))


def _data(folder: Traversable) -> Iterable[Traversable]:
    kept = [item for item in folder.iterdir() if item.is_file() and Path(item.name).suffix not in {".py", ".pyc", ".md"}]
    return sorted(kept, key=lambda item: item.name)
