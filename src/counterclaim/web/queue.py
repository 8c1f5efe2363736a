"""The queue of what a person's judgement would help most with, kept until the incidents change."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from counterclaim.judged import VERDICTS, standing
from counterclaim.ledger import View
from counterclaim.link import Doubt
from counterclaim.model import Judgement
from counterclaim.web.settings import Desk


class Queue:
    """What `desk` asks about. To find that takes as long as linking does, so it is done when incidents have changed, and not before."""

    def __init__(self, desk: Desk | None) -> None:
        self._desk, self._lock = desk, Lock()
        self._key: tuple[int, int] | None = None
        self._found: Sequence[Doubt] = ()

    def open(self, view: View) -> list[Doubt]:
        """What is not decided yet, the least certain first."""
        if self._desk is None:
            return []
        judgements = list(view.judgements())
        key = view.last_change(), sum(one.decision == "taken_back" for one in judgements)
        with self._lock:
            if key != self._key:
                self._key, self._found = key, self._desk.doubts(view)
            found = self._found
        decided = _decided(standing(judgements))
        return [one for one in found if frozenset(one.about) not in decided]


def _decided(judgements: Sequence[Judgement]) -> set[frozenset[str]]:
    """Every claim, and every pair of reports, that something was decided about."""
    found: set[frozenset[str]] = set()
    for one in judgements:
        if one.decision in VERDICTS:
            found |= {frozenset({claim}) for claim in one.about}
        else:
            others = one.against or one.about
            found |= {frozenset({mine, other}) for mine in one.about for other in others}
    return found
