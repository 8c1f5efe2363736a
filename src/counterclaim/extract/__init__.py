"""Extraction: from one document and its parse to its claims.

The story: find who speaks (attribution), cut what is said into propositions, find the event, the parties, the tolls, the place and
the time of each, settle stance and background, and assemble. Every step reads the parse; none reads another document.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterclaim.extract.actor import find_actors
from counterclaim.extract.assemble import assemble
from counterclaim.extract.attribution import credible, find_frames, relays_by_sentence
from counterclaim.extract.event import find_triggers
from counterclaim.extract.outlet import ground_of, home_of
from counterclaim.extract.place import PlaceContext, find_places, gazetteer_with
from counterclaim.extract.propositions import Proposition, find_propositions
from counterclaim.extract.quantity import find_quantities
from counterclaim.extract.report import Report
from counterclaim.extract.toll import find_tolls
from counterclaim.extract.when import find_times, publication_hint
from counterclaim.model import Claim, Document
from counterclaim.syntax import Parse


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """A user's own rows, added to or overriding ours; `clause_model`: whether the clause model has its say after the rules."""

    actors: Path | None = None
    gazetteer: Path | None = None
    clause_model: bool = True


def extract(document: Document, parse: Parse, options: ExtractOptions | None = None) -> list[Claim]:
    """The claims of a document, in text order. `parse.text` must be `document.text`."""
    options = options or ExtractOptions()
    report, propositions = findings(document, parse, options)
    return assemble(report, propositions, clause_model=options.clause_model)


def findings(document: Document, parse: Parse, options: ExtractOptions) -> tuple[Report, list[Proposition]]:
    """All that is found in a document before claims are assembled, and the propositions that may become claims."""
    gazetteer = gazetteer_with(options.gazetteer)
    home = home_of(document.outlet, gazetteer.city_country)
    published = document.published or publication_hint(parse)
    actors = find_actors(parse, published, extra=options.actors, home=home, place_country=gazetteer.country_of)
    frames = credible(parse, find_frames(parse), actors)
    report = Report(
        document=document,
        home=home,
        parse=parse,
        actors=actors,
        triggers=find_triggers(parse),
        tolls=find_tolls(parse, find_quantities(parse)),
        times=find_times(parse, published),
        places=find_places(parse, PlaceContext(parties=actors.parties, outlet_country=ground_of(home), extra=options.gazetteer)),
        relays=relays_by_sentence(parse, frames),
    )
    return report, find_propositions(parse, frames, report.telling)
