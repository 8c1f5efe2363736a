"""Noun phrases of a message as MUC slots want them: the words of a phrase, what it is, how many it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bench.muc_words import words

from counterclaim.extract.quantity import Quantity, find_quantities
from counterclaim.extract.report import Report
from counterclaim.model import Claim
from counterclaim.syntax import Parse

MODIFIERS = frozenset({"amod", "compound", "nmod", "flat", "nummod", "appos"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "msgr", "monsignor", "father", "don", "dona", "sr"})


@dataclass(frozen=True)
class Findings:
    """One message: its parse, what extraction found, and its claims."""

    report: Report
    claims: tuple[Claim, ...]
    quantities: Mapping[int, Quantity] = field(init=False)
    names: Mapping[str, str] = field(init=False)
    groups: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quantities", find_quantities(self.report.parse))
        object.__setattr__(self, "names", full_names(self.report.parse))
        object.__setattr__(self, "groups", group_names(self.report))

    @property
    def parse(self) -> Parse:
        return self.report.parse

    def claim_at(self, token: int) -> Claim | None:
        """The shortest claim whose evidence holds the token."""
        start = self.parse.starts[token]
        found = [claim for claim in self.claims if claim.span.start <= start < claim.span.end]
        return min(found, key=lambda claim: (claim.span.end - claim.span.start, claim.id)) if found else None


def entity_at(parse: Parse, token: int, kind: str) -> range:
    """The tokens of the name of a kind that a token belongs to; empty where it belongs to none."""
    if not parse.entities[token].endswith(kind):
        return range(0)
    first, last = token, token
    while parse.entities[first].startswith("I") and first > 0:
        first -= 1
    while last + 1 < len(parse) and parse.entities[last + 1] == f"I-{kind}":
        last += 1
    return range(first, last + 1)


def full_names(parse: Parse) -> dict[str, str]:
    """Each last word of a person's name, and each whole name, to the longest name of the text that has it."""
    spans = [entity_at(parse, token, "PER") for token in range(len(parse)) if parse.entities[token] == "B-PER"]
    spoken = sorted({without_titles(parse, span) for span in spans}, key=lambda name: (-len(name.split()), name))
    found: dict[str, str] = {}
    for name in spoken:
        parts = name.split()
        ends = (" ".join(parts[at:]) for at in range(1, len(parts)))
        for part in (name, *ends, *parts) if len(parts) > 1 else (name,):
            found.setdefault(part, name)
    return found


def group_names(report: Report) -> dict[str, str]:
    """Armed groups of a message by id, with the longest name that the text has for each."""
    parse, found = report.parse, dict[str, str]()
    for match in report.actors.matches:
        name = " ".join(parse.text[parse.starts[match.first] : parse.ends[match.last]].split())
        for entry in match.entries:
            if entry.kind == "group" and len(name) > len(found.get(entry.id, "")):
                found[entry.id] = name
    return found


def without_titles(parse: Parse, span: range) -> str:
    """A name without the titles that the name finder took with it."""
    tokens = list(span)
    while len(tokens) > 1 and (parse.lower(tokens[0]).strip(".") in TITLES or parse.lemmas[tokens[0]].lower() in words("person")):
        tokens.pop(0)
    return text_of(parse, tokens)


def text_of(parse: Parse, tokens: list[int]) -> str:
    return " ".join(parse.text[parse.starts[tokens[0]] : parse.ends[tokens[-1]]].split()) if tokens else ""


def name_in(findings: Findings, head: int) -> str:
    """The full name of the person that a phrase names: its head, or what its head is the title of."""
    parse = findings.parse
    for token in (head, *(child for child in parse.kids(head, "flat", "appos", "compound", "nmod") if not parse.kids(child, "case"))):
        span = entity_at(parse, token, "PER")
        if span:
            name = without_titles(parse, span)
            return findings.names.get(name, name)
    return ""


def phrase(parse: Parse, head: int, *, of: bool = True) -> str:
    """A noun phrase without its determiner: modifiers before the head, the head, and with `of` what stands right after it behind "of"."""
    first = head
    while (
        first > 0
        and head in set(parse.ancestors(first - 1))
        and parse.upos[first - 1] not in {"DET", "PUNCT", "ADP", "VERB", "CCONJ", "PRON"}
    ):
        first -= 1
    while first < head and (
        parse.upos[first] in {"NUM", "DET", "ADV", "PART"} or parse.lower(first) in {"several", "many", "other", "'s", "least"}
    ):
        first += 1
    last = max([head, *(child for child in parse.kids(head, "flat") if child > head)])
    following = [
        child for child in parse.kids(head, "nmod") if child > head and {parse.lower(mark) for mark in parse.kids(child, "case")} == {"of"}
    ]
    if of and following and last + 1 < len(parse) and parse.lower(last + 1) == "of":
        last = following[0]
    return text_of(parse, list(range(first, last + 1)))


def beyond_side(parse: Parse, head: int) -> int:
    """ "In front of the bank", "the entrance of the bank": the bank."""
    inner = [child for child in parse.kids(head, "nmod") if any(parse.lower(mark) == "of" for mark in parse.kids(child, "case"))]
    return inner[0] if inner and lemma_of(parse, head) in words("side") else head


def lemma_of(parse: Parse, token: int) -> str:
    return parse.lemmas[token].lower()


def looked_up(parse: Parse, head: int, table: str) -> str:
    """The value of a head, with the word before it if the table has the two together."""
    rows = words(table)
    pair = f"{lemma_of(parse, head - 1)} {lemma_of(parse, head)}" if head > 0 else ""
    return rows.get(pair) or rows.get(lemma_of(parse, head)) or rows.get(parse.lower(head)) or ""


def beside(parse: Parse, head: int) -> Iterator[int]:
    """Words that modify a head, nearest first: "ministry of", "electric power", "of the Social Democratic party"."""
    layer = [head]
    for _ in range(2):
        layer = [child for token in layer for child in parse.kids(token, *MODIFIERS)]
        yield from layer


def thing_type(parse: Parse, head: int) -> str:
    """The type of a physical target; "" where the head is no thing that could be one."""
    own = looked_up(parse, head, "thing")
    if not own:
        return ""
    vague = own in {"OTHER", "CIVILIAN RESIDENCE", "ORGANIZATION OFFICE", "COMMERCIAL", "GOVERNMENT OFFICE OR RESIDENCE", "ENERGY"}
    around = (looked_up(parse, token, "thing_of") for token in beside(parse, head)) if vague else iter(())
    return next((found for found in around if found), own)


def person_type(parse: Parse, head: int, title: str) -> str:
    """The type of a human target, by its title, its head and what modifies it; CIVILIAN by default."""
    tokens = [word.lower().strip(".,") for word in title.split()]
    table = words("person")
    found = [table[word] for word in tokens if word in table]
    own = looked_up(parse, head, "person")
    around = [kind for token in beside(parse, head) if (kind := looked_up(parse, token, "person"))]
    kinds = [kind for kind in (*found, own, *around) if kind and kind != "CIVILIAN"]
    former = any(word in {"former", "ex", "retired", "ex-president"} for word in tokens) or any(
        parse.lower(t) in {"former", "retired"} for t in beside(parse, head)
    )
    kind = kinds[0] if kinds else "CIVILIAN"
    if former:
        return {"GOVERNMENT OFFICIAL": "FORMER GOVERNMENT OFFICIAL", "ACTIVE MILITARY": "FORMER ACTIVE MILITARY"}.get(kind, kind)
    return kind


def title_of(findings: Findings, head: int) -> str:
    """The title or role of a named person: what stands before the name in its phrase, or set beside it."""
    parse = findings.parse
    tokens = next(
        (span for token in (head, *parse.kids(head, "flat", "appos", "compound", "nmod")) if (span := entity_at(parse, token, "PER"))),
        range(0),
    )
    if not tokens:
        return ""
    first = tokens[0]
    while first < tokens[-1] and (parse.lower(first).strip(".") in TITLES or lemma_of(parse, first) in words("person")):
        first += 1
    start = first
    while start > 0 and parse.upos[start - 1] in {"NOUN", "PROPN", "ADJ", "X"} and parse.sentence_of[start - 1] == parse.sentence_of[first]:
        start -= 1
    if start < first:
        return text_of(parse, list(range(start, first)))
    role = next((child for child in parse.kids(head, "appos") if parse.upos[child] == "NOUN" and looked_up(parse, child, "person")), None)
    return phrase(parse, role) if role is not None else ""


def number_of(findings: Findings, head: int, *, named: bool) -> str:
    """How many a phrase counts: digits, a range, "~", PLURAL or 1."""
    parse = findings.parse
    if named:
        return "1"
    for child in (*parse.kids(head, "nummod", "amod", "det", "nmod"), head):
        quantity = findings.quantities.get(child)
        if quantity is not None and not quantity.unspecified:
            return as_number(quantity.low, quantity.best, quantity.high)
        if quantity is not None:
            return "PLURAL"
    plural = parse.xpos[head] in {"NNS", "NNPS"} or lemma_of(parse, head) in {
        "people",
        "police",
        "men",
        "women",
        "children",
        "troops",
        "policemen",
    }
    return "PLURAL" if plural else "1"


def as_number(low: int | None, best: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return str(low) if low == high else f"{low} - {high}"
    if low is not None:
        return f"{low} -"
    return f"~{best}" if best is not None else str(high)
