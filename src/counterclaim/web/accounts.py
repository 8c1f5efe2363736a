"""An incident as its page shows it: parties in columns, points in rows, under each answer the words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counterclaim.lexicon.shown import LAST, QUESTIONS, STANCES, STATUSES
from counterclaim.model import Account, Answer, Claim, Document, Incident, Point
from counterclaim.web import wording
from counterclaim.web.visible import one_line

COLUMNS = 3  # parties side by side; more go to the others
NAMES_AS_ANSWERS = frozenset({"who_began", "who_did_it", "who_was_hit"})
DAY = re.compile(r"\b[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9])\b")
RESTORED = "restored: "  # how `why` of a claim begins that rests on restored words
STANCE_ORDER = ("accuses", "denies", "confirms", "asserts", "warns", "calls_for", "declines")


@dataclass(frozen=True, slots=True)
class Source:
    """Where words stand: a claim of a report; of a copy, the outlet that it was copied from."""

    claim: str
    document: str
    outlet: str
    published: date | None
    copy_of: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words, on whose word, and every report that has them."""

    words: str
    marked: bool
    speaker: str
    stance: str
    notes: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a column: its value, who gives it (only where the column is of several), its quotes."""

    value: str
    by: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One question: what each column answers."""

    question: str
    about: str
    status: str
    mark: str
    word: str
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A party whose account stands in a column; `party` is None for the others together. `hue` tells its colour."""

    party: str | None
    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class Told:
    """What an account says with one stance."""

    stance: str
    count: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One account, by stance."""

    party: str
    name: str
    hue: int
    began: str
    told: tuple[Told, ...]


class IncidentPage:
    """One incident with its claims and reports, by id."""

    def __init__(self, incident: Incident, claims: Iterable[Claim], documents: Mapping[str, Document]) -> None:
        self.incident, self.documents = incident, documents
        self.claims = {claim.id: claim for claim in claims}
        self.heads = {copy: family[0] for family in incident.copies for copy in family[1:]}
        by_name = sorted(incident.accounts, key=_last_by_name)
        mine = [account.party for account in by_name if account.party in incident.parties][:COLUMNS]
        self.columns = [Column(party, wording.title_name(party), hue) for hue, party in enumerate(mine, 1)]
        self.others = [account for account in by_name if account.party not in mine]
        if any(account.claims for account in self.others):
            self.columns.append(Column(None, "Others", 0))

    @property
    def rows(self) -> list[Row]:
        """The points: who began, what concerns the parties, the rest."""
        parties = self.incident.parties
        ordered = sorted(self.incident.points, key=lambda point: point.about is not None and point.about not in parties)
        return [self._row(point) for point in ordered]

    @property
    def counts(self) -> list[tuple[str, str, str, int, str]]:
        """(status, mark, word, number of points, what it means), the contradicted first; none that is zero."""
        found = [point.status for point in self.incident.points]
        order = ("contradicted", "compatible", "agreed", "one_sided", "unstated")
        return [(status, *STATUSES[status], found.count(status), wording.MEANINGS[status]) for status in order if status in found]

    @property
    def accounts(self) -> list[Voice]:
        """The accounts of the parties, then everybody else's; the outlets' own voice last."""
        hues = {column.party: column.hue for column in self.columns}
        mine = [account for account in self.incident.accounts if hues.get(account.party)]
        mine.sort(key=lambda account: hues[account.party])
        return [self._account(account, hues.get(account.party, 0)) for account in (*mine, *self.others)]

    def hue_of(self, party: str | None) -> int:
        return next((column.hue for column in self.columns if column.party and column.party == party), 0)

    def _row(self, point: Point) -> Row:
        mark, word = STATUSES[point.status]
        about = wording.name(point.about) if point.about else ""
        cells = tuple(tuple(self._cell(point, column)) for column in self.columns)
        return Row(QUESTIONS[point.question], about, point.status, mark, word, cells)

    def _cell(self, point: Point, column: Column) -> list[Said]:
        if column.party is not None:
            return [self._said(point, answer, column.party) for answer in point.answers if column.party in answer.according_to]
        named = {other.party for other in self.columns}
        found = [(answer, party) for answer in point.answers for party in answer.according_to if party not in named]
        return [self._said(point, answer, party, by=True) for answer, party in sorted(found, key=lambda pair: pair[1] in LAST)]

    def _said(self, point: Point, answer: Answer, party: str, *, by: bool = False) -> Said:
        claims = [self.claims[one] for one in answer.claims if one in self.claims and self.claims[one].speaker.party == party]
        return Said(_value(point, answer, party), wording.name(party) if by else "", self.quotes(claims))

    def quotes(self, claims: Iterable[Claim]) -> tuple[Quote, ...]:
        """What is said in the same words together; the latest report first, copies after that, words of a spun text last."""
        groups: dict[tuple[str, str | None, str], list[Claim]] = {}
        for claim in sorted(claims, key=self._order):
            groups.setdefault((claim.stance, claim.speaker.id, one_line(claim.evidence)), []).append(claim)
        return tuple(self._quote(group) for group in groups.values())

    def _order(self, claim: Claim) -> tuple[bool, bool, int, str, int, str]:
        document = self.documents.get(claim.document)
        published = document.published if document and document.published else date.min
        return is_spun(claim), claim.document in self.heads, -published.toordinal(), claim.document, claim.span.start, claim.id

    def _quote(self, group: Sequence[Claim]) -> Quote:
        claim, words = group[0], one_line(group[0].evidence)
        sources = {one.document: self._source(one) for one in reversed(group)}
        return Quote(
            words,
            bool(set(words) & set('“”"')),
            wording.name(claim.speaker.id),
            wording.stance(claim),
            (*wording.notes(claim), *(("machine-spun text",) if is_spun(claim) else ())),
            tuple(sources[one] for one in dict.fromkeys(one.document for one in group)),
        )

    def _source(self, claim: Claim) -> Source:
        document, head = self.documents[claim.document], self.documents.get(self.heads.get(claim.document, ""))
        return Source(claim.id, claim.document, wording.outlet(document), document.published, wording.outlet(head) if head else "")

    def _account(self, account: Account, hue: int) -> Voice:
        claims = [self.claims[one] for one in account.claims if one in self.claims]
        by_stance = {stance: [claim for claim in claims if claim.stance == stance] for stance in STANCE_ORDER}
        told = tuple(Told(STANCES.get(stance, stance), len(found), self.quotes(found)) for stance, found in by_stance.items() if found)
        began = "" if account.initiator is None else "itself" if account.initiator == account.party else wording.name(account.initiator)
        return Voice(account.party, wording.title_name(account.party), hue, began, told)


def is_spun(claim: Claim) -> bool:
    """Whether it rests on restored words."""
    return any(reason.startswith(RESTORED) for reason in claim.why)


def _last_by_name(account: Account) -> tuple[int, str, str]:
    """By name; speakers not identified and the outlets themselves last."""
    party = account.party
    return LAST.index(party) if party in LAST else -1, wording.name(party), party


def _value(point: Point, answer: Answer, party: str) -> str:
    value = answer.value
    if point.question == "when":
        return DAY.sub(lambda found: wording.day(date.fromisoformat(found[0])), one_line(value))
    if point.question not in NAMES_AS_ANSWERS:
        words = one_line(value.replace("_", " "))
        return words[:1].upper() + words[1:]
    denied = value.startswith("not ")
    named = value.removeprefix("not ")
    if named == party:
        return "Denies that it did" if denied else "Itself"
    return f"Not {wording.title_name(named)}" if denied else wording.title_name(named)
