"""What the finders have found in one document, together: the material from which claims are assembled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from counterclaim import lexicon
from counterclaim.extract.actor import ActorIndex
from counterclaim.extract.event import Trigger
from counterclaim.extract.frame import Frame
from counterclaim.extract.harm import victim_classes
from counterclaim.extract.place import PlaceMention
from counterclaim.extract.toll import TollMention
from counterclaim.extract.when import TimeMention, of_events, told_from
from counterclaim.model import Document, When
from counterclaim.syntax import Parse


@cache
def onlookers() -> frozenset[str]:
    """Ids of media and of international bodies and watchdogs (lexicon/outlets.csv, bodies.csv); a coalition fights."""
    ids = (row["id"] for name in ("outlets.csv", "bodies.csv") for row in lexicon.rows(name))
    return frozenset(identifier for identifier in ids if "coalition" not in identifier)


OFTEN = 4  # words for civilians that make a report one about civilians
CLASHES = frozenset({"armed_clash", "shooting", "ceasefire_violation"})


@dataclass(frozen=True)
class Report:
    """One document with its parse and all findings, each in text order."""

    document: Document
    home: str | None
    parse: Parse
    actors: ActorIndex
    triggers: Mapping[int, Trigger]
    tolls: Sequence[TollMention]
    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    relays: Mapping[int, Sequence[Frame]]

    @cached_property
    def time_tokens(self) -> frozenset[int]:
        """Tokens of the report's mentions of time."""
        return frozenset(token for time in self.times for token in range(time.tokens[0], time.tokens[-1] + 1))

    @cached_property
    def event_times(self) -> tuple[TimeMention, ...]:
        """The dates and clock times that may be an event's, in text order."""
        return tuple(of_events(self.parse, self.times, self.document.published))

    @cached_property
    def counted_times(self) -> tuple[tuple[int, When], ...]:
        """Days of events by how long before or after another they were, each with the head of the event's words."""
        return tuple(told_from(self.parse, self.times, self.document.published))

    @cached_property
    def usual_victims(self) -> str:
        """Whom a bare "people" or "eight killed" counts: civilians where the report counts civilians killed or hurt, or speaks of them
        again and again, and counts no soldiers.
        """
        classes = victim_classes()
        spoken = sum(classes.get(lemma.lower()) == "civilian" for lemma in self.parse.lemmas)
        counted = "civilian" in self._hurt or spoken >= OFTEN
        return "civilians" if counted and not self._hurt & {"military", "armed"} else "all"

    @cached_property
    def likely_victims(self) -> str:
        """Whom a report that names no victim had in mind: civilians where it speaks of any, and counts no soldiers."""
        spoken = any(victim_classes().get(lemma.lower()) == "civilian" for lemma in self.parse.lemmas)
        return "civilians" if spoken and not self._hurt & {"military", "armed"} else "all"

    @cached_property
    def _hurt(self) -> frozenset[str | None]:
        """Classes of the victims that the report counts."""
        classes = victim_classes()
        return frozenset(classes.get(self.parse.lemmas[toll.victims].lower()) for toll in self.tolls if toll.victims is not None)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The parties of the report that can be a side of a clash, the most prominent first: no medium, no international body
        or watchdog.
        """
        return tuple(party for party in self.actors.parties if party not in onlookers())

    @cached_property
    def is_clash(self) -> bool:
        """Whether the report is mostly about fighting between two sides, where a side that gives a bare toll gives its own."""
        kinds = [trigger.type for trigger in self.triggers.values() if trigger.violent and trigger.type not in {"other", "attack"}]
        return sum(kind in CLASHES for kind in kinds) >= max(2, len(kinds) // 2 + 1)

    def telling(self, head: int) -> str:
        """What a clause head tells by itself: a "toll", an "event", or nothing ("")."""
        if any(toll.harm == head for toll in self.tolls):
            return "toll"
        return "event" if (found := self.triggers.get(head)) is not None and found.violent else ""
