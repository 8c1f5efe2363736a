"""What the extractor answers for a text, in the words of the tables in tests/cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from counterclaim import lexicon
from counterclaim.extract import ExtractOptions, extract
from counterclaim.extract.actor import find_actors
from counterclaim.extract.attribution import credible, find_frames
from counterclaim.extract.event import Trigger, find_triggers, roles
from counterclaim.extract.frame import Frame
from counterclaim.model import Claim, Document, Toll, content_id
from counterclaim.parse import Pipeline
from counterclaim.syntax import Parse

NOTHING = "-"


def cases(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of a table in tests/cases."""
    return lexicon.read_file(Path(__file__).parent / "cases" / name)


def names(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Names of rows for parametrize: their number and reason."""
    return [f"{number} {row['reason']}" for number, row in enumerate(rows, 1)]


def document_of(text: str, outlet: str = "", published: str = "2024-05-15") -> Document:
    return Document(
        id=content_id(text, outlet, published),
        source="cases/report.txt",
        text=text.replace("\\n", "\n"),
        outlet=outlet or None,
        published=date.fromisoformat(published),
    )


def claims_of(pipeline: Pipeline, document: Document) -> list[Claim]:
    return extract(document, pipeline.parse(document.text))


def claims_by_rules(pipeline: Pipeline, document: Document) -> list[Claim]:
    """Without the clause model: what the words of a claim say by themselves."""
    return extract(document, pipeline.parse(document.text), ExtractOptions(clause_model=False))


def frames_of(parse: Parse) -> list[Frame]:
    return credible(parse, find_frames(parse), find_actors(parse, None))


def word(parse: Parse, token: int | None) -> str:
    return NOTHING if token is None else parse.form(token)


def frame_words(parse: Parse, frame: Frame) -> str:
    """ "say | ministry | said | killed": kind, head of the speaker, cue, heads of what is said."""
    cue = " ".join(parse.form(token) for token in frame.cue)
    content = " ".join(parse.form(token) for token in frame.content) or NOTHING
    return f"{frame.kind} | {word(parse, frame.speaker)} | {cue or NOTHING} | {content}"


def trigger_words(parse: Parse, trigger: Trigger) -> str:
    """ "shelling | forces | town": type, head of the doer, head of the target."""
    found = roles(parse, trigger)
    return f"{trigger.type} | {word(parse, found.actor)} | {word(parse, found.target)}"


def triggers_of(parse: Parse) -> dict[str, Trigger]:
    """Event words of a text by their form."""
    return {parse.form(token): trigger for token, trigger in find_triggers(parse).items()}


def toll_words(toll: Toll) -> str:
    """ "ARM killed 4": side, kind, number, and "partial" for a subset; ">=4", "<=4", "3-4", "~4" for bounds, "?" for no number."""
    words = [toll.side or NOTHING, toll.kind, number_words(toll.low, toll.best, toll.high, unspecified=toll.unspecified)]
    return " ".join([*words, "partial"] if toll.partial else words)


def number_words(low: int | None, best: int | None, high: int | None, *, unspecified: bool) -> str:
    if unspecified:
        return "?"
    if best is None:
        return f"{low}-{high}"
    bounds = {(True, True): "", (True, False): ">=", (False, True): "<=", (False, False): "~"}
    return f"{bounds[low is not None, high is not None]}{best}"


def tolls_of(claims: Iterable[Claim]) -> str:
    """All tolls of all claims, in text order."""
    return "; ".join(toll_words(toll) for claim in claims for toll in claim.casualties) or NOTHING


def about(claims: Iterable[Claim], fragment: str) -> list[Claim]:
    """Claims whose evidence holds a stretch of words."""
    return [claim for claim in claims if fragment in claim.evidence]


def claim_words(claim: Claim) -> str:
    """ "ARM:MOD accuses shelling AZE>ARM"."""
    ids = [actor.id if actor is not None and actor.id else NOTHING for actor in (claim.event.actor, claim.event.target)]
    return f"{claim.speaker.id} {claim.stance} {claim.event.type} {'>'.join(ids)}"
