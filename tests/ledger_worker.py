"""A program for the ledger's tests to run, and to kill: `python -m tests.ledger_worker LEDGER DOCUMENTS BATCH`.

It reads documents into a ledger, a batch in a session, passing over what is there. In the middle of each document it says
so on standard output and waits for a line on standard input, or for its end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from counterclaim.ledger import open_ledger
from counterclaim.model import Actor, Claim, Document, Event, Span, Toll, When, content_id

VERSION = "rules-1"
CLAIMS_OF_A_DOCUMENT = 4


def made_documents(number: int) -> Iterator[Document]:
    """The same documents each time; every third is seen at a second source."""
    for index in range(number):
        text = f"Report {index}: the ministry said three soldiers were killed."
        document = Document(content_id(text), f"made/doc{index:03}.txt", text, published=date(2024, 5, 1) + timedelta(days=index % 9))
        yield document
        if index % 3 == 0:
            yield Document(document.id, f"copies/doc{index:03}.txt", text, published=document.published)


def made_claims(document: Document) -> list[Claim]:
    return [_made_claim(document, number) for number in range(CLAIMS_OF_A_DOCUMENT)]


def _made_claim(document: Document, number: int) -> Claim:
    noon = datetime(2024, 5, 2, 12, tzinfo=UTC)
    return Claim(
        id=content_id(document.id, number),
        document=document.id,
        span=Span(number, number + 6),
        evidence=document.text[number : number + 6],
        speaker=Actor("AAA:MOD", "the ministry"),
        stance="asserts",
        event=Event("shelling", when=When("noon", noon, noon + timedelta(minutes=1), "minute", True)),
        casualties=(Toll("AAA:MIL", "killed", best=3, text="three soldiers"),),
    )


def read_into(location: str, number: int, batch: int, pause: Callable[[Document], object]) -> None:
    documents = list(made_documents(number))
    with open_ledger(location) as ledger:
        for first in range(0, len(documents), batch):
            with ledger.session() as session:
                for document in documents[first : first + batch]:
                    session.add_document(document)
                    if not session.has_extraction(document.id, VERSION):
                        pause(document)
                        session.add_claims(document.id, VERSION, made_claims(document))


def say_and_wait(document: Document) -> None:
    print("writing", document.source, flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    read_into(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), say_and_wait)
