"""What stands around a name: the type word, the place that holds it, the words that widen it, and what the name is used for."""

from __future__ import annotations

from typing import Literal

from counterclaim.extract.place.gazetteer import Entry
from counterclaim.extract.place.toponyms import Toponym, in_capitals, is_capital, touches_entity
from counterclaim.extract.place.words import PlaceWords
from counterclaim.syntax import Parse

Use = Literal["toponym", "metonym", "modifier", "adjective", "embedded", "dateline"]
UNITS = frozenset(
    {"country", "admin1", "admin2", "region", "district", "islands", "island", "zone", "range", "valley", "plateau", "corridor"}
)
STATES = frozenset({"country", "continent", "capital"})
ACTING, BORDERS = frozenset({"by", "with", "against"}), frozenset({"border", "frontier", "line", "boundary"})
DASHES = frozenset({"-", "--", "–", "—"})
DATELINE = 12  # tokens that a dateline may take
REACH = 6  # tokens before a name in which a word of direction or distance belongs to it


def type_words(parse: Parse, toponym: Toponym, words: PlaceWords) -> tuple[str, ...]:
    """Kinds of places that the words around or at the end of a name agree with: "Tegh village", "the city of Ganja"."""
    after = toponym.last + 1
    if after < len(parse) and parse.lower(after) in words.types and not is_capital(parse.form(after)):
        return words.types[parse.lower(after)]
    before = toponym.first - 1
    if before > 0 and parse.lower(before) in {"of", "called", "named"}:
        before -= 1
    if before >= 0 and parse.lower(before) in words.types and not is_capital(parse.form(before)):
        return words.types[parse.lower(before)]
    last = parse.lower(toponym.last)
    if toponym.last > toponym.first and last in words.types and not any(last in entry.name.casefold() for entry in toponym.entries):
        return words.types[last]
    return ()


def holders(parse: Parse, toponyms: list[Toponym], words: PlaceWords) -> dict[int, int]:
    """Index of a name -> index of the name that is said to hold it, for neighbours in one sentence."""
    found: dict[int, int] = {}
    for left in range(len(toponyms) - 1):
        a, b = toponyms[left], toponyms[left + 1]
        if b.first - a.last > 9 or parse.sentence_of[a.first] != parse.sentence_of[b.first]:
            continue
        order = order_of(parse, a, b, words)
        if order == "left_in_right":
            found.setdefault(left, left + 1)
        elif order == "right_in_left":
            found.setdefault(left + 1, left)
    return found


def order_of(parse: Parse, a: Toponym, b: Toponym, words: PlaceWords) -> Literal["left_in_right", "right_in_left"] | None:
    gap = [parse.lower(token) for token in range(a.last + 1, b.first)]
    bare = [word for word in gap if word not in words.filler and word not in words.types and word != "."]
    adjective = all(entry.rank == 2 for entry in a.entries) and bool(a.entries)
    if adjective:
        return "right_in_left" if bare in ([], ["of"]) else None
    if bare == []:
        return "right_in_left" if any(word in {"'s", "’s"} for word in gap) else None
    if bare in ([","], ["("]) and gap[0] in {",", "(", "."} | set(words.types):
        return "left_in_right" if may_be_unit(b) and level_of(b) > level_of(a) else None
    if bare[-1] in words.within and bare[:-1] in ([], [","]) and not (bare[-1] == "of" and is_wide(a)):
        return "left_in_right"
    return None


def may_be_unit(toponym: Toponym) -> bool:
    return any(entry.kind in UNITS and entry.rank < 2 for entry in toponym.entries)


def level_of(toponym: Toponym) -> int:
    """The highest level among the readings of a name, by which "Paris, Texas" is told from "Ohio, Oregon, Texas"."""
    levels = {"country": 3, "admin1": 2, "region": 2, "admin2": 1, "district": 1, "continent": 4}
    return max((levels.get(entry.kind, 0) for entry in toponym.entries if entry.rank < 2), default=0)


def is_wide(toponym: Toponym) -> bool:
    return any(entry.kind == "country" for entry in toponym.entries)


def widening(parse: Parse, toponym: Toponym, wide: bool, words: PlaceWords) -> str | None:
    """The word before a name that says near, toward or some way off it, or, of a wide place, which part of it.

    It widens the precision and never moves the point.
    """
    start = parse.sentences[parse.sentence_of[toponym.first]][0]
    for token in range(toponym.first - 1, max(start, toponym.first - REACH) - 1, -1):
        word = parse.lower(token)
        if word in words.near or (wide and word in words.part):
            return word
        if word not in words.filler and word not in words.types and word not in {"of", "to", "village", "from"}:
            return None
    return None


def head_of(parse: Parse, toponym: Toponym) -> int:
    """The token of a name whose head lies outside it."""
    inside = range(toponym.first, toponym.last + 1)
    return next((token for token in inside if parse.heads[token] not in inside), toponym.last)


def use_of(parse: Parse, toponym: Toponym, entry: Entry | None, words: PlaceWords) -> tuple[Use, str]:
    """What the name is used for, and the rule that says so."""
    if entry is not None and entry.rank == 2:
        return "adjective", "names a people"
    if toponym.entity in {"ORG", "PER"} and touches_entity(parse, toponym):
        return "embedded", f"in the name of {'an organisation' if toponym.entity == 'ORG' else 'a person'}"
    if is_dateline(parse, toponym):
        return "dateline", "before the text"
    head = first_conjunct(parse, head_of(parse, toponym))
    return as_modifier(parse, head, words) or as_actor(parse, toponym, entry, head, words) or ("toponym", "names a place")


def is_dateline(parse: Parse, toponym: Toponym) -> bool:
    """At the head of a sentence, with a dash or an agency in brackets soon after: "BAKU, Azerbaijan (AFP) —"."""
    start, stop = parse.sentences[parse.sentence_of[toponym.first]]
    if toponym.first - start > DATELINE or not parse.form(start)[:1].isupper():
        return False
    head = [parse.form(token) for token in range(start, min(stop, toponym.last + DATELINE))]
    dash = next((number for number, form in enumerate(head) if form in DASHES), None)
    inside = head[: dash if dash is not None else 0]
    if in_capitals(parse, toponym.first) and not any(form == "(" or form.isdigit() for form in inside):
        return False
    return bool(inside) and toponym.first - start < len(inside) and all(is_capital(form) or not form.isalpha() for form in inside)


def as_modifier(parse: Parse, head: int, words: PlaceWords) -> tuple[Use, str] | None:
    """A noun or possessive before another noun; beside a type word ("the Goris region") it still names the place."""
    relation, governor = parse.base(head), parse.heads[head]
    cases = {parse.lower(child) for child in parse.kids(head, "case")}
    if governor >= 0 and parse.lower(governor) in words.types and not cases and relation in {"compound", "amod", "nmod", "appos"}:
        return "toponym", f"names a {parse.lower(governor)}"
    beside = head > 0 and parse.relations[head] == "nmod:unmarked" and parse.form(head - 1) == ","  # "Atlanta, Georgia"
    if relation in {"compound", "amod"} or (relation == "nmod" and cases <= {"'s", "’s", "'", "’"} and not beside):
        return "modifier", "modifies a noun"
    return None


def as_actor(parse: Parse, toponym: Toponym, entry: Entry | None, head: int, words: PlaceWords) -> tuple[Use, str] | None:
    relation, governor = parse.relations[head], parse.heads[head]
    verb = parse.lemmas[governor].lower() if governor >= 0 else ""
    if verb and speaks_as_actor(entry, relation, verb, words):
        return "metonym", f"{relation} of {verb}"
    if entry is None or entry.kind not in STATES:
        return None
    cases = {parse.lower(child) for child in parse.kids(head, "case")} & ACTING
    if cases and verb not in BORDERS:
        return "metonym", f"after {min(cases)}"
    return ("metonym", "organisation by the parser") if toponym.entity == "ORG" else None


def speaks_as_actor(entry: Entry | None, relation: str, verb: str, words: PlaceWords) -> bool:
    """Whether a place is the subject of a verb of speech or action, or the object of one of blame."""
    if relation == "nsubj":
        if entry is not None and entry.kind in {"country", "continent"}:
            return verb not in words.static
        return verb in words.acts
    return relation in {"obj", "iobj"} and verb in words.addressed and entry is not None and entry.kind in STATES


def first_conjunct(parse: Parse, token: int) -> int:
    for _ in range(20):
        if parse.base(token) != "conj" or parse.heads[token] < 0:
            break
        token = parse.heads[token]
    return token
