"""The queue of what a person's judgement would help most with, found again when the incidents have changed."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Condition, Thread

from counterclaim.judged import VERDICTS, standing
from counterclaim.ledger import Ledger, View
from counterclaim.link import Doubt
from counterclaim.model import Judgement
from counterclaim.web.settings import Desk

PATIENCE = 1.5  # seconds
Key = tuple[int, int]  # of the last change of incidents, and how many judgements are takings-back


class Queue:
    """What `desk` asks about. To find that takes as long as linking does: it is done behind, and meanwhile the queue is as it was."""

    def __init__(self, desk: Desk | None, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger
        self._changed = Condition()
        self._key: Key | None = None
        self._finding = False
        self._found: Sequence[Doubt] = ()

    @property
    def is_found(self) -> bool:
        """Whether it was ever found."""
        return self._key is not None

    def open(self, view: View) -> list[Doubt]:
        """What is not decided yet, the least certain first. Waits for the queue to be found again, but not for long."""
        if self._desk is None:
            return []
        key = _key(view)
        with self._changed:
            if key != self._key and not self._finding:
                self._finding = True
                Thread(target=self._find, args=(self._desk,), name="queue", daemon=True).start()
            self._changed.wait_for(lambda: not self._finding, PATIENCE)
            found = self._found
        decided = _decided(standing(view.judgements()))
        return [one for one in found if frozenset(one.about) not in decided]

    def _find(self, desk: Desk) -> None:
        try:
            with self._ledger.view() as view:
                key, found = _key(view), desk.doubts(view)
            with self._changed:
                self._key, self._found = key, found
        finally:
            with self._changed:
                self._finding = False
                self._changed.notify_all()


def _key(view: View) -> Key:
    return view.last_change(), sum(one.decision == "taken_back" for one in view.judgements())


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
