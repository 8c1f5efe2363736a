"""Tolls: how many people, of which side, killed, wounded, missing or captured.

Harm words (lexicon/harm.csv) point to victims; victims (lexicon/victims.csv, or an actor) carry a quantity. What is neither a person nor
an actor is never counted: shells, vehicles, violations, people merely present.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from counterclaim import lexicon
from counterclaim.extract import event
from counterclaim.extract.harm import groups, harm_at, is_harm, is_people, kind_at, victim_classes
from counterclaim.extract.quantity import Quantity
from counterclaim.lexicon import word_set
from counterclaim.model import Toll, TollKind
from counterclaim.syntax import Parse

REACH = 4  # tokens between a quantity and a harm word that share no noun ("four killed", "81 Killed, 70 Injured")
NOTHING = Quantity(0, 0, 0, None, None, None, unspecified=True)


@dataclass(frozen=True, slots=True)
class TollMention:
    """A toll at its place in the text, before its side is known.

    harm: the harm word; victims: head of the noun phrase of the victims, None where there is none
    whose: heads of phrases that may name the side ("among Azerbaijani troops", "on both sides"), the likeliest first
    """

    harm: int
    kind: TollKind
    quantity: Quantity
    victims: int | None
    whose: tuple[int, ...]
    partial: bool
    zero: bool


def find_tolls(parse: Parse, quantities: Mapping[int, Quantity]) -> list[TollMention]:
    """Every toll of the text, in order. Linear: each harm word looks at its own dependents and a few neighbours."""
    found: list[TollMention] = []
    for token in range(len(parse)):
        row = harm_at(parse, token)
        if row is not None and _is_counted_elsewhere(parse, token, quantities):
            continue
        if row is not None and _in_idiom(parse, token):
            continue
        if row is not None:
            found.extend(_tolls_at(parse, token, row[1], row[2], quantities))
        elif parse.upos[token] in {"NOUN", "PROPN"}:
            found.extend(_counted_at(parse, token, quantities))
    return _with_pairs(parse, _without_doubles(found))


def _is_counted_elsewhere(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> bool:
    """ "The death toll", "put the number of militants killed at 20": the counting noun has the number."""
    noun = parse.heads[token]
    if parse.base(token) == "xcomp" and parse.base(noun) == "acl":
        token, noun = noun, parse.heads[noun]  # "those considered missing"
    if parse.base(token) not in {"compound", "acl"}:
        return False
    if parse.lemmas[noun].lower() in _toll_nouns():
        return True
    above = parse.heads[noun]
    counting = above >= 0 and parse.base(noun) == "nmod" and parse.lemmas[above].lower() in _toll_nouns()
    return counting and _given_number(parse, above, quantities) is not None


def _in_idiom(parse: Parse, token: int) -> bool:
    """The noun of an idiom, whose verb counts: "embraced martyrdom"."""
    verb = parse.heads[token]
    if verb < 0 or parse.base(token) not in {"obj", "xcomp", "obl"} or parse.upos[verb] != "VERB":
        return False
    row = harm_at(parse, verb)
    if row is None or len(row[0]) < 2:
        return False
    return row[2] == "subject" if parse.base(token) != "obl" else parse.lemmas[token].lower() in row[0][1:]


def _tolls_at(parse: Parse, token: int, kind: TollKind, where: str, quantities: Mapping[int, Quantity]) -> list[TollMention]:
    if _died_of(parse, token):
        return []
    if "among" in event._case(parse, token) and (some := _among(parse, token)) is not None:
        quantity = _quantity_of(parse, some, quantities) or _bare(parse, token, some)
        return [TollMention(token, kind, quantity, some, (), True, False)] if quantity is not None else []
    own = _follows(parse, token, quantities) or _elided(parse, token, quantities) or _set_apart(parse, token, quantities)
    if own is not None:
        noun = parse.heads[own.core]
        people = noun if own.core < noun < token and is_people(parse, noun) else None
        return [TollMention(token, kind, own, people, (), _partial(parse, people, own), False)]
    heads = _victims(parse, token, where, quantities)
    if heads is None:
        return []
    mentions = []
    for head in heads or [None]:
        mention = _mention(parse, token, kind, head, quantities)
        if mention is not None:
            mentions.append(mention)
    return mentions


def _died_of(parse: Parse, token: int) -> bool:
    """ "Died of wounds", "succumbed to his injuries": the dead are not wounded too."""
    verb = parse.heads[token]
    return (
        verb >= 0
        and parse.lemmas[verb].lower() in {"die", "succumb"}
        and parse.base(token) == "obl"
        and bool(event._case(parse, token) & {"of", "from", "to"})
    )


def _among(parse: Parse, token: int) -> int | None:
    """ "Five children were among the dead", "among the dead were two boys", "two boys among the dead": people who are a share of them."""
    head = parse.heads[token]
    some = event._first(parse.kids(token, "nsubj")) if parse.kids(token, "cop") else head
    return some if some is not None and some >= 0 and parse.lemmas[some].lower() in victim_classes() else None


def _follows(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """The number right after a second harm word is its own, "killed eight and wounded 23", "and injury of 70"."""
    if parse.base(token) != "conj" or parse.kids(token, "obj", "nsubj:pass"):
        return None
    at = token + 1 + (token + 1 < len(parse) and parse.lower(token + 1) in {"of", "to"})
    quantity = next((quantities[core] for core in range(at, min(at + REACH, len(parse))) if core in quantities), None)
    own = quantity is not None and quantity.first == at and not quantity.unspecified
    return quantity if own and not is_harm(parse, min(quantity.last + 1, len(parse) - 1)) else None  # type: ignore[union-attr]


def _elided(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """The number between two harm words belongs to the second: "30 civilians were killed and over 100 injured", "81 Killed, 70 Injured"."""
    after = [child for child in parse.kids(token, "obj", "nummod", "nmod", "obl") if child > token]
    if any(parse.base(child) == "obj" or event._case(parse, child) & {"of", "to"} or child in quantities for child in after):
        return None
    first, _ = parse.sentences[parse.sentence_of[token]]
    for at in range(token - 1, max(first, token - REACH - 1), -1):
        if at in quantities:
            return quantities[at] if _own_number(parse, token, quantities[at], first) else None
        if parse.upos[at] in {"ADP", "SCONJ"} or is_harm(parse, at):
            return None
    return None


def _set_apart(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """ "Shells hit a market, 5 dead": a number and the word alone behind a comma, whatever the parser makes of them."""
    at, first = token - 1, parse.sentences[parse.sentence_of[token]][0]
    quantity = quantities.get(at)
    if parse.upos[token] not in {"ADJ", "VERB"} or quantity is None or parse.kids(token, "nsubj", "obj", "nsubj:pass", "aux", "cop"):
        return None
    return quantity if quantity.first > first and parse.upos[quantity.first - 1] == "PUNCT" and parse.base(at) != "nummod" else None


def _own_number(parse: Parse, token: int, quantity: Quantity, first: int) -> bool:
    """Whether a number before a harm word is its own: another harm word stands before the number, and no noun but people between."""
    noun = parse.heads[quantity.core]
    if noun > token or (quantity.core < noun < token and not is_people(parse, noun)):
        return False
    above = parse.heads[noun]
    if quantity.core < noun < token and 0 <= above < quantity.first and is_harm(parse, above):
        return False
    return any(is_harm(parse, back) for back in range(quantity.first - 1, max(first - 1, quantity.first - 2 * REACH), -1))


def _whose_count(parse: Parse, token: int) -> tuple[int, ...]:
    """Whose the counted are; the owner of a figure ("its own figure") is who counts, not who is counted."""
    return tuple(child for child in _whose(parse, token) if parse.relations[child] != "nmod:poss")


@cache
def _toll_nouns() -> Mapping[str, str]:
    return {raw["lemma"].split()[-1]: raw["kind"] for raw in lexicon.rows("toll_nouns.csv")}


def _counted_at(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> list[TollMention]:
    """ "put the toll at 50", "the number of wounded rose to 31": the number that a counting noun is given."""
    lemma = parse.lemmas[token].lower()
    if lemma not in _toll_nouns():
        return []
    kind = _counted_kind(parse, token) or _toll_nouns()[lemma]
    quantity = _given_number(parse, token, quantities) if kind else None
    return [] if quantity is None else [TollMention(token, kind, quantity, None, _whose_count(parse, token), False, False)]  # type: ignore[arg-type]


def _counted_kind(parse: Parse, token: int) -> str:
    near = parse.kids(token, "nmod", "compound", "amod", "acl")
    below = [part for child in near if is_people(parse, child) for part in parse.kids(child, "acl", "amod")]
    below += [part for one in below for part in parse.kids(one, "xcomp")]
    return next((kind for child in (*near, *below) if (kind := kind_at(parse, child))), "")


def _given_number(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """The number after "at", "to", "of" or a verb of standing, in the clause of the noun."""
    carrier = parse.heads[token]
    if carrier in quantities and parse.base(token) == "nsubj" and _is_count(parse, carrier, quantities[carrier]):
        return quantities[carrier]  # "the toll was 300"
    inner = [part for child in (token, *parse.kids(token, "nmod")) for part in parse.kids(child, "acl")]
    beside = [child for top in (token, carrier, *inner) if top >= 0 for child in parse.kids(top, "obl", "nmod", "obj", "xcomp")]
    for child in beside:
        if event._case(parse, child) & {"at", "to", "of"} or (parse.base(child) in {"obj", "xcomp"} and child > token):
            quantity = quantities.get(child) or _quantity_of(parse, child, quantities)
            if quantity is not None and not quantity.unspecified and _is_count(parse, child, quantity):
                return quantity
    return None


def _is_count(parse: Parse, token: int, quantity: Quantity) -> bool:
    """A number by itself or of people, not of days or of money."""
    return quantity.first <= token <= quantity.core or is_people(parse, token)


def _victims(parse: Parse, token: int, where: str, quantities: Mapping[int, Quantity]) -> list[int | None] | None:
    """Heads of the victims' phrases; an empty list where the word itself counts; None where the word does not speak of harm to people."""
    if where == "self":
        return [token]
    if where == "counted":
        within = _counted_within(parse, token, quantities)
        return [within] if within is not None else [token] if _quantity_of(parse, token, quantities) is not None else None
    if where == "of":
        things = [child for child in parse.kids(token, "nmod") if event._case(parse, child) & {"of", "to"} and is_people(parse, child)]
        things = [thing for thing in things if not any(is_harm(parse, between) for between in range(token + 1, thing))]
        counted = parse.xpos[token] in {"NN", "NNP"} or any(_quantity_of(parse, thing, quantities) for thing in things)
        return [*things] if things and counted else [token]
    if where in {"lives", "lost"}:
        return _lives(parse, token, where, quantities)
    if parse.upos[token] == "ADJ" or (where == "object" and parse.upos[token] not in {"VERB", "AUX"}):
        return _described(parse, token)
    head = _sufferer(parse, token, where, quantities)
    if head is not None and parse.lemmas[head].lower() in groups():
        within = _counted_within(parse, head, quantities)
        head = head if within is None else within
    return [] if head is None else [*_with_conjuncts(parse, head)]


def _counted_within(parse: Parse, head: int, quantities: Mapping[int, Quantity]) -> int | None:
    """The people counted inside: "a total of 13 people", "a group of 12 miners", "the bodies of ten men"."""
    things = [child for child in parse.kids(head, "nmod") if "of" in event._case(parse, child) and is_people(parse, child)]
    return next((thing for thing in things if _quantity_of(parse, thing, quantities) is not None or _counts(parse, thing)), None)


def _lives(parse: Parse, token: int, where: str, quantities: Mapping[int, Quantity]) -> list[int | None] | None:
    """Victims as what was lost or taken: "claimed 12 lives", "eight people lost their lives", "it lost 20 men"."""
    thing = event._first(parse.kids(token, "obj")) or _bounded(parse, token, quantities, before=False)
    if thing is None or (where == "lives" and parse.lemmas[thing].lower() not in {"life", "toll"}) or not is_people(parse, thing):
        return None
    if parse.lemmas[thing].lower() != "life":
        return [thing]
    owner = event.subject(parse, token) if where == "lost" else None
    if owner is not None and (is_people(parse, owner) or parse.kids(thing, "nmod:poss")):
        return [owner]
    of = [child for child in parse.kids(thing, "nmod") if "of" in event._case(parse, child) and is_people(parse, child)]
    return [*of] or [thing]


def _sufferer(parse: Parse, token: int, where: str, quantities: Mapping[int, Quantity]) -> int | None:
    """The victim of a verb: the subject of its passive, its object, or the subject of dying."""
    head = None
    if event.is_passive(parse, token):
        head = event._passive_subject(parse, token)
        head = _bounded(parse, token, quantities, before=True) if head is None else head
    if head is None and where == "object":
        head = event._first(parse.kids(token, "obj")) or _bounded(parse, token, quantities, before=False)
    return event.subject(parse, token) if head is None and where == "subject" else head


def _bounded(parse: Parse, token: int, quantities: Mapping[int, Quantity], *, before: bool) -> int | None:
    """ "killed at least 23 farmers", "up to ten were killed": the parser may take the "at" or "up to" of a bound for a preposition."""
    for child in parse.kids(token, "obl", "nmod", "advmod"):
        quantity = _quantity_of(parse, child, quantities)
        if quantity is None or (child < token) != before or not is_people(parse, child):
            continue
        if all(
            quantity.first <= case <= quantity.core or (quantity.best is None and parse.lower(case) == "between")
            for case in parse.kids(child, "case")
        ):
            return child
    return None


def _described(parse: Parse, token: int) -> list[int | None]:
    """Whom an adjective describes: "20 soldiers dead", "soldiers were dead", "left dozens injured"."""
    subject = event._first(parse.kids(token, "nsubj"))
    if subject is not None:
        return [subject]
    head = parse.heads[token]
    if head >= 0 and parse.base(token) == "conj" and is_harm(parse, head):
        return _described(parse, head)
    if head >= 0 and parse.base(token) in {"amod", "acl", "xcomp", "conj", "advcl"}:
        if parse.upos[head] in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
            return [head]
        thing = event._first(parse.kids(head, "obj"))
        if thing is None and event.is_passive(parse, head):
            thing = event._passive_subject(parse, head)
        thing = event.subject(parse, head) if thing is None and parse.base(token) == "xcomp" else thing  # "18 lay dead"
        if thing is not None:
            return [thing]
    return []


def _with_conjuncts(parse: Parse, head: int) -> list[int]:
    """ "killing one soldier and two villagers" has two tolls; "women and children" has one;
    what another harm word stands before is its own.
    """
    if not _counts(parse, head):
        return [head]
    joined = [child for child in parse.kids(head, "conj") if parse.upos[child] in {"NOUN", "PROPN", "NUM"} and _counts(parse, child)]
    named = [child for child in parse.kids(head, "appos") if joined and head < child < joined[-1] and _counts(parse, child)]
    if named and victim_classes().get(parse.lemmas[head].lower()) == "person":
        return [head]  # "four people, a nurse and three boys": the list of the four
    joined = sorted([*named, *joined])  # "two nurses, a guard and a driver"
    return [head, *(child for child in joined if not any(is_harm(parse, between) for between in range(head + 1, child)))]


def _counts(parse: Parse, head: int) -> bool:
    """ "two women", "a child"."""
    return bool(parse.kids(head, "nummod")) or any(parse.lower(det) in ARTICLES for det in parse.kids(head, "det"))


def _mention(parse: Parse, token: int, kind: TollKind, head: int | None, quantities: Mapping[int, Quantity]) -> TollMention | None:
    quantity = _quantity_of(parse, head, quantities) if head is not None else None
    if quantity is None and (head is None or head == token):
        quantity = _quantity_near(parse, token, quantities)
    if (quantity is None or quantity.unspecified) and head == token and (bearer := _counted_bearer(parse, token, quantities)) is not None:
        head, quantity = bearer, _quantity_of(parse, bearer, quantities)
    if quantity is None and head is None:
        return None
    if head is not None and head != token and not _countable(parse, head, quantity):
        return None
    if _is_unsure(parse, token, head):
        return None
    zero = _none_at_all(parse, token, head)
    if quantity is None or quantity.unspecified:
        quantity = _put_at(parse, token if head is None else head, quantities) or quantity
    if quantity is None:
        quantity = _bare(parse, token, head)
        if quantity is None and not zero:
            return None
    if quantity is not None and quantity.unspecified and not zero and head in (None, token) and _anaphoric(parse, token):
        return None
    whose = _whose(parse, token)
    return TollMention(token, kind, quantity or NOTHING, head if head != token else None, whose, _partial(parse, head, quantity), zero)


def _quantity_of(parse: Parse, head: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """The quantity inside the noun phrase: its number modifier, or the head itself ("four were killed"), or "a number of"."""
    if head in quantities:
        return quantities[head]
    for child in parse.kids(head, "nummod", "amod", "det", "compound", "nmod", "advmod"):
        if child in quantities and (parse.base(child) != "nmod" or parse.starts[child] < parse.starts[head]):
            return quantities[child]
    return None


def _quantity_near(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """ "81 Killed, 70 Injured": the closest number before the harm word, with nothing but adjectives or people between."""
    for at in range(token - 1, max(-1, token - REACH - 1), -1):
        if at in quantities:
            return quantities[at]
        if parse.upos[at] in {"PUNCT", "VERB", "ADP", "SCONJ"} or (parse.lower(at) in {"were", "was"} and at != token - 1):
            return None
    return None


def _counted_bearer(parse: Parse, token: int, quantities: Mapping[int, Quantity]) -> int | None:
    """ "eight soldiers suffered injuries": the subject of the bearing is counted, where it is people with a number."""
    carrier = parse.heads[token]
    if carrier < 0 or not _is_borne(parse, token, carrier):
        return None
    bearer = _bearer(parse, token, carrier)
    counted = bearer is not None and is_people(parse, bearer) and _quantity_of(parse, bearer, quantities) is not None
    return bearer if counted else None


def _bearer(parse: Parse, token: int, carrier: int) -> int | None:
    """ "Five with injuries", "23 were treated for wounds", "treated 23 for wounds", "five suffered wounds"."""
    if parse.base(token) == "nmod":
        return carrier
    if parse.base(token) != "obl":
        return event.subject(parse, carrier)
    return event._passive_subject(parse, carrier) if event.is_passive(parse, carrier) else event._first(parse.kids(carrier, "obj"))


def _is_borne(parse: Parse, token: int, carrier: int) -> bool:
    """ "Suffered injuries", "42 persons with wounds", "129 are being treated for wounds"."""
    case = event._case(parse, token)
    if parse.base(token) == "obl":
        return "for" in case and parse.lemmas[carrier].lower() in word_set("treating")
    return (parse.base(token) == "obj" and parse.lemmas[carrier].lower() in word_set("bearers")) or (
        parse.base(token) == "nmod" and "with" in case
    )


def _countable(parse: Parse, head: int, quantity: Quantity | None) -> bool:
    """Whether the phrase speaks of people."""
    if is_people(parse, head) or parse.lower(head) in ONE_MORE:
        return True
    if quantity is not None and head == quantity.core:
        return True
    return quantity is not None and any(
        is_people(parse, child) and not parse.entities[child].endswith("LOC") for child in parse.kids(head, "nmod")
    )


def _bare(parse: Parse, token: int, head: int | None) -> Quantity | None:
    """No number: one for a singular with an article, else an unspecified number."""
    noun = token if head is None else head
    article = any(parse.lower(det) in ARTICLES for det in parse.kids(noun, "det"))
    singular = parse.xpos[noun] in {"NN", "NNP"} or parse.lower(noun) in ONE_MORE
    single = singular and (_is_one(parse, noun) or (article and parse.lemmas[noun].lower() != "number"))
    if parse.lower(noun) == "another" or single:
        return Quantity(noun, noun, noun, 1, 1, 1)
    if names := _names(parse, noun):
        return Quantity(noun, noun, noun, names, names, names)
    return replace(NOTHING, first=noun, last=noun, core=noun)


def _names(parse: Parse, noun: int) -> int:
    """How many persons a list names: "Omer Benjo and Ali Haddad were killed"; 0 where it begins with no name."""
    listed = [noun, *parse.kids(noun, "conj")]
    return sum(parse.entities[token].endswith("PER") for token in listed) if parse.entities[noun].endswith("PER") else 0


def _is_one(parse: Parse, noun: int) -> bool:
    """ "His wife", "the driver": one person; not "the population", "his family"."""
    lemma = parse.lemmas[noun].lower()
    dets = [parse.lower(det) for det in parse.kids(noun, "det")]
    known = "the" in dets or not dets  # "BABY DIES"
    return known and lemma in victim_classes() and lemma not in groups() and lemma not in word_set("all_together")


ONE_MORE = frozenset({"second", "third", "fourth", "fifth", "sixth"})  # "two died and a third was hurt"


def _none_at_all(parse: Parse, token: int, head: int | None) -> bool:
    """ "no casualties", "did not kill any", "not a single man was hurt", "no dead or wounded": said to be none."""
    noun = token if head is None else head
    if _is_no(parse, noun):
        return True
    if parse.base(noun) == "conj" and parse.heads[noun] >= 0 and noun == token:
        first = parse.heads[noun]
        alternative = any(parse.lower(mark) in {"or", "nor"} for mark in parse.kids(noun, "cc"))
        return alternative and is_harm(parse, first) and any(_is_no(parse, top) for top in (first, *parse.kids(first, "nsubj")))
    verb_negated = parse.upos[token] in {"VERB", "ADJ"} and event.negated(parse, token) and head is not None
    return verb_negated and parse.lower(noun) in {"any", "anyone", "anybody"}


def _is_no(parse: Parse, noun: int) -> bool:
    inner = {parse.lower(child) for child in parse.kids(noun, "det", "advmod", "nummod", "case", "amod")}
    none = parse.lower(noun) in {"none", "nobody", "nothing"} or bool(inner & {"no", "neither", "zero", "without"})
    return none or ("not" in inner and bool(inner & {"single", "one"}))


def _is_unsure(parse: Parse, token: int, head: int | None) -> bool:
    """ "no deaths were confirmed": that is not none; and "how many died" is a question."""
    noun = token if head is None else head
    if any(parse.lower(inner) == "how" for inner in parse.subtree(noun)[:2]):
        return True
    unsure = any(parse.lemmas[up] in word_set("unconfirmed") and parse.upos[up] == "VERB" for up in parse.ancestors(noun))
    return unsure and _is_no(parse, noun)


def _anaphoric(parse: Parse, token: int) -> bool:
    """ "the wounded", "those injured", "one of the injured": people spoken of already, not counted anew."""
    return any(parse.lower(det) in {"the", "those", "these"} for det in parse.kids(token, "det")) and parse.xpos[token] != "NNS"


def _put_at(parse: Parse, noun: int, quantities: Mapping[int, Quantity]) -> Quantity | None:
    """The number that a verb of estimating gives to the victims: "put the wounded alone at around 200"."""
    carrier = parse.heads[noun]
    if carrier < 0 or parse.base(noun) != "obj" or parse.lemmas[carrier].lower() not in word_set("giving"):
        return None
    given = _given_number(parse, noun, quantities)
    return given or next((_given_number(parse, harm, quantities) for harm in parse.kids(noun, "acl", "amod")), None)


ARTICLES = frozenset({"a", "an", "another"})
NEAR_CASES = frozenset({"among", "amongst", "on", "of", "to", "for", "in"})
PLACING = frozenset({"in"})  # "in its ranks"; but people killed "in Ukraine" may be anyone's
FAR_CASES = frozenset({"among", "amongst", "on"})


def _whose(parse: Parse, token: int) -> tuple[int, ...]:
    """Phrases that may say whose the victims are: "Armenian dead", "its losses", "among the troops", "on both sides", "the
    army suffered".
    """
    first = token
    while parse.base(first) == "conj" and parse.heads[first] >= 0:
        first = parse.heads[first]
    carrier = parse.heads[first]
    found = [child for top in (token, first) for child in parse.kids(top, "nmod:poss")]
    found += [child for top in (token, first) for child in parse.kids(top, "amod", "compound") if parse.upos[child] in {"ADJ", "PROPN"}]
    near = [child for top in (token, first) for child in parse.kids(top, "nmod", "obl")]
    found += [child for child in near if event._case(parse, child) & (NEAR_CASES - PLACING)]
    bearing = token if parse.upos[token] == "VERB" else carrier if parse.base(first) == "obj" else -1
    if bearing >= 0 and parse.lemmas[bearing].lower() in word_set("bearers"):
        bearer = event.subject(parse, bearing)
        found += [bearer] if bearer is not None else []
    if carrier >= 0:
        found += [child for child in parse.kids(carrier, "obl", "nmod") if event._case(parse, child) & FAR_CASES]
    in_ranks = [child for child in near if event._case(parse, child) & PLACING and not parse.entities[child].endswith("LOC")]
    found += [child for child in in_ranks if is_people(parse, child)]
    return tuple(dict.fromkeys(child for child in found if child not in (token, first)))


def _partial(parse: Parse, head: int | None, quantity: Quantity | None) -> bool:
    """ "five of them children", "two children among the dead": a share of another toll."""
    if head is None:
        return False
    around = [*parse.kids(head, "nmod"), *([quantity.core] if quantity else [])]
    return any(parse.lower(child) in {"them", "whom", "those"} and "of" in event._case(parse, child) for child in around)


def _without_doubles(mentions: list[TollMention]) -> list[TollMention]:
    """One toll for a quantity and a kind ("wounded" as verb and again as adjective of the same number)."""
    kept: dict[tuple[object, ...], TollMention] = {}
    for mention in mentions:
        numbered = mention.quantity.best is not None or mention.quantity.low is not None
        key = (mention.quantity.core, mention.kind) if numbered else (mention.harm,)
        kept.setdefault(key, mention)
    return list(kept.values())


def _with_pairs(parse: Parse, mentions: list[TollMention]) -> list[TollMention]:
    """Harm words that settle each other: "four casualties and six wounded", "ten killed or wounded", "our losses are four dead"."""
    wounded = {mention.harm for mention in mentions if mention.kind == "wounded"}
    return [
        replace(mention, kind="killed") if _dead_beside(parse, mention, wounded) else mention
        for mention in _undivided(parse, _equated(parse, mentions))
    ]


def _dead_beside(parse: Parse, mention: TollMention, wounded: set[int]) -> bool:
    """ "four casualties and six wounded": beside the wounded, casualties are the dead."""
    if mention.kind != "killed_or_wounded" or parse.lemmas[mention.harm].lower() != "casualty":
        return False
    return any(abs(token - mention.harm) <= REACH and parse.sentence_of[token] == parse.sentence_of[mention.harm] for token in wounded)


def _undivided(parse: Parse, mentions: list[TollMention]) -> list[TollMention]:
    """ "ten were killed or wounded" is one toll of both kinds."""
    by_harm = {mention.harm: mention for mention in mentions}
    settled: list[TollMention] = []
    merged: set[int] = set()
    for mention in mentions:
        other = next((child for child in parse.kids(mention.harm, "conj") if kind_at(parse, child) == "wounded"), -1)
        either = mention.kind == "killed" and other >= 0 and any(parse.lower(mark) == "or" for mark in parse.kids(other, "cc"))
        both = either and not mention.zero and (other not in by_harm or by_harm[other].quantity.core in {mention.quantity.core, other})
        merged |= {other} if both else set()
        settled.append(replace(mention, kind="killed_or_wounded") if both else mention)
    return [mention for mention in settled if mention.harm not in merged]


def _equated(parse: Parse, mentions: list[TollMention]) -> list[TollMention]:
    """ "our losses are 49 people killed": the number is the toll, and whose the losses are is whose the dead are."""
    vague = {parse.heads[m.harm]: m for m in mentions if m.quantity.unspecified and not m.zero and parse.base(m.harm) == "nsubj"}
    told = {at: m for m in mentions if not m.quantity.unspecified for at in (m.harm, m.victims) if at in vague}
    dropped = {vague[at].harm for at in told}
    whose = {m.harm: vague[at].whose for at, m in told.items() if at is not None}
    return [replace(m, whose=(*whose.get(m.harm, ()), *m.whose)) for m in mentions if m.harm not in dropped]


def as_toll(parse: Parse, mention: TollMention, side: str | None) -> Toll:
    """The record's form of a toll mention whose side has been settled."""
    tokens = [mention.harm, *([] if mention.victims is None else [mention.victims])]
    if mention.quantity is not NOTHING:
        tokens += [mention.quantity.first, mention.quantity.last]
    span = parse.span(tokens)
    words = parse.text[span.start : span.end]
    if mention.zero:
        return Toll(side, mention.kind, 0, 0, 0, False, words, span, mention.partial)
    quantity = mention.quantity
    return Toll(side, mention.kind, quantity.low, quantity.best, quantity.high, quantity.unspecified, words, span, mention.partial)
