"""What a report says, as blocks: incidents at a glance, on a map and in time; each with its summary, points and accounts; sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from counterclaim.lexicon.shown import MANNER, STANCES, STATUSES, shown_names
from counterclaim.model import Account, Answer, Claim, Document, Incident, Point, TollHistory, TollSaid
from counterclaim.report.blocks import Block, Cell, Columns, Figure, Heading, Item, Items, Paragraph, Quote, Rows
from counterclaim.report.choice import Chosen, ReportOptions, asked
from counterclaim.report.sources import Sources
from counterclaim.summary import paragraph
from counterclaim.tolls import toll_words
from counterclaim.wording import (
    answer_words,
    best_first,
    by_words,
    count,
    day_words,
    in_marks,
    in_order,
    incident_name,
    main_and_other,
    name_of,
    plain,
    question_words,
    reports_words,
    stance_words,
    title_case,
    toll_of,
    when_words,
)

QUOTES = 4  # of each account
GROUNDS = {
    "own_act": "says that it did what it is accused of",
    "own_losses": "gives losses of its own",
    "civilians_hit": "says that it hit civilians",
    "own_people_hit": "says that it hit its own people",
}


def composed(
    chosen: Chosen, options: ReportOptions, claims: Mapping[str, Claim], documents: Mapping[str, Document], figures: Sequence[Figure]
) -> list[Block]:
    """The whole report. `claims` and `documents` are those of the chosen incidents, by id."""
    sources = Sources(chosen.incidents, documents)
    blocks: list[Block] = [*_head(chosen, options, sources), *_overview(chosen.incidents)]
    blocks += [figure for figure in figures if figure.incident == 0]
    for number, incident in enumerate(chosen.incidents, 1):
        drawn = [figure for figure in figures if figure.incident == number]
        blocks += _Incident(number, incident, claims, sources, drawn).blocks()
    if chosen.incidents:
        blocks += [Heading(2, "Sources", "sources"), Paragraph(SOURCES, quiet=True), sources.listed()]
    return blocks


METHOD = (
    "Each side's account is given as that side gives it. Nothing here is weighed, averaged or found to be so: agreement of two parties is"
    " no finding of fact, and contradiction no verdict on either. Numbers in brackets are sources."
)
SOURCES = "A copy (syndicated, cut, merged, machine-spun) counts with the report that it descends from as one independent report."


def _head(chosen: Chosen, options: ReportOptions, sources: Sources) -> Iterator[Block]:
    yield Heading(1, "Situation report")
    wanted = asked(options)
    yield Paragraph(f"Contested armed incidents{f': {wanted}' if wanted else ''}.")
    if not chosen.incidents:
        yield Paragraph("No incident of the record matches.")
    else:
        span = sources.published
        told = f"{count(len(sources), 'report')}, {sources.independent} independent"
        published = f", published {day_words(span[0])}" + (f" to {day_words(span[1])}" if span[0] != span[1] else "") if span else ""
        yield Paragraph(f"{count(len(chosen.incidents), 'incident')}, told by {told}{published}.")
        yield Paragraph(METHOD, quiet=True)
    if chosen.undated:
        yield Paragraph(f"Left out: {count(chosen.undated, 'incident')} to which no report gives a date.", quiet=True)


def _overview(incidents: Sequence[Incident]) -> Iterator[Block]:
    if incidents:
        names = shown_names()
        rows = []
        for number, incident in enumerate(incidents, 1):
            disputed = [question_words(point, names).rstrip("?") for point in in_order(incident) if point.status == "contradicted"]
            parties = ", ".join(sorted(title_case(name_of(party, names)) for party in incident.parties)) or "no party named"
            what = Cell(f"{number}. {incident_name(incident)}", _anchor(number))
            when = when_words(replace(incident.when, check=None) if incident.when else None)
            cells = (when, parties, reports_words(incident), "; ".join(disputed) or "–")
            rows.append((what, *map(Cell, cells)))
        yield Rows(("Incident", "When", "Parties", "Reports", "Contradicted"), tuple(rows))


def _anchor(number: int) -> str:
    return f"incident-{number}"


class _Incident:
    """One incident of the report."""

    def __init__(self, number: int, incident: Incident, claims: Mapping[str, Claim], sources: Sources, figures: Sequence[Figure]) -> None:
        self._number, self._incident, self._claims, self._sources, self._figures = number, incident, claims, sources, figures
        self._names = shown_names()
        self._parties, self._others = main_and_other(incident, self._names)

    def blocks(self) -> Iterator[Block]:
        incident = self._incident
        yield Heading(2, f"{self._number}. {incident_name(incident)}", _anchor(self._number))
        place = incident.place
        where = f"{place.lat:.3f}, {place.lon:.3f}; " if place and place.lat is not None and place.lon is not None else ""
        aside = f"; {count(len(incident.set_aside), 'claim')} judged wrong and set aside" if incident.set_aside else ""
        told = f"{reports_words(incident)} {self._sources.references(incident.documents)}"
        yield Paragraph(f"{when_words(incident.when)}; {where}{told}; incident {incident.id[:8]}{aside}", quiet=True)
        yield Paragraph(paragraph(incident.summary))
        if incident.points:
            yield self._points()
        yield from self._figures
        if self._parties:
            yield Columns(tuple(tuple(self._account(account)) for account in self._parties))
        if self._others:
            yield Heading(3, "Others")
            yield Columns(tuple(tuple(self._account(account)) for account in self._others), packed=True)

    def _points(self) -> Rows:
        """A row a question, a column a party, and one for whoever else answers."""
        mine = [account.party for account in self._parties]
        header = ("Question", "Status", *(title_case(name_of(party, self._names)) for party in mine), "Others")
        rows = []
        for point in in_order(self._incident):
            status = "\u00a0".join(STATUSES[point.status]).strip("\u00a0")
            cells = [question_words(point, self._names), status, *(self._answers(point, party) for party in mine)]
            rows.append(tuple(map(Cell, [*cells, self._answers_of_others(point, mine)])))
        return Rows(header, tuple(rows))

    def _answers(self, point: Point, party: str) -> str:
        return self._listed(point, [(answer, [party]) for answer in point.answers if party in answer.according_to])

    def _answers_of_others(self, point: Point, mine: Sequence[str]) -> str:
        given = [(answer, [party for party in answer.according_to if party not in mine]) for answer in point.answers]
        return self._listed(point, [(answer, others) for answer, others in given if others], named=True)

    def _listed(self, point: Point, given: Iterable[tuple[Answer, Sequence[str]]], *, named: bool = False) -> str:
        """The answers that some parties give, with their sources."""
        parts = []
        for answer, parties in given:
            who = f" ({by_words(parties, self._names)})" if named else ""
            parts.append(f"{answer_words(point, answer, self._names)}{who} {self._references(answer.claims, parties)}".strip())
        return "; ".join(parts) or "–"

    def _references(self, claims: Iterable[str], parties: Sequence[str] = ()) -> str:
        """The sources of claims; of those of some parties, where any are given."""
        known = [self._claims[one] for one in claims if one in self._claims]
        return self._sources.references({claim.document for claim in known if not parties or claim.speaker.party in parties})

    def _account(self, account: Account) -> Iterator[Block]:
        yield Heading(4, title_case(name_of(account.party, self._names)))
        items = [*self._began(account), *map(self._history, account.history), *self._stances(account), *self._admissions(account)]
        if items:
            yield Items(tuple(items))
        groups: dict[tuple[str, str | None, str], list[Claim]] = {}
        for claim in (self._claims[one] for one in account.claims if one in self._claims):
            groups.setdefault((claim.stance, claim.speaker.id, plain(claim.evidence)), []).append(claim)
        for group in best_first(groups.values())[:QUOTES]:
            yield self._quote(group)

    def _began(self, account: Account) -> Iterator[Item]:
        if account.initiator is not None:
            whom = "itself" if account.initiator == account.party else title_case(name_of(account.initiator, self._names))
            yield Item(f"Who began: {whom}")

    def _history(self, history: TollHistory) -> Item:
        latest, *before = history.said
        differ = ("two of its organs give numbers that exclude each other",) if history.contradictory else ()
        return Item(f"{toll_of(history, self._names)}: {self._said(latest)}", (*(f"also {self._said(said)}" for said in before), *differ))

    def _said(self, said: TollSaid) -> str:
        return f"{toll_words(said.toll)} ({self._who(said.speakers)}{day_words(said.on)}) {self._references(said.claims)}".strip()

    def _who(self, speakers: Iterable[str]) -> str:
        organs = sorted({self._names.get(f":{one.partition(':')[2]}", "") for one in speakers if ":" in one} - {""})
        return f"{', '.join(organs)}; " if organs else ""

    def _stances(self, account: Account) -> Iterator[Item]:
        """What it confirms, denies or declines to speak of, as the history of its words: of what exactly, the quotations show."""
        if account.stances:
            lines = []
            for said in account.stances:
                verb = STANCES.get(said.stance, said.stance)
                lines.append(f"{verb} ({self._who(said.speakers)}{day_words(said.on)}) {self._references(said.claims)}".strip())
            yield Item("Of some of what is said, latest first", tuple(lines))

    def _admissions(self, account: Account) -> Iterator[Item]:
        for admission in account.admissions:
            yield Item(f"Against its own interest: {GROUNDS[admission.ground]} {self._references(admission.claims)}".strip())

    def _quote(self, group: Sequence[Claim]) -> Quote:
        claim = group[0]
        doer = claim.event.actor.party if claim.event.actor and claim.stance == "accuses" else None
        stance = f"{stance_words(claim)} {name_of(doer, self._names)}" if doer else stance_words(claim)
        organ = self._who([claim.speaker.id or ""]).rstrip("; ")
        hedge = f"hedged: {plain(claim.hedge)}" if claim.hedge else ""
        notes = [organ, MANNER[claim.quoted], hedge, *(f"via {name_of(one, self._names)}" for one in claim.via)]
        told = ", ".join(note for note in notes if note)
        source = self._sources.references({one.document for one in group})
        return Quote(f"{stance}{f' ({told})' if told else ''}", in_marks(claim.evidence), source)
