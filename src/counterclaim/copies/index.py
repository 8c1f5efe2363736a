"""`Copies`: signatures as they come in, and the families and common sources among them at any time.

Invariant: what `families()` and `sources()` say depends on the set of signatures added alone, not on their order or on when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from math import log2

from counterclaim.copies.compare import Comparison, Sides, compare
from counterclaim.copies.evidence import exact_link, link_of
from counterclaim.copies.family import Group, groups
from counterclaim.copies.meet import near, quoting
from counterclaim.copies.signature import Signature
from counterclaim.copies.values import Family, Link
from counterclaim.copies.words import grammar_count

_LENGTHS = 12  # steps of length, a twelfth of an octave each, within which two texts are about as full


class Copies:
    """An index over signatures. Two texts are compared once, when they are first asked for together, and only if they may be related."""

    def __init__(self, signatures: Iterable[Signature] = ()) -> None:
        self._documents: dict[str, Signature] = {}
        self._holders: dict[str, list[Signature]] = {}  # by key: the documents of one text
        self._found: dict[tuple[str, str], Comparison | None] = {}  # by the keys, in the order of the texts
        self._grouped: tuple[list[Signature], list[Group]] | None = None  # until another document comes
        for signature in signatures:
            self.add(signature)

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, signature: Signature) -> bool:
        """Take in a document; True if it is new. ValueError for another signature under an id that is there."""
        known = self._documents.get(signature.document)
        if known is not None:
            if known != signature:
                raise ValueError(f"two different signatures of document {signature.document}")
            return False
        self._documents[signature.document] = signature
        self._grouped = None
        self._holders.setdefault(signature.key, []).append(signature)
        return True

    def families(self) -> list[Family]:
        """All documents, each in one family, by the order of the heads: publication, then fullness, then content."""
        texts, found = self._groups()
        return [self._family(texts, group) for group in found]

    def heads(self) -> dict[str, str]:
        """Of each document, the head of its family."""
        return {member: family.head for family in self.families() for member in family.members}

    def sources(self) -> list[Link]:
        """Links between families that share words nevertheless: a communiqué, a quotation, background. The later first.

        One link for two families, between the first texts found to share such words, by their earliest documents.
        """
        texts, found = self._groups()
        compared = self._comparing(texts)
        head_of = {place: group.head for group in found for place in (group.head, *group.members)}
        links: dict[tuple[int, int], Link] = {}
        for one, two in quoting(texts):
            families = min(head_of[one], head_of[two]), max(head_of[one], head_of[two])
            if families[0] == families[1] or families in links:
                continue
            shared = compared(one, two)
            if shared is not None and shared.is_source:
                links[families] = link_of(texts[two], texts[one], shared.turned)
        return sorted(links.values(), key=lambda link: (link.one, link.two))

    def _groups(self) -> tuple[list[Signature], list[Group]]:
        """The earliest document of each text, in the order of heads, and families of their places."""
        if self._grouped is None:
            texts = sorted((min(held, key=_by_day) for held in self._holders.values()), key=_order)
            self._grouped = texts, groups([text.published for text in texts], near(texts), self._comparing(texts))
        return self._grouped

    def _comparing(self, texts: list[Signature]) -> Callable[[int, int], Comparison | None]:
        sides: dict[int, Sides] = {}

        def side(place: int) -> Sides:
            if place not in sides:
                sides[place] = Sides(texts[place])
            return sides[place]

        def compared(one: int, two: int) -> Comparison | None:
            keys = texts[one].key, texts[two].key
            if keys not in self._found:
                self._found[keys] = compare(side(one), side(two))
            return self._found[keys]

        return compared

    def _family(self, texts: list[Signature], group: Group) -> Family:
        head = texts[group.head]
        links = [exact_link(each, head) for each in self._holders[head.key] if each.document != head.document]
        compared = self._comparing(texts)
        for place in group.members:
            found = compared(min(place, group.head), max(place, group.head))
            if found is not None:
                turned = found if place < group.head else found.turned
                links += [link_of(each, head, turned, is_copy=True) for each in self._holders[texts[place].key]]
        links.sort(key=lambda link: link.one)
        return Family(head.document, tuple(sorted([head.document, *(link.one for link in links)])), tuple(links))


def _by_day(signature: Signature) -> tuple[date, str]:
    return signature.published or date.max, signature.document


def _order(text: Signature) -> tuple[date, bool, int, int, int, str]:
    """The earliest first; then what was not restored; then the fullest; of about one length, what has most words of grammar, which a
    spinner may have replaced.
    """
    count = len(text.read)
    about = round(_LENGTHS * log2(count + 1))
    return text.published or date.max, text.restored is not None, -about, -grammar_count(text.read), -count, text.key
