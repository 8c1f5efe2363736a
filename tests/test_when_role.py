"""What a time dates: an event, words that were spoken, a paper, or the report itself; and which day a report tells of."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.extract import extract
from counterclaim.extract.when import find_times, role_of
from counterclaim.model import Document
from counterclaim.parse import load

PUBLISHED = date(2031, 5, 8)  # a Thursday


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("The minister told reporters on Friday.", "speech", id="verb of speech"),
        pytest.param("The toll was given in a statement on Friday.", "speech", id="noun of speech"),
        pytest.param("Both signed the agreement of 22 February.", "paper", id="a paper's day"),
        pytest.param("A shell hit the market on Friday.", "event", id="event"),
        pytest.param("Norway accused Sweden of shelling Halden on Monday.", "event", id="after the charge"),
        pytest.param("Peru blamed Chile for the raid on Tacna on 3 May.", "event", id="after the charge, a noun"),
        pytest.param("The army denied firing on the ferry on Sunday.", "event", id="after what is denied"),
        pytest.param("Kenya accused Uganda on Friday of an air strike.", "speech", id="before the charge"),
        pytest.param("The Portuguese army on Thursday denied having opened fire.", "speech", id="between speaker and verb"),
        pytest.param("The ministry on Monday said that nobody was hurt.", "speech", id="between speaker and verb, said"),
        pytest.param("The soldier killed on Thursday said nothing.", "event", id="between, but of another verb"),
        pytest.param("She told Thursday's cabinet sitting that the border was quiet.", "speech", id="possessive of a sitting"),
        pytest.param("He told Monday's press conference that the road was closed.", "speech", id="possessive of a conference"),
        pytest.param("Tuesday's raid on the port killed two sailors.", "event", id="possessive of an event"),
        pytest.param(
            "Gen. Lund told newsmen at the General Staff (GS) on Thursday, adding that two men died.", "speech", id="past brackets"
        ),
        pytest.param("The army said that on Sunday its troops came under fire.", "event", id="after that"),
        pytest.param("Recall that on Wednesday two guards died in a skirmish.", "event", id="after that, of a verb of thought"),
        pytest.param("The mayor confirmed that in the night of 6 May a shell hit the school.", "event", id="after that, a night"),
        pytest.param("The army confirmed on Thursday that it carried out a strike.", "speech", id="before that"),
        pytest.param("Wednesday.\n\nThe raid was denounced as illegal.", "heading", id="alone"),
        pytest.param("15:50 The Red Cross asks for access to the prison.", "heading", id="stamp of a live report"),
        pytest.param("18:02 “It was planned,” the mayor writes.", "heading", id="stamp before a quotation"),
        pytest.param("At 15:50 the first shell fell on the harbour.", "event", id="a clock time in a sentence"),
    ],
)
def test_role(text: str, role: str) -> None:
    parse = load().parse(text)
    assert role_of(parse, find_times(parse, PUBLISHED)[0]) == role


NIGHT = "Spanish troops fired on Elvas in the night of {}, the Portuguese army said. "
MORE = "Two Portuguese soldiers were killed."


def days_of(text: str, published: date | None = PUBLISHED) -> list[str]:
    document = Document("d", "report.txt", text, outlet="Wire", published=published)
    whens = [claim.event.when for claim in extract(document, load().parse(text)) if claim.event]
    return [f"{when.start:%Y-%m-%d}" if when and when.start else "" for when in whens]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param(NIGHT.format("6/7 May") + "\n\n" + MORE, "2031-05-07", id="a night of two days: the second"),
        pytest.param(NIGHT.format("5 to 6 May 2031") + "\n\n" + MORE, "2031-05-06", id="a night of two days, with a year"),
        pytest.param(NIGHT.format("6 May") + "\n\n" + MORE, "2031-05-06", id="a night of one day"),
        pytest.param(
            "Spanish troops shelled Elvas on Wednesday, the Portuguese army said.\n\nA post was hit, it said.\n\nA bridge was hit.\n\n"
            "On Monday Spanish troops shot two shepherds.\n\nA farm was burnt by Spanish troops on Monday.\n\n" + MORE,
            "2031-05-07",
            id="a day of the lead before one that is named more often below",
        ),
        pytest.param(
            "Portuguese guns hit Badajoz on Wednesday in reply to Tuesday's raid, Spain said. " + MORE, "2031-05-07", id="aside of a noun"
        ),
        pytest.param(
            "The army of Spain denied on Tuesday that it killed civilians. “Nobody was killed,” a spokesman said.\n\n"
            "The report on the raid of 3 December 2029 came out last week. " + MORE,
            "2029-12-03",
            id="a report that looks back",
        ),
    ],
)
def test_day_from_context(text: str, day: str) -> None:
    assert days_of(text)[-1] == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param(
            "The raid was the deadliest since March 2030, when four soldiers were killed near Elvas, Spain said.", "2030-03-01", id="since"
        ),
        pytest.param("They last fought in 2029, when a raid killed 60 people, Spain said.", "2029-01-01", id="in"),
        pytest.param("Spanish troops shelled Elvas on Tuesday when it rained, Portugal said.", "2031-05-06", id="an aside"),
    ],
)
def test_a_day_that_when_follows_is_of_what_it_tells(text: str, day: str) -> None:
    assert days_of(text)[0] == day
