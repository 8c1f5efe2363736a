"""Situation reports: chosen incidents with their accounts, points, figures and sources, as Markdown or as one HTML page."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.ledger import View
from counterclaim.report.blocks import Block, Figure
from counterclaim.report.choice import ReportOptions, choose
from counterclaim.report.compose import composed
from counterclaim.report.figures import figures
from counterclaim.report.markdown import markdown
from counterclaim.report.page import page

__all__ = ["ReportOptions", "Sitrep", "sitrep"]


@dataclass(frozen=True, slots=True)
class Sitrep:
    """A report before it is written. `figures` is None where what draws them is not installed."""

    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...] | None
    incidents: int

    def html(self) -> str:
        """One page with its figures in it, ready to print."""
        return page(self.blocks)

    def markdown(self, beside: str = "") -> str:
        """Markdown. `beside` is the beginning of the names of the figures' files; empty leaves figures out."""
        names = {figure.name: f"{beside}-{figure.name}.svg" for figure in self.figures or ()} if beside else {}
        return markdown(self.blocks, names)


def sitrep(view: View, options: ReportOptions, *, drawn: bool = True) -> Sitrep:
    """The report on the incidents of a ledger that are asked for; the same ledger gives the same bytes. Not `drawn`: without figures."""
    chosen = choose(view.incidents(), options)
    told = {document for incident in chosen.incidents for document in incident.documents}
    documents = {identifier: view.document(identifier) for identifier in sorted(told)}
    claims = view.claims_by_id(claim for incident in chosen.incidents for claim in incident.claims)
    heads = {member: head for incident in chosen.incidents for head, *members in incident.copies for member in members}
    made = figures(chosen.incidents, documents, heads) if drawn else []
    blocks = composed(chosen, options, claims, documents, made or ())
    return Sitrep(tuple(blocks), None if made is None else tuple(made), len(chosen.incidents))
