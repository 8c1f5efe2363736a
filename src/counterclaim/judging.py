"""The commands of a person's judgement: `judge`, `review`, `changes`. They parse, call and print, as those of the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.errors import JudgementError
from counterclaim.model import Claim, Decision, Document, Judgement

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger, View
    from counterclaim.link import Doubt

LedgerOption = Annotated[
    str,
    typer.Option("--ledger", "-l", help="Ledger: a path, or a database URL (SQLite, PostgreSQL).", envvar="COUNTERCLAIM_LEDGER"),
]
ByOption = Annotated[str, typer.Option("--by", help="Who decides.", envvar="COUNTERCLAIM_JUDGE")]
NoteOption = Annotated[str, typer.Option("--note", help="Why.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
ClaimArguments = Annotated[list[str], typer.Argument(help="Claim ids, or their first digits.", metavar="CLAIM...")]
ReportArguments = Annotated[
    list[str],
    typer.Argument(help="Reports (source, or first digits of the id); an incident is all of its reports.", metavar="REPORT..."),
]
DEFAULT_LEDGER = "counterclaim.db"
ASKED = 25  # questions of a review, unless more are asked for
WORDS = 300  # characters shown around what is asked about
KEYS: Mapping[str, Mapping[str, Decision]] = {
    "parted": {"s": "same_incident", "n": "not_same_incident"},
    "joined": {"s": "same_incident", "n": "not_same_incident"},
    "claimed": {"r": "right", "w": "wrong"},
}
PROMPTS = {
    "parted": "Two incidents, or one? [s]ame [n]ot the same",
    "joined": "One incident, or two? [s]ame [n]ot the same",
    "claimed": "Is this what is said? [r]ight [w]rong",
}

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Record what a person decides; the incidents are built anew with it.")


# ---------------------------------------------------------------- judge


@app.command("same")
def judge_same(reports: ReportArguments, by: ByOption, note: NoteOption = "", ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """These reports tell of one incident."""
    with _opened(ledger) as opened:
        with opened.view() as view:
            about = [document for name in reports for document in _documents(view, name)]
        _record(opened, [_judgement("same_incident", about, by, note)])


@app.command("not-same")
def judge_not_same(reports: ReportArguments, by: ByOption, note: NoteOption = "", ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """None of these reports tells of one incident with any of the others. Reports that are named as one incident stay together."""
    with _opened(ledger) as opened:
        with opened.view() as view:
            named = [_documents(view, name) for name in reports]
        if len(named) < 2:
            raise JudgementError("two reports or incidents are needed to say that they are not the same")
        _record(opened, [_judgement("not_same_incident", one, by, note, against=other) for one, other in combinations(named, 2)])


@app.command("wrong")
def judge_wrong(claims: ClaimArguments, by: ByOption, note: NoteOption = "", ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """These claims are not what the reports say: they count for nothing."""
    _verdict("wrong", claims, by, note, ledger)


@app.command("right")
def judge_right(claims: ClaimArguments, by: ByOption, note: NoteOption = "", ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """These claims are what the reports say. It is no judgement on whether that is true."""
    _verdict("right", claims, by, note, ledger)


@app.command("correct")
def judge_correct(
    claims: ClaimArguments,
    by: ByOption,
    field: Annotated[
        str,
        typer.Option(help="speaker, stance, actor, target, type, when, place, weapon, casualties or background.", metavar="FIELD"),
    ],
    value: Annotated[str, typer.Option(help='What it should read: a code or a word, "null", or JSON as in the interchange form.')],
    note: NoteOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """A field of these claims should read otherwise."""
    told = _value(field, value)
    with _opened(ledger) as opened:
        with opened.view() as view:
            about = [view.claim(name).id for name in claims]
        _record(opened, [_judgement("corrected", about, by, note, field=field, value=told)])


@app.command("take-back")
def judge_take_back(
    judgements: Annotated[list[str], typer.Argument(help="Judgement ids, or their first digits.", metavar="JUDGEMENT...")],
    by: ByOption,
    note: NoteOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """These judgements count as not made. To take that back makes them stand again."""
    with _opened(ledger) as opened:
        with opened.view() as view:
            about = [_named(name, [one.id for one in view.judgements()], "judgement") for name in judgements]
        _record(opened, [_judgement("taken_back", about, by, note)])


@app.command("list")
def judge_list(ledger: LedgerOption = DEFAULT_LEDGER, as_json: JsonOption = False) -> None:
    """List all judgements, the first first; those that were taken back are marked."""
    from counterclaim.judged import standing

    with _opened(ledger) as opened, opened.view() as view:
        made = list(view.judgements())
    stands = {one.id for one in standing(made)}
    for one in made:
        if as_json:
            row = {**asdict(one), "at": one.at.isoformat(), "stands": one.id in stands}
            row["value"] = json.loads(one.value) if one.value else None
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            typer.echo("\t".join(_judgement_words(one, stands=one.id in stands or one.decision == "taken_back")))


def _judgement_words(one: Judgement, *, stands: bool) -> Iterator[str]:
    from counterclaim.wording import plain

    yield one.id[:8]
    yield f"{one.at:%Y-%m-%d %H:%M}"
    yield one.decision.replace("_", " ") + ("" if stands else " (taken back)")
    yield " ".join(name[:8] for name in one.about) + (f" / {' '.join(name[:8] for name in one.against)}" if one.against else "")
    yield from (plain(part) for part in (one.by, f"{one.field}: {one.value}" if one.field else "", one.note) if part)


def _verdict(decision: Decision, claims: Sequence[str], by: str, note: str, location: str) -> None:
    with _opened(location) as opened:
        with opened.view() as view:
            about = [view.claim(name).id for name in claims]
        _record(opened, [_judgement(decision, about, by, note)])


def _judgement(decision: Decision, about: Iterable[str], by: str, note: str, **parts: Any) -> Judgement:
    from counterclaim.judged import judgement

    return judgement(decision, about, by=by, at=datetime.now(UTC), note=note, **parts)


def _record(opened: Ledger, judgements: Sequence[Judgement]) -> None:
    """Keep them, build the incidents anew, and say what that changed."""
    from counterclaim.flow import judge

    with opened.view() as view:
        before = view.last_change()
    judge(opened, judgements)
    for one in judgements:
        typer.echo(f"judgement {one.id[:8]}: {one.decision.replace('_', ' ')}")
    with opened.view() as view:
        for change in view.changes(before):
            typer.echo(_change_line(change.incident, change.change, change.other))


def _value(field: str, words: str) -> object:
    """What was typed, as the interchange form has it: JSON where it is some, an actor of that code, or the words."""
    if words.startswith(("{", "[")) or words in {"null", "true", "false"}:
        try:
            return json.loads(words)
        except ValueError as error:
            raise JudgementError(f"--value is no JSON: {error}") from error
    return {"id": words, "text": words} if field in {"speaker", "actor", "target"} else words


def _documents(view: View, name: str) -> list[str]:
    """The document of that source or beginning of an id, or those of the incident."""
    sources = view.sources()
    exact = [document for document, source in sources.items() if source == name]
    begins = exact or [document for document in sources if document.startswith(name)]
    if not begins:
        return list(view.incident(name).documents)
    if len(begins) > 1:
        raise JudgementError(f"{name!r} is several reports: {', '.join(begins[:5])}")
    return begins


def _named(beginning: str, ids: Iterable[str], thing: str) -> str:
    found = [identifier for identifier in ids if identifier.startswith(beginning)]
    if len(found) != 1:
        several = f"several: {', '.join(found[:5])}" if found else f"no such {thing}"
        raise JudgementError(f"{thing} {beginning!r}: {several}")
    return found[0]


# ---------------------------------------------------------------- review


def review(
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
    most: Annotated[int, typer.Option("--most", min=1, help="How many questions at most.")] = ASKED,
    as_json: Annotated[bool, typer.Option("--json", help="Print the queue as JSON, a question a line, and ask nothing.")] = False,
) -> None:
    """Ask about what is least certain, one key a decision: same or not, right or wrong, undo, quit.

    Each answer is kept at once; the incidents are built anew at the end.
    """
    from counterclaim.flow import doubts

    with _opened(ledger) as opened:
        with opened.view() as view:
            queue = doubts(view)[:most]
        if as_json:
            for doubt in queue:
                typer.echo(json.dumps({**asdict(doubt), "why": dict(doubt.why)}, ensure_ascii=False))
        elif not queue:
            typer.echo("Nothing to ask: no report and no claim of this ledger is in doubt.")
        elif not by.strip():
            raise JudgementError("a review needs the name of who decides: --by, or COUNTERCLAIM_JUDGE")
        else:
            _ask(opened, queue, by)


def _ask(opened: Ledger, queue: Sequence[Doubt], by: str) -> None:
    from counterclaim.flow import judge
    from counterclaim.show import indented, terminal

    console, answered, at = terminal(), list[tuple[int, Judgement]](), 0
    while at < len(queue):
        doubt = queue[at]
        with opened.view() as view:
            console.print(f"\n{at + 1} of {len(queue)}", style="dim")
            for indent, words in _question(view, doubt):
                console.print(indented(words, indent))
        keys = KEYS[doubt.kind]
        key = _key(f"{PROMPTS[doubt.kind]} [space] leave [u]ndo [q]uit > ", {*keys, " ", "u", "q"})
        if key == "q":
            break
        if key == "u":
            at = _undo(opened, answered, by, at)
            continue
        if key in keys:
            made = _judgement(keys[key], doubt.about, by, "review")
            _keep(opened, made)
            answered.append((at, made))
        at += 1
    if answered:
        judge(opened, ())
    typer.echo(f"{len(answered)} decided.")


def _undo(opened: Ledger, answered: list[tuple[int, Judgement]], by: str, at: int) -> int:
    """Take the last answer back; the place in the queue to go on from."""
    if not answered:
        return max(0, at - 1)
    place, last = answered.pop()
    _keep(opened, _judgement("taken_back", [last.id], by, "review"))
    return place


def _keep(opened: Ledger, made: Judgement) -> None:
    with opened.session() as session:
        session.add_judgement(made)


def _key(prompt: str, wanted: Iterable[str]) -> str:
    """One of the keys, from the terminal without Enter, or the next of a pipe; "q" at its end."""
    allowed = set(wanted)
    typer.echo(prompt, nl=False)
    while True:
        key = (typer.getchar() if sys.stdin.isatty() else sys.stdin.read(1)).lower()
        if key in {"", "\x03", "\x04"}:
            key = "q"
        if key in allowed:
            typer.echo(key)
            return key


Line = tuple[int, str]  # indent, words


def _question(view: View, doubt: Doubt) -> Iterator[Line]:
    from counterclaim.show import incident_line

    if doubt.kind == "claimed":
        yield from _claim_asked(view, doubt)
    else:
        for document in map(view.document, doubt.about):
            yield from _report_asked(document)
        yield from _reasons(doubt)
    for identifier in doubt.incidents:
        yield 0, f"Now in: {incident_line(view.incident(identifier))}"


def _reasons(doubt: Doubt) -> Iterator[Line]:
    """What speaks for one event, and what against it."""
    from counterclaim.lexicon.shown import reason_words

    for title, wanted in (("For one event", 1), ("Against it", -1)):
        words = [said for name, value in doubt.why if value * wanted > 0 and (said := reason_words(name, value))]
        if words:
            yield 0, f"{title}: {'; '.join(words)}"


def _report_asked(document: Document) -> Iterator[Line]:
    from counterclaim.wording import plain

    title = plain(document.title or "")
    words = plain(document.text[: 2 * WORDS])
    words = words.removeprefix(title).lstrip() if title else words
    yield 0, _source(document)
    if title:
        yield 2, title
    yield 4, words if len(words) <= WORDS else f"{words[:WORDS].rpartition(' ')[0]} …"
    yield 0, ""


def _source(document: Document) -> str:
    from counterclaim.wording import day_words, plain

    day = day_words(document.published) if document.published else "undated"
    return f"{plain(document.outlet or document.source)}, {day} (report {document.id[:8]})"


def _claim_asked(view: View, doubt: Doubt) -> Iterator[Line]:
    from counterclaim.lexicon.shown import QUESTIONS
    from counterclaim.wording import plain

    claim = view.claim(doubt.about[0])
    document = view.document(claim.document)
    start, end = claim.span.start, claim.span.end
    before, after = document.text[max(0, start - WORDS) : start], document.text[end : end + WORDS]
    yield 0, f"{_source(document)}, claim {claim.id[:8]}"
    yield 4, f"… {plain(before)} >>{plain(claim.evidence)}<< {plain(after)} …"
    yield 0, ""
    yield 0, "Read as"
    for name, value in _claim_read(claim):
        yield 2, f"{name}: {value}"
    yield 0, "It answers: " + ", ".join(sorted({QUESTIONS.get(name, name) for name, _ in doubt.why}))


def _claim_read(claim: Claim) -> Iterator[tuple[str, str]]:
    """What the claim is read as, a field at a time, in words."""
    from counterclaim.lexicon.shown import shown_names
    from counterclaim.link import toll_words
    from counterclaim.wording import name_of, plain, stance_words, when_words

    event, names = claim.event, shown_names()
    by = name_of(claim.speaker.id, names) if claim.speaker.id else f"not identified ({plain(claim.speaker.text)})"
    parts = [
        ("speaker", by),
        ("stance", stance_words(claim)),
        ("event", event.type.replace("_", " ")),
        ("by", name_of(event.actor.id, names) if event.actor and event.actor.id else None),
        ("against", name_of(event.target.id, names) if event.target and event.target.id else None),
        ("place", plain(event.place.name) if event.place else None),
        ("time", when_words(event.when) if event.when else None),
        ("with", event.weapon),
        *((f"{toll.kind}, {name_of(toll.side, names) if toll.side else 'side not said'}", toll_words(toll)) for toll in claim.casualties),
    ]
    return ((name, value) for name, value in parts if value)


# ---------------------------------------------------------------- changes


def changes(
    ledger: LedgerOption = DEFAULT_LEDGER,
    since: Annotated[int, typer.Option(min=0, help="The last number seen; 0 is the beginning.")] = 0,
    most: Annotated[int, typer.Option("--most", min=1, help="How many at most.")] = 1000,
    as_json: JsonOption = False,
) -> None:
    """List what became of incidents: new, changed, renamed, merged, split, withdrawn. The number in front only grows."""
    with _opened(ledger) as opened, opened.view() as view:
        for change in view.changes(since, most):
            if as_json:
                typer.echo(json.dumps({**asdict(change), "at": change.at.isoformat()}))
            else:
                typer.echo(f"{change.cursor}\t{change.at:%Y-%m-%d %H:%M:%S}\t{_change_line(change.incident, change.change, change.other)}")


def _change_line(incident: str, change: str, other: str | None) -> str:
    return f"incident {incident[:12]}: {change.replace('_', ' ')}" + (f" {other[:12]}" if other else "")


def _opened(location: str) -> Ledger:
    from counterclaim.ledger import open_ledger

    return open_ledger(location, create=False)
