"""The voice of a document: the outlet's own, or that of the body whose statement it is.

Told by the outlet's name ("defence ministry, official translation"), by a letterhead or heading ("MINISTRY OF DEFENCE / PRESS RELEASE"),
or by the body that speaks behind a release's dateline ("(Nairobi) – …, the group said today"). Words that mark a statement:
lexicon/official.csv.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from counterclaim import lexicon
from counterclaim.extract import scene
from counterclaim.extract.actor import find_actors
from counterclaim.extract.outlet import homes, name_of
from counterclaim.extract.report import Report, onlookers
from counterclaim.extract.speaker import OUTLET
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import own_name
from counterclaim.model import Actor, Span
from counterclaim.syntax import Parse

HEAD_LINES = 8  # lines that a letterhead and a title take at most
PROSE_TOKENS = 24  # a longer line is prose
SEAT_WORDS = 3  # of the town that a part of an outlet's name may be
OPENING = 4  # sentences in which a statement names its author
UNNAMED = frozenset({"aid_groups", "rights_groups", "analysts", "opposition"})
ORGANS = frozenset({"body", "office", "government", "organ", "force", "organisation", "group", "state", "mouth"})


@cache
def _words(kind: str) -> tuple[str, ...]:
    """The words of a class of official.csv, the longest first."""
    words = (row["words"] for row in lexicon.rows("official.csv") if row["class"] == kind)
    return tuple(sorted(words, key=lambda words: -len(words)))


def voice_of(report: Report) -> Actor:
    """A state organ, body or armed group where the document is its own statement; else the outlet."""
    outlet = report.document.outlet or ""
    by_outlet = _by_outlet(report, outlet)
    if by_outlet is not None and by_outlet.id in UNNAMED:
        return _speaking_body(report) or by_outlet
    return by_outlet or _by_heading(report) or _by_letterhead(report) or _by_release(report) or Actor(OUTLET, "")


def _speaking_body(report: Report) -> Actor | None:
    """ "NGO, press release": the organisation that the text names most, known to us or not, the first winning ties."""
    bodies = [Actor(mention.id, mention.text, mention.span) for mention in report.actors.mentions if mention.id in onlookers()]
    bodies = sorted((*bodies, *_named_organisations(report)), key=lambda body: body.span or Span(0, 0))
    often = Counter(body.id for body in bodies)
    return max(bodies, key=lambda body: often[body.id], default=None)


def _named_organisations(report: Report) -> Iterator[Actor]:
    """Names of organisations that are no actors of ours: "Relief International"."""
    parse = report.parse
    for token, tag in enumerate(parse.entities):
        last = next((at for at in range(token + 1, len(parse)) if parse.entities[at] != "I-ORG"), len(parse)) - 1
        if tag == "B-ORG" and last > token and all(report.actors.kind(at) == "unknown" for at in range(token, last + 1)):
            span = Span(parse.starts[token], parse.ends[last])
            text = parse.text[span.start : span.end]
            yield Actor(own_name(text), text, span)


def _by_outlet(report: Report, outlet: str) -> Actor | None:
    """ "Armenia MFA (official site)", "Ministry of Defence communique", "Trend (carrying the defence ministry)"."""
    parts = [part.strip() for part in outlet.replace(")", "(").replace(",", "(").split("(") if part.strip()]
    marked = [part for part in parts if _is_marked(part.lower())]
    names = (*map(_bare, reversed(marked)), *(parts if marked else ()))
    state = report.home or _seat(report, parts) or _state_of(report)
    for name in names:
        found = _named(name, state, report.actors.parties) or _coalition(report, name)
        if found is not None:
            return _proper(name, found, outlet) or Actor(_closest(found, parts), outlet)
    organ = next((found for part in parts if (found := _organ(part, state))), None)
    whole = _named(outlet, None, report.actors.parties) or organ
    if whole is not None and (":" in whole or whole == organ or (whole.islower() and not _is_medium(outlet))):
        return _proper(parts[0], whole, outlet) or Actor(_closest(whole, parts), outlet)
    return _unknown_body(parts, marked, outlet)


def _is_marked(part: str) -> bool:
    """Whether a part of an outlet's name, lower case, has words that mark a statement."""
    owner, _, last = part.rpartition(" ")
    posted = last in _words("post") and (not owner or owner.endswith(("'s", "s'", "\u2019s", "s\u2019")))
    return posted or any(f" {words} " in f" {part} " for words in _words("statement"))


def _proper(name: str, found: str, outlet: str) -> Actor | None:
    """ "Sahel Rights Monitor": one of a kind of bodies, under its own name."""
    bare = _bare(name)
    named = found in UNNAMED and len(bare.split()) > 1 and all(word[:1].isupper() for word in bare.split())
    return Actor(own_name(bare), outlet) if named else None


def _closest(found: str, parts: list[str]) -> str:
    """ "UN integrated office (BINUH)" is the office, "army spokesman (Houthi)" the movement's."""
    others = [other for part in parts[1:] if (other := _named(part, None)) is not None]
    return next((other for other in others if other.startswith(f"{found}_") or (":" in found and other.islower())), found)


def _unknown_body(parts: list[str], marked: list[str], outlet: str) -> Actor | None:
    """ "Kuki Zo Council, statement": a body that we do not know speaks for itself under its own name."""
    names = [bare for part in (*marked, *parts[:1]) if marked and len((bare := _bare(part)).split()) > 1]
    known = (name for name in names if name[:1].isupper() and not _is_medium(outlet))
    return next((Actor(own_name(name), outlet) for name in known), None)


def _seat(report: Report, parts: list[str]) -> str | None:
    """ "Foreign Office briefing, Islamabad": the state of the town that an outlet's name gives as its seat."""
    place_country = report.actors.place_country
    for part in parts[1:]:
        words = part.split()
        if not 0 < len(words) <= SEAT_WORDS or part.isupper():
            continue  # "(SUNA)" is no town
        reading = find_actors(_as_phrase(words), None).read(len(words) - 1)
        country = reading.id if reading.kind == "capital" else place_country(part) if place_country is not None else None
        if country is not None:
            return country
    return None


def _coalition(report: Report, name: str) -> str | None:
    """ "Coalition statement": the coalition that the text names most."""
    words = name.lower().split()
    return next((party for party in report.actors.parties if "coalition" in party), None) if "coalition" in words else None


def _is_medium(outlet: str) -> bool:
    """A name with a word of the press ("Hezbollah TV", "Houthi news agency") is a medium's, whoever runs it."""
    words = {word.strip("()[],;.\"'").lower() for word in outlet.replace("-", " ").split()}
    of_press = not words.isdisjoint(_words("medium")) and words.isdisjoint(_words("body"))  # "Justice Network", "Rights Review": bodies
    return of_press or name_of(outlet) in homes()


def _organ(part: str, state: str | None) -> str | None:
    """An organ that a whole name is: "Secretariat of National Defence"; not "army newspaper"."""
    words = part.split()
    parse = _as_phrase(words) if words else None
    top = next((token for token in range(len(words)) if parse is not None and parse.heads[token] < 0), None)
    if parse is None or top is None or find_actors(parse, None).kind(top) not in {"body", "office", "organ", "government"}:
        return None
    return _named(part, state)


def _bare(part: str) -> str:
    """A part of an outlet's name without the words that mark a statement."""
    lower = part.lower()
    for words in (*_words("statement"), *_words("post")):
        lower = lower.replace(words, " ")
    kept = lower.split()
    return " ".join(word for word in part.split() if word.lower().strip(",.;") in kept)


def _state_of(report: Report) -> str | None:
    """The state whose organs go without its name: that of the letterhead, else the one most named."""
    head = range(report.parse.sentences[0][0], _head_end(report.parse)) if len(report.parse) else range(0)
    states = [party for party in report.actors.parties if party in report.actors.names]
    in_head = (report.actors.read(token).id or report.actors.country(token) for token in head)
    named = next((found.split(":")[0] for found in in_head if found and found.split(":")[0] in report.actors.names), None)
    return named or (states[0] if states else report.home or report.actors.dateline or scene.ground(report))


def _head_end(parse: Parse) -> int:
    """The first token of the prose: after the short lines at the head of a document."""
    for lines, (first, last) in enumerate(parse.sentences):
        if lines >= HEAD_LINES or last - first > PROSE_TOKENS or (lines and parse.form(last - 1) in {".", "!", "?"}):
            return first
    return parse.sentences[-1][1] if parse.sentences else 0


def _by_heading(report: Report) -> Actor | None:
    """ "Statement by the Foreign Ministry of …" as a heading, or "A statement by the spokesman of the army:" among the first lines."""
    parse = report.parse
    for number, (first, last) in enumerate(parse.sentences[:OPENING]):
        heading = number == 0 and parse.form(last - 1) not in {".", "!", "?"} and last < len(parse)
        if not heading and parse.form(last - 1) != ":":
            continue
        for token in range(first, min(last, first + 20)):
            if parse.lemmas[token].lower() in word_set("statements") and not _is_object(parse, token):
                author = _author(report, token, last)
                if author is not None:
                    return author
    return None


def _is_object(parse: Parse, token: int) -> bool:
    return parse.base(token) in {"obj", "obl"} and parse.upos[parse.heads[token]] == "VERB"


def _author(report: Report, token: int, last: int) -> Actor | None:
    parse = report.parse
    owners = [child for child in parse.kids(token, "nmod", "nmod:poss", "compound", "amod") if parse.ends[child] <= parse.ends[last - 1]]
    for owner in owners:
        actor = report.actors.of_phrase(owner)
        if actor is not None and actor.id is not None and _speaks(actor.id):
            return Actor(actor.id, actor.text, actor.span)
    return None


def _by_letterhead(report: Report) -> Actor | None:
    """Lines that name a body above a word for a statement: "MINISTRY OF DEFENCE / PRESS RELEASE"; else its first subject."""
    parse = report.parse
    end = _head_end(parse)
    lines = {line.strip().lower() for line in parse.text[: parse.starts[end] if end < len(parse) else len(parse.text)].splitlines()}
    if not any(line == words or line.startswith((words + " ", words + ":")) for line in lines for words in _titles()):
        return None
    for token in range(end):
        reading = report.actors.read(token)
        if reading.kind in ORGANS and (reading.id or reading.code):
            found = reading.id if reading.id else f"{_state_of(report)}:{reading.code}" if _state_of(report) else None
            if found is not None and _speaks(found):
                return Actor(found, parse.form(token), parse.span([token]))
    first = next((mention for mention in report.actors.mentions if mention.head_token >= end and mention.kind in ORGANS), None)
    is_subject = first is not None and parse.base(first.head_token) == "nsubj"
    return Actor(first.id, first.text, first.span) if first is not None and is_subject and first.id and _speaks(first.id) else None


@cache
def _titles() -> tuple[str, ...]:
    """Lines that title a statement, beside a body's name or alone."""
    titles = ("communique", "communiqué", "press release", "statement", "declaration", "bulletin", "news release", "for immediate release")
    return (*titles, *(f"official {title}" for title in titles))


def _by_release(report: Report) -> Actor | None:
    """ "(Nairobi) – Soldiers killed …, Human Rights Watch said today.": an organisation that speaks behind a dateline in brackets."""
    parse = report.parse
    line = next((first for first, _ in parse.sentences[:OPENING] if parse.form(first) == "("), None)
    if line is None or not any(dash in parse.text[parse.starts[line] : parse.starts[line] + 80] for dash in ("–", " - ")):
        return None
    first = next(
        (m for m in report.actors.mentions if m.head_token > line and m.id in onlookers() and parse.base(m.head_token) == "nsubj"), None
    )
    return None if first is None else Actor(first.id, first.text, first.span)


def _named(name: str, state: str | None, around: Iterable[str] = ()) -> str | None:
    """The actor that a name alone means: "Armenia MFA" is ARM:MFA; an organ alone is that of `state`. ISO codes are states."""
    words = [bare for word in name.split() if (bare := word.strip('()[],;"“”').removesuffix("'s").removesuffix("’s"))]
    if not words:
        return None
    parse = _as_phrase([_states().get(word, word) for word in words])
    actors = find_actors(parse, None, home=state, around=around if state is None else (state,))
    tokens = [token for token in range(len(parse)) if parse.heads[token] < 0 or actors.kind(token) in ORGANS]
    readings = [actors.read(token) for token in tokens if actors.kind(token) != "outlet"]
    readings.sort(key=lambda reading: not reading.id)  # what goes by its own name first
    ids = [reading.id or (f"{state}:{reading.code}" if state and reading.code and reading.kind in ORGANS else "") for reading in readings]
    ids = [found for found in ids if found and _speaks(found)]
    return next((found for found in ids if ":" in found), next(iter(ids), None))


def _as_phrase(words: list[str]) -> Parse:
    """A noun phrase as a parse: each stretch between "of" and "for" is one compound, and hangs on the one before it."""
    text = " ".join(words)
    starts = [len(" ".join(words[:at])) + (at > 0) for at in range(len(words))]
    cases = [at for at, word in enumerate(words) if word.lower() in {"of", "for"} and 0 < at < len(words) - 1]
    stretches = [range(first, last) for first, last in pairwise([-1, *cases, len(words)]) for first in [first + 1]]
    heads, relations = [-1] * len(words), ["root"] * len(words)
    for before, stretch in zip((None, *stretches), stretches, strict=False):
        top = stretch[-1]
        for token in stretch[:-1]:
            heads[token], relations[token] = top, "compound"
        if before is not None:
            heads[top], relations[top] = before[-1], "nmod"
            heads[stretch[0] - 1], relations[stretch[0] - 1] = top, "case"
    return Parse(
        text=text,
        starts=tuple(starts),
        ends=tuple(start + len(word) for start, word in zip(starts, words, strict=True)),
        lemmas=tuple(words),
        upos=tuple("ADP" if at in cases else "PROPN" for at in range(len(words))),
        xpos=tuple("IN" if at in cases else "NNP" for at in range(len(words))),
        heads=tuple(heads),
        relations=tuple(relations),
        entities=("O",) * len(words),
        sentences=((0, len(words)),),
    )


@cache
def _states() -> dict[str, str]:
    return {row["id"]: row["names"].split("|")[0] for row in lexicon.rows("states.csv")}


def _speaks(identifier: str) -> bool:
    """A body with a voice of its own: an organ, a state's government, a group; not people at large, not a medium."""
    return identifier not in {"civilians", "all", "resident", "protesters"} and not identifier.endswith(":MEDIA")
