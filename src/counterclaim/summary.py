"""An incident in words: a short paragraph composed by rule from the record. Each clause names the claims that it rests on.

The structure is the same for every party, and the parties come by the names that they are shown under; the words are rows of
lexicon/summary.toml. Nothing is found out here: what stands in no account and no point is not in the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from counterclaim.lexicon import table
from counterclaim.lexicon.shown import shown_names, unlisted_name
from counterclaim.model import Account, Claim, Clause, Incident, Point, Toll, TollHistory, When
from counterclaim.tolls import exclude_each_other, toll_words
from counterclaim.wording import plain

NO_SIDE = frozenset({"outlet", "unknown"})
TOLLS = frozenset({"killed", "wounded", "missing", "captured"})
SAID = ("contradicted", "agreed", "compatible")


def summary_of(incident: Incident, claims: Mapping[str, Claim]) -> tuple[Clause, ...]:
    """The clauses of the paragraph, which is their texts one after another. `claims` are those of the incident, by id."""
    ordered = sorted(incident.accounts, key=lambda account: (shown(account.party), account.party))
    parties = [account for account in ordered if account.party in incident.parties]
    others = [account for account in ordered if account.party not in {*incident.parties, *NO_SIDE} and _tells(account, incident)]
    silent = sorted((shown(party), party) for party in incident.parties if all(party != account.party for account in parties))
    return (
        *_opening(incident),
        *(clause for account in parties for clause in _account(account, incident, claims)),
        *(Clause(_say("account", "silent_plural" if is_plural(name) else "silent", who=_first(with_article(name)))) for name, _ in silent),
        *(clause for account in others for clause in _account(account, incident, claims)),
        *_points(incident),
    )


def paragraph(clauses: Iterable[Clause]) -> str:
    """The clauses as one text."""
    return "".join(clause.text for clause in clauses)


# ---------------------------------------------------------------- opening


def _opening(incident: Incident) -> Iterator[Clause]:
    kind = "Violence" if incident.type == "other" else incident.type.replace("_", " ").capitalize()
    place, when = incident.place, _when(incident.when)
    where = ", ".join(dict.fromkeys(plain(one) for one in (place.name, shown(place.country or "")) if one)) if place else ""
    claims = {
        claim for point in incident.points if point.question in {"where", "when"} for answer in point.answers for claim in answer.claims
    }
    yield Clause(_say("opening", "placed" if place else "unplaced", kind=kind, place=where, when=when), tuple(sorted(claims)))
    count = len(incident.documents)
    word = "one_report" if count == 1 else "reports" if incident.reports == count else "copies" if incident.reports > 1 else "only_copies"
    yield Clause(_say("opening", word, count=count, independent=incident.reports))


def _when(when: When | None) -> str:
    if when is None or when.start is None:
        return _say("opening", "undated")
    last = (when.end or when.start) - timedelta(seconds=1)
    first, final = _day(when.start), _day(max(last, when.start))
    return _say("opening", "on" if first == final else "from_to", first=first, last=final)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


# ---------------------------------------------------------------- accounts


def _account(account: Account, incident: Incident, claims: Mapping[str, Claim]) -> Iterator[Clause]:
    """Who began, the tolls, what it confirms, denies or declines; then what it admits."""
    told = [*_began(account, incident), *_tolls(account)]
    name, plural = _voice(account.party, [claims[one] for clause in told for one in clause.claims if one in claims])
    words = {**table("summary.toml")["plural" if plural else "singular"], "who": name}
    parts = [Clause(clause.text.format_map(words), clause.claims) for clause in told] or [Clause(_say("account", "nothing"))]
    resting = tuple(sorted({one for part in parts for one in part.claims}))
    yield Clause(_say("account", "says", **{**words, "who": _first(name)}), resting)
    yield from _joined(parts)
    yield Clause(_say("account", "end"))
    yield from _stance(account, words)
    for admission in account.admissions:
        yield Clause(_say("admission", admission.ground, **words), admission.claims)


def _tells(account: Account, incident: Incident) -> bool:
    return bool(account.history) or any(True for _ in _began(account, incident))


def _voice(party: str, told: Sequence[Claim]) -> tuple[str, bool]:
    """ "Finland's defence ministry" where one organ says it all, else "Finland"; and whether that is a plural."""
    names, speakers = shown_names(), {claim.speaker.id for claim in told}
    name = with_article(shown(party))
    organ = next(iter(speakers)) if len(speakers) == 1 else None
    shown_organ = names.get(f":{organ.partition(':')[2]}") if organ and ":" in organ else None
    return (f"{_whose(name)} {shown_organ}", is_plural(shown_organ)) if shown_organ else (name, is_plural(name))


def _began(account: Account, incident: Incident) -> Iterator[Clause]:
    """What the party answers to who began, in braces still what depends on how it is spoken of."""
    for point in incident.points:
        for answer in point.answers if point.question == "who_began" else ():
            if account.party in answer.according_to:
                mine = tuple(claim for claim in answer.claims if claim in set(account.claims))
                yield Clause(_blamed(account.party, answer.value), mine)


def _blamed(party: str, value: str) -> str:
    words = table("summary.toml")["account"]
    if value == f"not {party}":
        return str(words["not_it"])
    return str(words["began_itself"]) if value == party else _say("account", "began", whom=_quoted(with_article(shown(value))))


def _tolls(account: Account) -> Iterator[Clause]:
    """One clause a side and kind: the number that stands, and those that it took the place of."""
    histories = [history for history in account.history if history.said]
    for history in sorted(histories, key=lambda history: (history.side != account.party, history.side or "~")):
        claims = tuple(sorted({claim for said in history.said for claim in said.claims}))
        yield Clause(f" that {_toll(history, account.party)}{_before(history)}", claims)


def _toll(history: TollHistory, party: str) -> str:
    """ "2 {of its own} were killed"."""
    toll, harm = history.said[0].toll, table("summary.toml")["harm"][history.kind]
    side = _side(history.side, party)
    if toll.unspecified:
        return f"{_say('side', 'some')} {side} were {harm}"
    number = toll_words(toll)
    if toll.best == 0 and not toll.high:
        number = _say("side", "none_of" if history.side not in {None, "all", "civilians"} else "no")
    if number == "1" and side in {"people", "civilians"}:
        side = {"people": "person", "civilians": "civilian"}[side]
    return f"{number} {side} {'was' if number == '1' else 'were'} {harm}"


def _side(side: str | None, party: str) -> str:
    words = table("summary.toml")["side"]
    if side is None:
        return str(words["not_said"])
    if side in {"all", "civilians"}:
        return str(words[side])
    return str(words["own"]) if side == party else _say("side", "other", whose=_quoted(_whose(with_article(shown(side)))))


def _before(history: TollHistory) -> str:
    """Earlier or other numbers that the one that stands excludes."""
    latest = history.said[0].toll
    others = list(dict.fromkeys(toll_words(said.toll) for said in history.said[1:] if _excludes(latest, said.toll)))
    also = _say("account", "also", numbers=", ".join(others)) if others else ""
    return (_say("account", "organs") if history.contradictory else "") + also


def _excludes(latest: Toll, other: Toll) -> bool:
    return not other.unspecified and exclude_each_other(latest, other)


def _stance(account: Account, words: Mapping[str, str]) -> Iterator[Clause]:
    """The last word on whether it is so, and the one before it, where that was another."""
    told = [said for said in account.stances if said.stance in table("summary.toml")["stance"]]
    if told:
        last, *before = told
        earlier = next((said for said in before if said.stance != last.stance), None)
        after = _say("stance", f"after_{earlier.stance}") if earlier else ""
        text = _say("stance", last.stance, **words) + after + _say("account", "end")
        yield Clause(text, tuple(sorted({*last.claims, *(earlier.claims if earlier else ())})))


def _joined(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """With a comma between, and "and" before the last."""
    for at, clause in enumerate(clauses):
        before = "" if at == 0 else " and" if at == len(clauses) - 1 else ","
        yield Clause(before + clause.text, clause.claims)


# ---------------------------------------------------------------- points


def _points(incident: Incident) -> Iterator[Clause]:
    """On what the parties contradict each other, agree, and differ without contradiction; a sentence for each set of parties."""
    told: dict[tuple[int, tuple[str, ...]], list[Point]] = {}
    for point in incident.points:
        who = tuple(sorted({party for answer in point.answers for party in answer.according_to} - NO_SIDE))
        wanted = point.status != "compatible" or point.question in TOLLS
        if point.status in SAID and len(who) > 1 and wanted and {*who} & {*incident.parties}:
            told.setdefault((SAID.index(point.status), who), []).append(point)
    for (status, who), points in sorted(told.items(), key=lambda item: item[0]):
        claims = tuple(sorted({claim for point in points for answer in point.answers for claim in answer.claims}))
        named = sorted(with_article(shown(party)) for party in who)
        what = sorted((point.question not in {"who_began"}, _question(point)) for point in points)
        yield Clause(_say("point", SAID[status], who=_first(_listed(named)), what=_listed([words for _, words in what])), claims)
    if any(point.question == "who_began" and point.status == "unstated" for point in incident.points):
        yield Clause(_say("point", "nobody_says"))


def _question(point: Point) -> str:
    side = _side(point.about, "").format_map({"its": "its"}) if point.about else ""
    return _say("question", point.question, side=side)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# ---------------------------------------------------------------- words


def shown(identifier: str) -> str:
    """What a person reads for the id of a party."""
    return plain(shown_names().get(identifier) or unlisted_name(identifier))


def with_article(name: str) -> str:
    return f"the {name}" if _named("the") & set(name.split()) and not name.lower().startswith("the ") else name


def is_plural(name: str) -> bool:
    return name.split()[-1:] != [] and name.rsplit(maxsplit=1)[-1] in _named("plural")


@cache
def _named(what: str) -> frozenset[str]:
    return frozenset(table("summary.toml")["names"][what])


def _whose(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _quoted(words: str) -> str:
    """Words that stand for themselves where braces are filled in later."""
    return words.replace("{", "{{").replace("}", "}}")


def _say(part: str, key: str, **values: Any) -> str:
    words = str(table("summary.toml")[part][key])
    return words.format_map(values) if values else words
