"""What a person sees in a terminal: an incident's points, its accounts side by side with the quoted words under each; tables of claims.

Nothing here computes: it arranges what link and extract have settled. Text of reports is printed as text, never as markup or as control
characters, and never cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING
from unicodedata import category

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from counterclaim.lexicon.shown import KINDS, LAST, MANNER, QUESTIONS, STANCES, STATUSES
from counterclaim.link import toll_words
from counterclaim.model import Account, Actor, Answer, Claim, Document, Incident, Point, Toll, When
from counterclaim.summary import paragraph

if TYPE_CHECKING:
    from counterclaim.copies import Family, Link

Names = Mapping[str, str]  # id -> what a person reads for it; organs as ":MOD"

COLOURS = {"agreed": "green", "compatible": "cyan", "contradicted": "bold red", "one_sided": "yellow", "unstated": "dim"}
SIDE_BY_SIDE = 3  # accounts in columns; more go below
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
    parties, others = _main_and_other(incident, names)
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
        disputed = [_question(point, names).rstrip("?") for point in incident.points if point.status == "contradicted"]
        parties = ", ".join(sorted(_name(party, names) for party in incident.parties)) or "no party named"
        what = f"{_what(incident)}\n{_when_words(incident.when)}\n{parties}\n"
        table.add_row(incident.id[:8], Text(what), _reports(incident, "\n"), Text("; ".join(disputed) or "-"))
    return table


def incident_line(incident: Incident) -> str:
    """An incident in a line."""
    return f"{_what(incident)}, {_when_words(incident.when)}, {_reports(incident)} ({incident.id[:8]})"


def claims_table(claims: Iterable[Claim], sources: Mapping[str, str], names: Names) -> Table:
    """Claims, a row each, in text order within their report."""
    table = _table("who says", "of what", "in the words")
    for claim in claims:
        event = claim.event
        who = [plain(claim.speaker.id or "?"), _stance(claim), _source_name(sources.get(claim.document, claim.document))]
        what = [event.type.replace("_", " ")]
        if event.actor or event.target:
            what.append(f"{_actor_id(event.actor)} > {_actor_id(event.target)}")
        what += [_toll_line(toll, names) for toll in claim.casualties]
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


def _main_and_other(incident: Incident, names: Names) -> tuple[list[Account], list[Account]]:
    """The accounts of the parties to the incident, and those of everybody else, each by name; the outlets' own voice last."""
    by_name = sorted(incident.accounts, key=lambda account: (account.party in LAST, _name(account.party, names), account.party))
    mine = [account for account in by_name if account.party in incident.parties][:SIDE_BY_SIDE]
    return mine, [account for account in by_name if account not in mine]


def _heading(incident: Incident, documents: Mapping[str, Document]) -> RenderableType:
    place = incident.place
    undated = sum(1 for identifier in incident.documents if identifier in documents and documents[identifier].published is None)
    text = Text()
    text.append(f"{_what(incident)}\n", style="bold")
    if place is not None and place.text and place.text != place.name:
        text.append(f"also written {plain(place.text)}\n")
    if place is not None and place.lat is not None and place.lon is not None:
        text.append(f"{place.lat:.3f}, {place.lon:.3f}\n", style="dim")
    text.append(f"{_when_words(incident.when)}\n")
    if undated:
        text.append(f"{_count(undated, 'report')} without a date of publication, which nothing dates but its own words\n")
    text.append(f"{_reports(incident)}, {_count(len(incident.claims), 'claim')}; incident {incident.id[:8]}\n", style="dim")
    for head, *members in incident.copies:
        copies = "; ".join(_report_name(documents, member) for member in members)
        text.append(f"{_report_name(documents, head)}; copied by {copies}\n", style="dim")
    return text


def _reports(incident: Incident, separator: str = ", ") -> str:
    """How many reports, and how many of them descend from no other."""
    if incident.reports == len(incident.documents):
        return _count(incident.reports, "report") if separator == ", " else str(incident.reports)
    return f"{_count(len(incident.documents), 'report')}{separator}{incident.reports} independent"


def _report_name(documents: Mapping[str, Document], identifier: str) -> str:
    """Outlet and day of a report."""
    document = documents.get(identifier)
    if document is None:
        return "report not in the ledger"
    return f"{plain(document.outlet or '') or _source_name(document.source)}, {_day(document)}"


def _what(incident: Incident) -> str:
    place = incident.place
    kind = "violence" if incident.type == "other" else incident.type.replace("_", " ")
    where = "at a place not known" if place is None else f"at {plain(place.name)}" + (f" ({plain(place.country)})" if place.country else "")
    return f"{kind.capitalize()} {where}"


def _when_words(when: When | None) -> str:
    if when is None:
        return "no time given"
    if when.start is None:
        return f"date not known: “{plain(when.text)}” is unanchored"
    if when.precision == "minute":
        return when.start.strftime("%-d %B %Y, %H:%M UTC") + (f" ({plain(when.check)})" if when.check else "")
    last = when.end.toordinal() - 1 if when.end else when.start.toordinal()
    first = when.start.strftime("%-d %B %Y")
    return first if last <= when.start.toordinal() else f"{first} to {type(when.start).fromordinal(last).strftime('%-d %B %Y')}"


# ---------------------------------------------------------------- points


def _points_by_party(incident: Incident, parties: Sequence[Account], names: Names) -> RenderableType:
    """A row a question, a column a party: what it answers. What others answer is in the last column."""
    table = Table(box=box.HORIZONTALS, show_lines=True, pad_edge=False, expand=True, header_style="bold")
    table.add_column("", ratio=5, overflow="fold")
    for account in parties:
        table.add_column(f"{_name(account.party, names)} says", ratio=5, overflow="fold")
    table.add_column("others say", ratio=6, overflow="fold")
    mine = [account.party for account in parties]
    for point in _in_order(incident):
        by_party = [_answers_of(point, party, names) for party in mine]
        table.add_row(_status(point, names), *by_party, _answers_of_others(point, mine, names))
    return table


def _points_listed(incident: Incident, names: Names) -> RenderableType:
    """The same in a narrow terminal: a paragraph a question."""
    text = Text()
    for point in _in_order(incident):
        text.append_text(_status(point, names)).append("\n")
        for answer in point.answers:
            text.append(f"  {_value(answer, names)}").append(f", says {_by(answer.according_to, names)}\n", style="dim")
    return text


def _in_order(incident: Incident) -> list[Point]:
    """Who began, the tolls of the parties, other tolls, the rest."""
    return sorted(incident.points, key=lambda point: point.about is not None and point.about not in incident.parties)


def _status(point: Point, names: Names) -> Text:
    mark, word = STATUSES[point.status]
    loud = word.upper() if point.status == "contradicted" else word
    return Text.assemble((f"{_question(point, names)}\n", "bold"), (f"{mark} {loud}".strip(), COLOURS[point.status]))


def _question(point: Point, names: Names) -> str:
    return f"{QUESTIONS[point.question]}" + (f", {_name(point.about, names)}" if point.about else "")


def _answers_of(point: Point, party: str, names: Names) -> Text:
    return Text("\n".join(_value(answer, names) for answer in point.answers if party in answer.according_to) or "-")


def _answers_of_others(point: Point, parties: Sequence[str], names: Names) -> Text:
    lines = Text()
    for answer in point.answers:
        others = [party for party in answer.according_to if party not in parties]
        if others:
            lines.append("\n" if lines else "").append(_value(answer, names)).append(f", says {_by(others, names)}", style="dim")
    return lines or Text("-")


def _value(answer: Answer, names: Names) -> str:
    denied, _, party = answer.value.partition("not ")
    return f"not {_name(party, names)}" if not denied and party else _name(answer.value, names)


def _by(parties: Iterable[str], names: Names) -> str:
    return ", ".join(sorted(_name(party, names) for party in parties))


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
            began = "itself" if account.initiator == account.party else _name(account.initiator, names)
            body.append(f"Who began: {began}\n", style="bold")
        for line in _tolls(account.casualties, names):
            body.append(f"{line}\n")
        told = self._told(account)
        for group in told[: self._quotes]:
            body.append("\n" if body else "").append_text(self._quoted(group))
        left = sum(len(group) for group in told[self._quotes :]) if self._quotes is not None else 0
        body.append(f"\nand {_count(left, 'more claim')} (show --all)" if left else "", style="dim")
        body.rstrip()
        return Panel(body, title=Text(_title_case(_name(account.party, names))), title_align="left", box=box.SQUARE)

    def _told(self, account: Account) -> list[list[Claim]]:
        """The claims of an account, what is said in the same words together; the best first."""
        groups: dict[tuple[str, str | None, str], list[Claim]] = {}
        for identifier in account.claims:
            if claim := self._claims.get(identifier):
                groups.setdefault((claim.stance, claim.speaker.id, plain(claim.evidence)), []).append(claim)
        return _best_first(groups.values())

    def _quoted(self, group: Sequence[Claim]) -> Text:
        claim = group[0]
        organ = _name(f":{claim.speaker.id.partition(':')[2]}", self._names) if claim.speaker.id and ":" in claim.speaker.id else ""
        doer = claim.event.actor.party if claim.event.actor and claim.stance == "accuses" else None
        stance = f"{_stance(claim)} {_name(doer, self._names)}" if doer else _stance(claim)
        hedge = f"hedged: {plain(claim.hedge)}" if claim.hedge else ""
        via = [f"via {_name(one, self._names)}" for one in claim.via]
        notes = [note for note in (organ, MANNER[claim.quoted], hedge, *via) if note]
        sources = "; ".join(self._sources(dict.fromkeys(one.document for one in group)))
        return Text.assemble(
            (stance, "bold"),
            (f" ({', '.join(notes)})" if notes else "", "dim"),
            f"\n{_in_marks(claim.evidence)}\n",
            (f"{sources}\n", "dim"),
        )

    def _sources(self, documents: Iterable[str]) -> list[str]:
        """The reports, copies with the one that they are copies of."""
        families: dict[str, list[str]] = {}
        for document in documents:
            families.setdefault(self._heads.get(document, document), []).append(document)
        named: list[str] = []
        for head, told in families.items():
            name, copies = _report_name(self._documents, head), [one for one in told if one != head]
            if head in told:
                named.append(f"{name} and {_count(len(copies), 'copy', 'copies')}" if copies else name)
            else:
                named += [f"{_report_name(self._documents, copy)} (copy of {name})" for copy in copies]
        return list(dict.fromkeys(named))


def _best_first(groups: Iterable[list[Claim]]) -> list[list[Claim]]:
    """One of each kind in turn (accusation, denial, toll, the rest), the most specific of each kind first: a few show the whole account."""
    kinds: dict[int, list[list[Claim]]] = {}
    for group in sorted(groups, key=lambda group: (group[0].event.type == "other", -_specific(group[0]))):
        kinds.setdefault(_kind(group[0]), []).append(group)
    turns = [(group[0].event.type == "other", turn, kind, group) for kind, found in kinds.items() for turn, group in enumerate(found)]
    return [group for *_, group in sorted(turns, key=lambda turn: turn[:3])]


def _kind(claim: Claim) -> int:
    order = ("accuses", "denies", "toll", "confirms", "asserts", "declines", "warns", "calls_for")
    return order.index("toll" if claim.casualties and claim.stance == "asserts" else claim.stance)


def _specific(claim: Claim) -> int:
    """How much a claim says: a named organ, doer, target, weapon, its own time and place, a number."""
    event = claim.event
    own_time = event.when is not None and not event.when.from_context
    own_place = event.place is not None and not event.place.from_context
    counted = any(not toll.unspecified for toll in claim.casualties)
    organ = claim.speaker.id is not None and ":" in claim.speaker.id
    return sum((organ, event.actor is not None, event.target is not None, event.weapon is not None, own_time, own_place, counted))


def _tolls(tolls: Sequence[Toll], names: Names) -> list[str]:
    """A line for each side and kind: the number that stands, and what was said before it."""
    lines: dict[str, list[str]] = {}
    for toll in tolls:
        told = lines.setdefault(_toll_of(toll, names), [])
        if toll_words(toll) not in told:
            told.append(toll_words(toll))
    return [f"{of}: {told[0]}" + (f" (also: {', '.join(told[1:])})" if told[1:] else "") for of, told in lines.items()]


def _toll_of(toll: Toll, names: Names) -> str:
    return f"{KINDS.get(toll.kind, toll.kind).capitalize()}, {_name(toll.side.partition(':')[0], names) if toll.side else 'side not said'}"


def _toll_line(toll: Toll, names: Names) -> str:
    return f"{_toll_of(toll, names)}: {toll_words(toll)}"


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
    shared = f"{mine} of its words, {theirs} of the other's" if link.relation == "copy" else _count(len(link.passages), "passage")
    lines = [f"{shared}, by {' and '.join(link.channels) or 'wording'}{numbers}"]
    if longest is not None and link.one in documents:
        words = shorten(plain(documents[link.one].text[longest.one.start : longest.one.end]), BEGINNING, placeholder=" …")
        lines.append(f"{_count(longest.words, 'word')}, {longest.same:.0%} the same: {words}")
    return _indented(Text("\n".join(lines), style="dim"), 4)


def _report_line(documents: Mapping[str, Document], identifier: str) -> str:
    document = documents.get(identifier)
    return _report_name(documents, identifier) + (f" ({_source_name(document.source)})" if document is not None and document.outlet else "")


# ---------------------------------------------------------------- words


def _title(words: str) -> Text:
    return Text(f"\n{words}", style="bold")


def _title_case(name: str) -> str:
    return name[:1].upper() + name[1:]


def _name(identifier: str, names: Names) -> str:
    """What a person reads for an id; an id that has no name, without its underscores."""
    return names.get(identifier) or plain(identifier.lstrip(":").replace("_", " "))


def _stance(claim: Claim) -> str:
    return STANCES.get(claim.stance, claim.stance) + (", background" if claim.background else "")


def _source_name(source: str) -> str:
    return "standard input" if source == "-" else plain(source)


def _day(document: Document) -> str:
    return "undated" if document.published is None else document.published.isoformat()


def _count(number: int, thing: str, things: str = "") -> str:
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def plain(words: str) -> str:
    """Words of a report on one line, without control or direction marks."""
    kept = (" " if letter.isspace() or category(letter) == "Cc" else letter if letter.isprintable() else "" for letter in words)
    return " ".join("".join(kept).split())


def _in_marks(words: str) -> str:
    """Words of a report in quotation marks, unless they hold marks of their own."""
    shown = plain(words)
    return shown if set(shown) & set('“”"') else f"“{shown}”"


def terminal(*, stderr: bool = False) -> Console:
    """A console that writes plain text when piped, with no colour and no cutting of lines."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)
