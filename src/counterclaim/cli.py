"""The command line: parse, call, print. What each command does is in the module it calls."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim import __version__, judging
from counterclaim.errors import CounterclaimError, ReadError
from counterclaim.judging import DEFAULT_LEDGER, JsonOption, LedgerOption
from counterclaim.model import Claim, Incident, Rejection

if TYPE_CHECKING:
    from rich.console import Console

    from counterclaim.flow import Counts, Settings
    from counterclaim.ledger import Ledger, View
    from counterclaim.report import Sitrep

MOST_JOBS = 256
REPORTS = (".html", ".md")  # what a situation report can be written as
PORT = 8765

app = typer.Typer(
    name="counterclaim",
    help="Claims and counterclaims about contested armed incidents: who says what happened, kept apart and side by side.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

gazetteer_app = typer.Typer(help="A gazetteer of your own, for `read --gazetteer`.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(gazetteer_app, name="gazetteer")


class StanceName(StrEnum):
    """Stances, for the help text."""

    asserts = "asserts"
    accuses = "accuses"
    denies = "denies"
    confirms = "confirms"
    declines = "declines"
    warns = "warns"
    calls_for = "calls_for"


class Format(StrEnum):
    """What `export` can write."""

    acled = "acled"
    claims_csv = "claims-csv"
    claims_jsonl = "claims-jsonl"
    claims_parquet = "claims-parquet"
    ftm_statements = "ftm-statements"
    gdelt_events = "gdelt-events"
    gdelt_mentions = "gdelt-mentions"
    geojson = "geojson"
    incidents_csv = "incidents-csv"
    incidents_jsonl = "incidents-jsonl"
    incidents_parquet = "incidents-parquet"
    polecat = "polecat"
    timemap = "timemap"
    ucdp_ged = "ucdp-ged"
    web_annotation = "web-annotation"


class ShapeName(StrEnum):
    """Shapes, for the help text."""

    dyadic = "dyadic"
    monadic = "monadic"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Claims and counterclaims about contested armed incidents: who says what happened, kept apart and side by side."""


@app.command()
def read(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Annotated[list[str], typer.Argument(help='Files, folders, patterns, or "-" for standard input.', metavar="PATH...")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of publication, where a report has none of its own.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=MOST_JOBS, help="Processes to parse and extract with.")] = 1,
    actors: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Your own actors, a CSV file; see the codebook.")] = None,
    gazetteer: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Your own places: a CSV file, or what `gazetteer build` made.")
    ] = None,
    twindow: Annotated[int, typer.Option(min=0, help="Days within which two reports may mean one event.")] = 1,
    spatwindow: Annotated[float, typer.Option(min=0, help="Kilometres within which two reports may mean one event.")] = 50.0,
    parser: Annotated[str, typer.Option(help='Parser: "default", "fast", or "spacy:" and a spaCy pipeline\'s name or folder.')] = "default",
    gate: Annotated[bool, typer.Option(help="Parse only what may have to do with armed violence, and what stands around it.")] = True,
    restore: Annotated[bool, typer.Option(help="Read machine-spun text as it was before; clean text is read as it stands.")] = True,
    clause_model: Annotated[bool, typer.Option(help="Ask the clause model what a claim's own words leave open.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Read reports into a ledger: extract their claims and link them to incidents.

    What has been read before is skipped, and a run that was stopped is completed by the same command. Inputs that are
    not usable reports are kept as rejections with their reason; exit status 1 if nothing was read for that cause.
    """
    from counterclaim.extract import ExtractOptions
    from counterclaim.flow import Settings
    from counterclaim.link import LinkOptions

    settings = Settings(
        published=published.date() if published else None,
        parser=parser,
        gate=gate,
        restore=restore,
        extract=ExtractOptions(actors=actors, gazetteer=gazetteer, clause_model=clause_model),
        link=LinkOptions(twindow=twindow, spatwindow=spatwindow),
    )
    with _opened(ledger, create=True) as opened:
        counts = _read(opened, paths, settings, jobs, quiet=as_json)
    if as_json:
        typer.echo(json.dumps({name: getattr(counts, name) for name in ("read", "known", "rejected", "reasons", "claims", "incidents")}))
    if counts.rejected and not counts.read and not counts.known:
        raise typer.Exit(1)


@app.command()
def show(
    incident: Annotated[str | None, typer.Argument(help="Incident id or its first digits; none: all incidents.")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    every: Annotated[bool, typer.Option("--all", help="Quote every claim of each account, not the first few.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Print an incident: each party's account side by side, and the points on which they agree or contradict each other.

    Without an id, prints the only incident, or the list of incidents where there are several.
    """
    with _opened(ledger) as opened, opened.view() as view:
        found = [view.incident(incident)] if incident else list(view.incidents())
        if as_json:
            rows = {row["id"]: row for row in view.incident_rows()}
            typer.echo(json.dumps([rows[one.id] for one in found], ensure_ascii=False))
        elif not found:
            typer.echo("No incidents in this ledger.")
        elif len(found) > 1:
            _print_list(found)
        else:
            _print_incident(view, found[0], every=every)


@app.command()
def claims(  # noqa: PLR0913, PLR0917 - one parameter an option
    ledger: LedgerOption = DEFAULT_LEDGER,
    speaker: Annotated[str | None, typer.Option(help='Id of the speaker, or its beginning: "ARM" finds "ARM:MOD" too.')] = None,
    party: Annotated[str | None, typer.Option(help="Party of the speaker.")] = None,
    stance: Annotated[StanceName | None, typer.Option(help="Stance.")] = None,
    source: Annotated[str | None, typer.Option(help="Source, or its beginning.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the event.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the event.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List claims, filtered by speaker, party, stance, source and date of the event."""
    from counterclaim.ledger import ClaimFilter

    wanted = ClaimFilter(
        speaker=speaker,
        party=party,
        stance=stance.value if stance else None,
        source=source,
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    with _opened(ledger) as opened, opened.view() as view:
        if as_json:
            for row in view.claim_rows(wanted):
                typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            _print_claims(list(view.claims(wanted)), view)


@app.command()
def copies(ledger: LedgerOption = DEFAULT_LEDGER, as_json: JsonOption = False) -> None:
    """List reports that are copies of one report, with the evidence; then those that share a source and are no copies.

    A family of copies counts as one independent report. JSON has one link a line, with the passages as offsets into both texts.
    """
    from counterclaim.copies import link_row
    from counterclaim.flow import copies_in
    from counterclaim.show import copies_view, terminal

    with _opened(ledger) as opened, opened.view() as view:
        index, names = copies_in(view), view.sources()
        families = [family for family in index.families() if family.links]
        sources = index.sources()
        if as_json:
            for link in (*(link for family in families for link in family.links), *sources):
                typer.echo(json.dumps(link_row(link, names), ensure_ascii=False))
        elif not families and not sources:
            typer.echo("No report in this ledger is a copy of another.")
        else:
            named = {one for family in families for one in family.members} | {one for link in sources for one in (link.one, link.two)}
            terminal().print(copies_view(families, sources, {one: view.document(one) for one in named}))


app.add_typer(judging.app, name="judge")
app.command()(judging.review)
app.command()(judging.changes)


@app.command()
def rejected(ledger: LedgerOption = DEFAULT_LEDGER, as_json: JsonOption = False) -> None:
    """List the inputs that could not be used, each with its reason."""
    from counterclaim.interchange import rejection_row
    from counterclaim.wording import plain

    with _opened(ledger) as opened, opened.view() as view:
        for rejection in view.rejections():
            if as_json:
                typer.echo(json.dumps(rejection_row(rejection), ensure_ascii=False))
            else:
                typer.echo("\t".join(plain(part) for part in (rejection.source, rejection.reason, rejection.detail) if part))


@app.command()
def export(
    form: Annotated[Format, typer.Argument(help="Format.", metavar="FORMAT")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; standard output if none.")] = None,
    shape: Annotated[ShapeName, typer.Option(help="A row for each incident, or for each party of it.")] = ShapeName.dyadic,
    hxl: Annotated[bool, typer.Option("--hxl", help="A row of HXL tags below the header.")] = False,
    extras: Annotated[bool, typer.Option(help="Our own columns after those of the published format.")] = True,
) -> None:
    """Write the record in a format for other tools. The same content gives the same bytes.

    A table that goes to a file has its schema beside it: acled.csv has acled.schema.json.
    """
    from counterclaim.export import ExportOptions
    from counterclaim.export import export as write

    with _opened(ledger) as opened, opened.view() as view:
        rows = write(view, form.value, out, ExportOptions(shape.value, hxl, extras))
    if out is not None:
        typer.echo(f"{rows} rows written to {out}", err=True)


@app.command()
def report(
    ledger: LedgerOption = DEFAULT_LEDGER,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day.")] = None,
    place: Annotated[str | None, typer.Option(help="Name of a place or a country.")] = None,
    party: Annotated[str | None, typer.Option(help="Name or code of a party.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write, .html or .md; none: Markdown, printed.")] = None,
) -> None:
    """Write a situation report: incidents, each side's account, where they differ, map, timeline, sources with their copies.

    HTML is one file, ready to print. Figures of a Markdown report are files beside it. Nothing is fetched from anywhere.
    """
    from counterclaim.report import ReportOptions, sitrep
    from counterclaim.wording import count

    if out is not None and out.suffix.lower() not in REPORTS:
        raise typer.BadParameter(f"{out.name}: a name that ends in {', '.join(REPORTS)} (print the page for PDF)", param_hint="--out")
    if since and until and until < since:
        raise typer.BadParameter("before --since", param_hint="--until")
    wanted = ReportOptions(since.date() if since else None, until.date() if until else None, place, party)
    with _opened(ledger) as opened, opened.view() as view:
        made = sitrep(view, wanted, drawn=out is not None)
    if made.figures is None:
        typer.echo("No figures: they need pip install 'counterclaim[report]'.", err=True)
    if out is None:
        typer.echo(made.markdown(), nl=False)
        return
    _write_report(made, out)
    typer.echo(f"{count(made.incidents, 'incident')} written to {out}", err=True)


def _write_report(made: Sitrep, out: Path) -> None:
    from counterclaim.export import replacing

    is_page = out.suffix.lower() == ".html"
    files_of = {out: made.html() if is_page else made.markdown(out.stem)}
    if not is_page:
        files_of |= {out.with_name(f"{out.stem}-{figure.name}.svg"): figure.svg for figure in made.figures or ()}
    for path, text in files_of.items():
        with replacing(path) as handle:
            handle.write(text.encode())


@app.command("restore")
def print_restored(
    file: Annotated[str, typer.Argument(help="A report, or - for standard input.", metavar="FILE")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: probability, family, edits with offsets, restored text.")] = False,
    as_plain: Annotated[bool, typer.Option("--plain", help="Print the restored text alone.")] = False,
) -> None:
    """Print a report with machine-spun words restored, each with what was found and how sure that is."""
    from counterclaim.read import ReadOptions, read
    from counterclaim.restore import restore_text, show

    printed = show.as_json if as_json else show.plain if as_plain else show.marked
    for report in read([file], options=ReadOptions()):
        if isinstance(report, Rejection):
            raise ReadError(f"{report.source}: {report.reason}: {report.detail}")
        typer.echo(printed(report.text, restore_text(report.text)))


@app.command()
def beside(
    file: Annotated[Path, typer.Argument(help="Your own ACLED or UCDP GED rows, a CSV file.", metavar="FILE")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    out: Annotated[Path, typer.Option("--out", "-o", help="CSV file to write.")] = Path("beside.csv"),
    twindow: Annotated[int, typer.Option(min=0, help="Days within which two rows may mean one event.")] = 1,
    spatwindow: Annotated[float, typer.Option(min=0, help="Kilometres within which two rows may mean one event.")] = 50.0,
) -> None:
    """Lay your own ACLED or UCDP GED rows beside the incidents: what both have, what only they have, what only we have."""
    from counterclaim.export import replacing
    from counterclaim.export.beside import beside as lay_beside
    from counterclaim.export.theirs import read_theirs

    with _opened(ledger) as opened, opened.view() as view, replacing(out) as handle:
        counts = lay_beside(view, read_theirs(file), handle, twindow, spatwindow)
    typer.echo(
        f"{counts.matched} in both, {counts.also_matched} more that match one already matched, {counts.only_theirs} only theirs,"
        f" {counts.only_ours} only ours, {counts.not_comparable} without a date or place; written to {out}"
    )


@gazetteer_app.command("build")
def build_gazetteer(
    source: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A GeoNames dump (allCountries.txt, UA.txt) or a CSV file.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path("places.gazetteer"),
    alone: Annotated[bool, typer.Option("--alone", help="Use it in place of our gazetteer; without this, on top of ours.")] = False,
) -> None:
    """Index a GeoNames dump or a CSV file of places once, into a local file that `read --gazetteer` takes.

    Kinds of places that reports do not name (hotels, wells, farms) are left out. The columns of a CSV file are in the codebook.
    """
    from counterclaim.extract.place.dump import build_file
    from counterclaim.show import terminal

    console = terminal(stderr=True)
    if console.is_terminal:
        with console.status("Indexing") as status:
            count = build_file(
                source,
                out,
                alone=alone,
                progress=lambda read, size, places: status.update(f"{places:,} places, {100 * read // max(size, 1)} % of {source.name}"),
            )
    else:
        count = build_file(source, out, alone=alone)
    console.print(f"{count:,} places written to {out}", markup=False)


@app.command()
def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = PORT,
    tokens: Annotated[Path | None, typer.Option(dir_okay=False, help="Tokens of those who may write; see counterclaim token.")] = None,
    allow_host: Annotated[list[str] | None, typer.Option(help="Name under which the site is asked for; any number of times.")] = None,
    secure: Annotated[bool, typer.Option("--secure", help="The site is reached by HTTPS: cookies go by nothing else.")] = False,
) -> None:
    """Serve the ledger as web pages and an API: incidents as a list, on a map and over time, each account beside the other.

    Read-only, but for those who hold a token. Where there is no ledger of that name, what `counterclaim demo` read is shown.
    """
    serving, web = _web()
    settings = web.WebSettings(
        tokens=web.read_tokens(tokens) if tokens else {}, hosts=(*web.LOCAL, host, *(allow_host or ())), secure=secure
    )
    location = ledger
    if ledger == DEFAULT_LEDGER and not Path(ledger).exists() and example_ledger().exists():
        location = str(example_ledger())
        typer.echo(f"There is no {DEFAULT_LEDGER} here: these are the incidents of the bundled example, which is invented.", err=True)
    typer.echo(f"{location} at http://{host}:{port}/ (stop with Ctrl-C)", err=True)
    serving.serve(location, host, port, settings)


@app.command()
def token(
    name: Annotated[str, typer.Argument(help="Who is to hold it; stands beside all that they write.", metavar="NAME")],
    file: Annotated[Path, typer.Option("--file", "-f", dir_okay=False, help="File of tokens; holds hashes only.")] = Path("tokens.toml"),
) -> None:
    """Make a token with which its holder may send in reports: counterclaim serve --tokens FILE. It is shown once."""
    _, web = _web()
    typer.echo(web.new_token(file, name))
    typer.echo(f"This is the only time that the token is shown; {file} keeps its hash. A server that runs must be started again.", err=True)


@app.command()
def demo() -> None:
    """Read the bundled example (an invented clash, told by ten reports) and show what each side says of it."""
    from counterclaim.flow import Settings

    typer.echo("The bundled example is invented: the places are real, the incident and the reports are not.\n")
    with (
        TemporaryDirectory() as folder,
        as_file(files("counterclaim") / "example") as reports,
        _opened(str(Path(folder) / "demo.db"), create=True) as opened,
    ):
        _read(opened, [str(reports)], Settings(), 1)
        with opened.view() as view:
            found = sorted(view.incidents(), key=lambda one: -one.reports)
            for one in found[:1]:
                typer.echo("")
                _print_incident(view, one)
            if found[1:]:
                typer.echo("")
                _print_list(found[1:])
        opened.close()
        _keep_example(Path(folder) / "demo.db")


def example_ledger() -> Path:
    """Where the demo leaves its ledger for `serve`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "counterclaim" / "example.db"


def _keep_example(ledger: Path) -> None:
    """Keep the ledger of the demo to be served, if there is anywhere to keep it."""
    kept = example_ledger()
    part = kept.with_suffix(f".{os.getpid()}.part")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ledger, part)
        for left in ("-wal", "-shm"):  # of a server that was killed: they would be taken for those of the new file
            kept.with_name(kept.name + left).unlink(missing_ok=True)
        part.replace(kept)
    except OSError:
        return
    typer.echo(f"\nThe same on pages: {_command()} serve, then http://127.0.0.1:{PORT}/")


def _command() -> str:
    """How the reader can call this program: by its name where that is found, else by the path that it was called by."""
    return "counterclaim" if shutil.which("counterclaim") else sys.argv[0]


def _web() -> tuple[ModuleType, ModuleType]:
    """The modules that serve, which need what the extra `web` installs."""
    try:
        from counterclaim import serving, web
    except ImportError as error:
        raise CounterclaimError(f"this needs {error.name}: pip install 'counterclaim[web]'") from error
    return serving, web


@contextmanager
def _opened(location: str, *, create: bool = False) -> Iterator[Ledger]:
    from counterclaim.ledger import open_ledger

    with open_ledger(location, create=create) as ledger:
        yield ledger


def _read(ledger: Ledger, paths: Sequence[str], settings: Settings, jobs: int, *, quiet: bool = False) -> Counts:
    """Read with a line of progress on the terminal, and a closing summary."""
    from counterclaim.execute import read_into
    from counterclaim.show import terminal

    began, console = monotonic(), terminal(stderr=True)
    if quiet or not console.is_terminal:
        counts = read_into(ledger, paths, settings, jobs)
    else:
        with console.status("Loading the parser") as status:
            counts = read_into(ledger, paths, settings, jobs, lambda so_far: status.update(_progress(so_far, monotonic() - began)))
    if not quiet:
        _summary(console, counts, monotonic() - began)
    return counts


def _progress(counts: Counts, seconds: float) -> str:
    rate = f", {counts.words / seconds:,.0f} words/s" if counts.words and seconds > 0 else ""
    return f"{counts.read} reports read, {counts.claims} claims{rate}"


def _summary(console: Console, counts: Counts, seconds: float) -> None:
    reasons = ", ".join(f"{count} {reason}" for reason, count in counts.reasons.items())
    console.print(
        f"{counts.read} read, {counts.known} already known, {counts.rejected} rejected{f' ({reasons})' if reasons else ''}; "
        f"{counts.claims} new claims; incidents in the ledger: {counts.incidents}; {seconds:.1f} s",
        markup=False,
    )


def _print_incident(view: View, incident: Incident, *, every: bool = False) -> None:
    from counterclaim.ledger import ClaimFilter
    from counterclaim.lexicon.shown import shown_names
    from counterclaim.show import QUOTES, incident_view, terminal

    console = terminal()
    told = {claim.id: claim for claim in view.claims(ClaimFilter(incident=incident.id))}
    documents = {identifier: view.document(identifier) for identifier in incident.documents}
    console.print(incident_view(incident, told, documents, shown_names(), console.width, None if every else QUOTES))


def _print_list(incidents: Sequence[Incident]) -> None:
    from counterclaim.lexicon.shown import shown_names
    from counterclaim.show import incident_list, terminal

    terminal().print(incident_list(incidents, shown_names()))
    typer.echo("One incident, with the words of each side: counterclaim show INCIDENT")


def _print_claims(found: Sequence[Claim], view: View) -> None:
    from counterclaim.lexicon.shown import shown_names
    from counterclaim.show import claims_table, terminal

    if found:
        terminal().print(claims_table(found, view.sources(), shown_names()))
    else:
        typer.echo("No claims match.")


def main() -> None:
    """Entry point. What was raised on purpose is a message and exit status 2; a closed pipe is silence."""
    try:
        app()
    except CounterclaimError as error:
        typer.echo(f"counterclaim: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
