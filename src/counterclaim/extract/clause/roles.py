"""Roles: the parties of a report as one speaker sees them.

The clause model never reads the name of a party. It reads whose words they are (`self`) and the other parties by how much the report
speaks of them (`first`, `second`, `third`, `another`): exchange two parties and it reads the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.extract.report import Report
from counterclaim.extract.speaker import OUTLET
from counterclaim.model import Actor

NAMED = ("first", "second", "third")
ROLES = ("self", *NAMED, "another", "civilians", "all", "nobody")


@dataclass(frozen=True, slots=True)
class Roles:
    """`own`: the speaker's party, "" for the outlet; `others`: the other parties, the most prominent first."""

    own: str
    others: tuple[str, ...]

    def of(self, identifier: str | None) -> str:
        """The role of an actor or side by its id."""
        if not identifier:
            return "nobody"
        party = identifier.partition(":")[0]
        if party in {"civilians", "all"}:
            return party
        if party == self.own:
            return "self"
        return NAMED[self.others.index(party)] if party in self.others[: len(NAMED)] else "another"

    def party(self, role: str) -> str | None:
        """The party, or "civilians" and "all", that a role means here; None where it means none in particular."""
        if role in {"civilians", "all"}:
            return role
        if role == "self":
            return self.own or None
        return dict(zip(NAMED, self.others, strict=False)).get(role)


def roles_of(report: Report, speaker: Actor) -> Roles:
    """The roles of a report's parties where this speaker speaks."""
    own = "" if speaker.id in {None, OUTLET} else (speaker.party or "")
    return Roles(own, tuple(party for party in report.sides if party != own))
