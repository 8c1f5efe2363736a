"""What a person sees in a terminal: an incident as accounts side by side, points, and the quoted words under each; tables of claims.

Nothing here computes: it arranges what link and extract have settled. Text of reports is printed as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from counterclaim.link import toll_words
from counterclaim.model import Account, Claim, Document, Incident, Point, Toll, When

STATUS = {
    "agreed": ("agreed", "green"),
    "compatible": ("compatible", "cyan"),
    "contradicted": ("CONTRADICTED", "bold red"),
    "one_sided": ("one side only", "yellow"),
    "unstated": ("not said", "dim"),
}
QUESTIONS = {
    "happened": "Did it happen?",
    "who_began": "Who began?",
    "who_did_it": "Who did it?",
    "who_was_hit": "Who was hit?",
    "killed": "Killed",
    "wounded": "Wounded",
    "missing": "Missing",
    "captured": "Captured",
    "weapon": "With what?",
    "where": "Where?",
    "when": "When?",
}
NOT_PARTIES = ("outlet", "unknown")
SIDE_BY_SIDE = 3  # accounts in columns; more go below
QUOTES = 4  # claims quoted under each account
NARROW = 72  # columns of a terminal under which accounts are stacked


def incident_view(
    incident: Incident, claims: Mapping[str, Claim], documents: Mapping[str, Document], names: Mapping[str, str], width: int
) -> RenderableType:
    """One incident: heading, accounts side by side, points, and who else speaks."""
    parties, others = _main_and_other(incident)
    columns = [_account_panel(account, claims, documents, names) for account in parties]
    accounts: list[RenderableType] = list(columns) if width < NARROW or len(columns) < 2 else [_side_by_side(columns)]
    rest = [_account_panel(account, claims, documents, names) for account in others]
    return Group(_heading(incident, documents, names), *accounts, _points(incident.points, names), *rest)


def incident_list(incidents: Sequence[Incident], names: Mapping[str, str]) -> RenderableType:
    """All incidents, a row each."""
    table = Table("incident", "when", "where", "type", "parties", "reports", "points in dispute", box=None, pad_edge=False)
    for incident in incidents:
        disputed = [QUESTIONS[point.question].rstrip("?") for point in incident.points if point.status == "contradicted"]
        table.add_row(
            incident.id[:8],
            _when_words(incident.when),
            Text(incident.place.name if incident.place else "place not known"),
            incident.type.replace("_", " "),
            Text(" / ".join(names.get(party, party) for party in incident.parties)),
            str(incident.reports),
            ", ".join(dict.fromkeys(disputed)) or "-",
        )
    return table


def claims_table(claims: Iterable[Claim], sources: Mapping[str, str]) -> Table:
    """Claims, a row each, in text order within their report."""
    table = Table("source", "speaker", "stance", "event", "actor > target", "tolls", "words", box=None, pad_edge=False)
    for claim in claims:
        event = claim.event
        who = f"{event.actor.id if event.actor else '-'} > {event.target.id if event.target else '-'}"
        tolls = "; ".join(_toll_line(toll) for toll in claim.casualties)
        table.add_row(
            Text(sources.get(claim.document, claim.document)),
            Text(claim.speaker.id or "?"),
            claim.stance + (" (background)" if claim.background else ""),
            event.type,
            Text(who),
            Text(tolls),
            Text(_one_line(claim.evidence)),
        )
    return table


def _main_and_other(incident: Incident) -> tuple[list[Account], list[Account]]:
    """The accounts of the parties to the incident, alphabetical, and those of everybody else."""
    mine = [account for account in incident.accounts if account.party in incident.parties and account.party not in NOT_PARTIES]
    mine = sorted(mine, key=lambda account: account.party)[:SIDE_BY_SIDE]
    return mine, [account for account in incident.accounts if account not in mine]


def _heading(incident: Incident, documents: Mapping[str, Document], names: Mapping[str, str]) -> RenderableType:
    place = incident.place
    where = "place not known" if place is None else f"{place.name}" + (f" ({place.country})" if place.country else "")
    alias = f", written {place.text}" if place is not None and place.text and place.text != place.name else ""
    at = f" [{place.lat:.3f}, {place.lon:.3f}]" if place is not None and place.lat is not None and place.lon is not None else ""
    lines = Text()
    lines.append(f"{incident.type.replace('_', ' ').capitalize()} at {where}{alias}{at}\n", style="bold")
    lines.append(f"{_when_words(incident.when)}\n")
    undated = sum(1 for identifier in incident.documents if documents[identifier].published is None) if documents else 0
    lines.append(f"{incident.reports} report{'s' if incident.reports != 1 else ''}, {len(incident.claims)} claims")
    lines.append(f", {undated} without a date of publication" if undated else "")
    lines.append(f"    incident {incident.id[:8]}", style="dim")
    return lines


def _when_words(when: When | None) -> str:
    if when is None:
        return "no time given"
    if when.start is None:
        return f"unanchored: “{when.text}”, in a report without a date of publication"
    if when.precision == "minute":
        return when.start.strftime("%-d %B %Y, %H:%M UTC") + (f" ({when.check})" if when.check else "")
    last = when.end.toordinal() - 1 if when.end else when.start.toordinal()
    first = when.start.strftime("%-d %B %Y")
    return first if last <= when.start.toordinal() else f"{first} to {type(when.start).fromordinal(last).strftime('%-d %B %Y')}"


def _side_by_side(panels: Sequence[RenderableType]) -> Table:
    table = Table.grid(expand=True, padding=(0, 1))
    for _ in panels:
        table.add_column(ratio=1, vertical="top")
    table.add_row(*panels)
    return table


def _account_panel(
    account: Account, claims: Mapping[str, Claim], documents: Mapping[str, Document], names: Mapping[str, str]
) -> RenderableType:
    told = [claims[identifier] for identifier in account.claims if identifier in claims]
    body = Text()
    if account.initiator is not None:
        blamed = "itself" if account.initiator == account.party else names.get(account.initiator, account.initiator)
        body.append("names as the doer: ", style="dim")
        body.append(f"{blamed}\n")
    for toll in account.casualties:
        body.append("toll: ", style="dim")
        body.append(f"{_toll_line(toll, names)}\n")
    for claim in _telling_first(told)[:QUOTES]:
        body.append_text(_quoted(claim, documents))
    left = len(told) - QUOTES
    body.append(f"and {left} more claim{'s' if left != 1 else ''}" if left > 0 else "", style="dim")
    title = {"outlet": "The outlets' own voice", "unknown": "Speakers not identified"}.get(account.party)
    return Panel(body, title=Text(title or names.get(account.party, account.party)), title_align="left")


def _telling_first(claims: Sequence[Claim]) -> list[Claim]:
    """Accusations, denials and tolls before the rest; the order of the account (latest first) within each."""
    weight = {"accuses": 0, "denies": 0, "confirms": 1, "asserts": 2, "declines": 2, "warns": 3, "calls_for": 3}
    return sorted(claims, key=lambda claim: (claim.event.type == "other", weight[claim.stance] - bool(claim.casualties)))


def _quoted(claim: Claim, documents: Mapping[str, Document]) -> Text:
    organ = (claim.speaker.id or "").partition(":")[2]
    document = documents.get(claim.document)
    source = "" if document is None else document.outlet or document.source
    when = "" if document is None or document.published is None else f", {document.published.isoformat()}"
    line = Text(f"\n{claim.stance}", style="bold")
    line.append(f" {organ}" if organ else "", style="dim")
    line.append(f" via {', '.join(claim.via)}" if claim.via else "", style="dim")
    line.append(f"\n“{_one_line(claim.evidence)}”\n", style="not bold")
    line.append(f"{source}{when}\n", style="not bold dim")
    return line


def _one_line(words: str) -> str:
    """Words of a report on one line, without control or direction marks, and without quotation marks around the whole."""
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(plain.split()).strip('“”"')


def _toll_line(toll: Toll, names: Mapping[str, str] | None = None) -> str:
    side = toll.side or "side not said"
    state, _, organ = side.partition(":")
    whose = f"{(names or {}).get(state, state)}{' (' + organ + ')' if organ else ''}"
    return f"{whose} {toll.kind.replace('_', ' ')} {toll_words(toll)}"


def _points(points: Sequence[Point], names: Mapping[str, str]) -> RenderableType:
    table = Table("question", "status", "answers", title="Point by point", title_justify="left", title_style="bold", expand=True)
    for point in points:
        label, style = STATUS[point.status]
        about = f" ({names.get(point.about, point.about)})" if point.about else ""
        answers = Text("\n").join(_answer(answer.value, answer.according_to, names) for answer in point.answers)
        table.add_row(Text(QUESTIONS[point.question] + about), Text(label, style=style), answers)
    return table


def _answer(value: str, according_to: Sequence[str], names: Mapping[str, str]) -> Text:
    said = f"not {names.get(value[4:], value[4:])}" if value.startswith("not ") else names.get(value, value)
    by = ", ".join(
        {"outlet": "the outlets", "unknown": "an unidentified speaker"}.get(party, names.get(party, party)) for party in according_to
    )
    return Text.assemble((said, "bold"), (f"  according to {by}", "dim"))


def terminal(*, stderr: bool = False) -> Console:
    """A console that writes plain text when piped, with no colour and no cutting of lines."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)
