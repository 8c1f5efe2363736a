"""What a person sees in a terminal: an incident's points, its accounts side by side with the quoted words under each; tables of claims.

Nothing here computes: it arranges what link and extract have settled. Text of reports is printed as text, never as markup or as control
characters, and never cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from counterclaim.lexicon.shown import MANNER, STATUSES
from counterclaim.model import Account, Actor, Claim, Document, Incident, Point
from counterclaim.summary import paragraph
from counterclaim.wording import (
    Names,
    answer_words,
    best_first,
    by_words,
    count,
    history_lines,
    in_marks,
    in_order,
    incident_name,
    main_and_other,
    name_of,
    plain,
    question_words,
    report_name,
    reports_words,
    source_name,
    stance_words,
    title_case,
    toll_line,
    when_words,
)

if TYPE_CHECKING:
    from counterclaim.copies import Family, Link

COLOURS = {"agreed": "green", "compatible": "cyan", "contradicted": "bold red", "one_sided": "yellow", "unstated": "dim"}
QUOTES = 5  # claims quoted under each account, unless all are asked for
BEGINNING = 120  # characters of a passage shown
NARROW = 72  # columns of a terminal under which accounts are stacked


def incident_view(
    incident: Incident,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    names: Names,
    width: int,
    quotes: int | None = QUOTES,
) -> RenderableType:
    """One incident: heading, points, the accounts of its parties side by side, then everybody else's. `quotes` None shows every claim."""
    parties, others = main_and_other(incident, names)
    narrow = width < NARROW or len(parties) < 2
    page = _Page(claims, documents, names, quotes, {member: head for head, *members in incident.copies for member in members})
    columns = [page.account(account) for account in parties]
    points = _points_listed(incident, names) if narrow else _points_by_party(incident, parties, names)
    rest: list[RenderableType] = [_title("Others")] if others else []
    return Group(
        _heading(incident, documents),
        Text(plain(paragraph(incident.summary))),
        points,
        *(columns if narrow else [_side_by_side(columns)]),
        *rest,
        *(page.account(account) for account in others),
    )


def incident_list(incidents: Sequence[Incident], names: Names) -> RenderableType:
    """All incidents, a row each."""
    table = _table("incident", "what", "reports", "in dispute")
    for incident in incidents:
        disputed = [question_words(point, names).rstrip("?") for point in incident.points if point.status == "contradicted"]
        parties = ", ".join(sorted(name_of(party, names) for party in incident.parties)) or "no party named"
        what = f"{incident_name(incident)}\n{when_words(incident.when)}\n{parties}\n"
        table.add_row(incident.id[:8], Text(what), reports_words(incident, "\n"), Text("; ".join(disputed) or "-"))
    return table


def incident_line(incident: Incident) -> str:
    """An incident in a line."""
    return f"{incident_name(incident)}, {when_words(incident.when)}, {reports_words(incident)} ({incident.id[:8]})"


def claims_table(claims: Iterable[Claim], sources: Mapping[str, str], names: Names) -> Table:
    """Claims, a row each, in text order within their report."""
    table = _table("who says", "of what", "in the words")
    for claim in claims:
        event = claim.event
        who = [plain(claim.speaker.id or "?"), stance_words(claim), source_name(sources.get(claim.document, claim.document))]
        what = [event.type.replace("_", " ")]
        if event.actor or event.target:
            what.append(f"{_actor_id(event.actor)} > {_actor_id(event.target)}")
        what += [toll_line(toll, names) for toll in claim.casualties]
        table.add_row(Text("\n".join(who)), Text("\n".join(what)), Text(plain(claim.evidence) + "\n"))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _actor_id(actor: Actor | None) -> str:
    return plain(actor.id or actor.text) if actor else "-"


# ---------------------------------------------------------------- heading


def _heading(incident: Incident, documents: Mapping[str, Document]) -> RenderableType:
    place = incident.place
    undated = sum(1 for identifier in incident.documents if identifier in documents and documents[identifier].published is None)
    text = Text()
    text.append(f"{incident_name(incident)}\n", style="bold")
    if place is not None and place.text and place.text != place.name:
        text.append(f"also written {plain(place.text)}\n")
    if place is not None and place.lat is not None and place.lon is not None:
        text.append(f"{place.lat:.3f}, {place.lon:.3f}\n", style="dim")
    text.append(f"{when_words(incident.when)}\n")
    if undated:
        text.append(f"{count(undated, 'report')} without a date of publication, which nothing dates but its own words\n")
    text.append(f"{reports_words(incident)}, {count(len(incident.claims), 'claim')}; incident {incident.id[:8]}\n", style="dim")
    for head, *members in incident.copies:
        copies = "; ".join(report_name(documents, member) for member in members)
        text.append(f"{report_name(documents, head)}; copied by {copies}\n", style="dim")
    return text


# ---------------------------------------------------------------- points


def _points_by_party(incident: Incident, parties: Sequence[Account], names: Names) -> RenderableType:
    """A row a question, a column a party: what it answers. What others answer is in the last column."""
    table = Table(box=box.HORIZONTALS, show_lines=True, pad_edge=False, expand=True, header_style="bold")
    table.add_column("", ratio=5, overflow="fold")
    for account in parties:
        table.add_column(f"{name_of(account.party, names)} says", ratio=5, overflow="fold")
    table.add_column("others say", ratio=6, overflow="fold")
    mine = [account.party for account in parties]
    for point in in_order(incident):
        by_party = [_answers_of(point, party, names) for party in mine]
        table.add_row(_status(point, names), *by_party, _answers_of_others(point, mine, names))
    return table


def _points_listed(incident: Incident, names: Names) -> RenderableType:
    """The same in a narrow terminal: a paragraph a question."""
    text = Text()
    for point in in_order(incident):
        text.append_text(_status(point, names)).append("\n")
        for answer in point.answers:
            text.append(f"  {answer_words(point, answer, names)}").append(f" ({by_words(answer.according_to, names)})\n", style="dim")
    return text


def _status(point: Point, names: Names) -> Text:
    mark, word = STATUSES[point.status]
    loud = word.upper() if point.status == "contradicted" else word
    return Text.assemble((f"{question_words(point, names)}\n", "bold"), (f"{mark} {loud}".strip(), COLOURS[point.status]))


def _answers_of(point: Point, party: str, names: Names) -> Text:
    return Text("\n".join(answer_words(point, answer, names) for answer in point.answers if party in answer.according_to) or "-")


def _answers_of_others(point: Point, parties: Sequence[str], names: Names) -> Text:
    lines = Text()
    for answer in point.answers:
        others = [party for party in answer.according_to if party not in parties]
        if others:
            lines.append("\n" if lines else "").append(answer_words(point, answer, names)).append(
                f" ({by_words(others, names)})", style="dim"
            )
    return lines or Text("-")


# ---------------------------------------------------------------- accounts


class _Page:
    """What the accounts of one incident are printed from."""

    def __init__(
        self,
        claims: Mapping[str, Claim],
        documents: Mapping[str, Document],
        names: Names,
        quotes: int | None,
        heads: Mapping[str, str],
    ) -> None:
        self._claims, self._documents, self._names, self._quotes, self._heads = claims, documents, names, quotes, heads

    def account(self, account: Account) -> RenderableType:
        """Whom it blames, its tolls, its words; who says more is told how to see it."""
        names = self._names
        body = Text()
        if account.initiator is not None:
            began = "itself" if account.initiator == account.party else name_of(account.initiator, names)
            body.append(f"Who began: {began}\n", style="bold")
        for line in history_lines(account.history, names):
            body.append(f"{line}\n")
        told = self._told(account)
        for group in told[: self._quotes]:
            body.append("\n" if body else "").append_text(self._quoted(group))
        left = sum(len(group) for group in told[self._quotes :]) if self._quotes is not None else 0
        body.append(f"\nand {count(left, 'more claim')} (show --all)" if left else "", style="dim")
        body.rstrip()
        return Panel(body, title=Text(title_case(name_of(account.party, names))), title_align="left", box=box.SQUARE)

    def _told(self, account: Account) -> list[list[Claim]]:
        """The claims of an account, what is said in the same words together; the best first."""
        groups: dict[tuple[str, str | None, str], list[Claim]] = {}
        for identifier in account.claims:
            if claim := self._claims.get(identifier):
                groups.setdefault((claim.stance, claim.speaker.id, plain(claim.evidence)), []).append(claim)
        return best_first(groups.values())

    def _quoted(self, group: Sequence[Claim]) -> Text:
        claim = group[0]
        organ = name_of(f":{claim.speaker.id.partition(':')[2]}", self._names) if claim.speaker.id and ":" in claim.speaker.id else ""
        doer = claim.event.actor.party if claim.event.actor and claim.stance == "accuses" else None
        stance = f"{stance_words(claim)} {name_of(doer, self._names)}" if doer else stance_words(claim)
        hedge = f"hedged: {plain(claim.hedge)}" if claim.hedge else ""
        via = [f"via {name_of(one, self._names)}" for one in claim.via]
        notes = [note for note in (organ, MANNER[claim.quoted], hedge, *via) if note]
        sources = "; ".join(self._sources(dict.fromkeys(one.document for one in group)))
        return Text.assemble(
            (stance, "bold"),
            (f" ({', '.join(notes)})" if notes else "", "dim"),
            f"\n{in_marks(claim.evidence)}\n",
            (f"{sources}\n", "dim"),
        )

    def _sources(self, documents: Iterable[str]) -> list[str]:
        """The reports, copies with the one that they are copies of."""
        families: dict[str, list[str]] = {}
        for document in documents:
            families.setdefault(self._heads.get(document, document), []).append(document)
        named: list[str] = []
        for head, told in families.items():
            name, copies = report_name(self._documents, head), [one for one in told if one != head]
            if head in told:
                named.append(f"{name} and {count(len(copies), 'copy', 'copies')}" if copies else name)
            else:
                named += [f"{report_name(self._documents, copy)} (copy of {name})" for copy in copies]
        return list(dict.fromkeys(named))


def _side_by_side(panels: Sequence[RenderableType]) -> Table:
    table = Table.grid(expand=True, padding=(0, 1, 0, 0))
    for _ in panels:
        table.add_column(ratio=1, vertical="top")
    table.add_row(*panels)
    return table


# ---------------------------------------------------------------- copies


def copies_view(families: Iterable[Family], sources: Iterable[Link], documents: Mapping[str, Document]) -> RenderableType:
    """Families of copies, each member under its head with what shows it; then reports that share a source and are no copies."""
    lines: list[RenderableType] = []
    for family in families:
        lines.append(Text(_report_line(documents, family.head), style="bold"))
        for link in family.links:
            lines += [_indented(Text(f"{_manner(link)}: {_report_line(documents, link.one)}"), 2), _evidence(link, documents)]
    found = list(sources)
    if found:
        lines.append(_title("No copies, but with words from one source"))
    for link in found:
        lines += [_indented(Text(_report_line(documents, one)), 2) for one in (link.one, link.two)]
        lines.append(_evidence(link, documents))
    return Group(*lines)


def _indented(text: Text, columns: int) -> RenderableType:
    return Padding(text, (0, 0, 0, columns), expand=False)


def _manner(link: Link) -> str:
    return {"exact": "the same words", "merged": "with other text"}.get(link.manner, link.manner)


def _evidence(link: Link, documents: Mapping[str, Document]) -> RenderableType:
    """How much of each is shared, and the beginning of the longest passage."""
    longest = max(link.passages, key=lambda passage: (passage.words, -passage.one.start), default=None)
    mine, theirs = (f"{share:.0%}" for share in link.covered)
    numbers = f", {link.kept:.0%} of {link.kept_words} numbers and names agree" if link.kept_words else ""
    shared = f"{mine} of its words, {theirs} of the other's" if link.relation == "copy" else count(len(link.passages), "passage")
    lines = [f"{shared}, by {' and '.join(link.channels) or 'wording'}{numbers}"]
    if longest is not None and link.one in documents:
        words = shorten(plain(documents[link.one].text[longest.one.start : longest.one.end]), BEGINNING, placeholder=" …")
        lines.append(f"{count(longest.words, 'word')}, {longest.same:.0%} the same: {words}")
    return _indented(Text("\n".join(lines), style="dim"), 4)


def _report_line(documents: Mapping[str, Document], identifier: str) -> str:
    document = documents.get(identifier)
    return report_name(documents, identifier) + (f" ({source_name(document.source)})" if document is not None and document.outlet else "")


# ---------------------------------------------------------------- words


def _title(words: str) -> Text:
    return Text(f"\n{words}", style="bold")


def terminal(*, stderr: bool = False) -> Console:
    """A console that writes plain text when piped, with no colour and no cutting of lines."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def indented(words: str, indent: int) -> RenderableType:
    """Words of a report as they are, each line of them so many columns in."""
    return Padding(Text(words), (0, 0, 0, indent), expand=False)
