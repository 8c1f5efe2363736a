"""What a report says, as blocks: incidents at a glance, on a map and in time; each with its summary, points and accounts; sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterclaim.lexicon.shown import KINDS, MANNER, STANCES, STATUSES, shown_names
from counterclaim.model import Account, Claim, Document, Incident, Point, TollHistory, TollSaid
from counterclaim.report.blocks import Block, Cell, Columns, Figure, Heading, Item, Items, Paragraph, Quote, Rows
from counterclaim.report.choice import Chosen, ReportOptions, asked, day
from counterclaim.report.sources import Sources
from counterclaim.summary import paragraph
from counterclaim.tolls import toll_words
from counterclaim.wording import (
    answer_words,
    best_first,
    by_words,
    count,
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
    blocks: list[Block] = [*_head(chosen, options, sources), *_overview(chosen.incidents), *figures]
    for number, incident in enumerate(chosen.incidents, 1):
        blocks += _Incident(number, incident, claims, documents, sources).blocks()
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
    yield Paragraph(f"Contested armed incidents{f' {wanted}' if wanted else ''}.")
    if not chosen.incidents:
        yield Paragraph("No incident of the record matches.")
    else:
        span = sources.published
        told = f"{count(len(sources), 'report')}, {sources.independent} independent"
        published = f", published {day(span[0])}" + (f" to {day(span[1])}" if span[0] != span[1] else "") if span else ""
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
            cells = (when_words(incident.when), parties, reports_words(incident), "; ".join(disputed) or "nothing")
            rows.append((what, *map(Cell, cells)))
        yield Rows(("Incident", "When", "Parties", "Reports", "Contradicted"), tuple(rows))


def _anchor(number: int) -> str:
    return f"incident-{number}"


class _Incident:
    """One incident of the report."""

    def __init__(
        self, number: int, incident: Incident, claims: Mapping[str, Claim], documents: Mapping[str, Document], sources: Sources
    ) -> None:
        self._number, self._incident, self._claims, self._documents, self._sources = number, incident, claims, documents, sources
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
        if self._parties:
            yield Columns(tuple(tuple(self._account(account)) for account in self._parties))
        if self._others:
            yield Heading(3, "Others")
            yield Columns(tuple(tuple(self._account(account)) for account in self._others))

    def _points(self) -> Rows:
        """A row a question, a column a party, and one for whoever else answers."""
        mine = [account.party for account in self._parties]
        header = ("Question", *(title_case(name_of(party, self._names)) for party in mine), "Others", "")
        rows = []
        for point in in_order(self._incident):
            mark, word = STATUSES[point.status]
            cells = [question_words(point, self._names), *(self._answers(point, party) for party in mine), self._elsewhere(point, mine)]
            rows.append((*map(Cell, cells), Cell(f"{mark} {word}".strip())))
        return Rows(header, tuple(rows))

    def _answers(self, point: Point, party: str) -> str:
        found = [answer for answer in point.answers if party in answer.according_to]
        return "; ".join(f"{answer_words(answer, self._names)} {self._references(answer.claims, party)}".strip() for answer in found) or "–"

    def _elsewhere(self, point: Point, mine: Iterable[str]) -> str:
        told = []
        for answer in point.answers:
            others = [party for party in answer.according_to if party not in mine]
            if others:
                told.append(f"{answer_words(answer, self._names)} ({by_words(others, self._names)})")
        return "; ".join(told) or "–"

    def _references(self, claims: Iterable[str], party: str | None = None) -> str:
        """The sources of claims; of one party's, where one is given."""
        known = [self._claims[one] for one in claims if one in self._claims]
        return self._sources.references({claim.document for claim in known if party is None or claim.speaker.party == party})

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
        side = title_case(name_of(history.side, self._names)) if history.side else "side not said"
        kind = KINDS.get(history.kind, history.kind).capitalize()
        latest, *before = history.said
        differ = ("two of its organs give numbers that exclude each other",) if history.contradictory else ()
        return Item(f"{kind}, {side}: {self._said(latest)}", (*(f"also {self._said(said)}" for said in before), *differ))

    def _said(self, said: TollSaid) -> str:
        return f"{toll_words(said.toll)} ({self._who(said.speakers)}{day(said.on)}) {self._references(said.claims)}".strip()

    def _who(self, speakers: Iterable[str]) -> str:
        organs = sorted({self._names.get(f":{one.partition(':')[2]}", "") for one in speakers if ":" in one} - {""})
        return f"{', '.join(organs)}; " if organs else ""

    def _stances(self, account: Account) -> Iterator[Item]:
        for said in account.stances:
            verb = STANCES.get(said.stance, said.stance).capitalize()
            yield Item(f"{verb} ({self._who(said.speakers)}{day(said.on)}) {self._references(said.claims)}".strip())

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
