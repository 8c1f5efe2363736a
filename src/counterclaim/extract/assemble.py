"""Assembly: propositions and findings become claims.

Two passes over the propositions of a report. The first drafts each claim from its own words; the second fills what only the report as a
whole can give (its focus: the day, place and kind of event that it is about) and marks what lies outside the focus as background.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from counterclaim.extract import clause, confidence, context, event, parties, refutation, relay, scene, speaker, stance
from counterclaim.extract.draft import Draft, kind_of
from counterclaim.extract.outlet import ground_of, is_own_outlet
from counterclaim.extract.propositions import Proposition
from counterclaim.extract.report import Report
from counterclaim.extract.transcript import turns
from counterclaim.extract.voice import voice_of
from counterclaim.model import Actor, Claim, Event, EventType, Mention, Place, Quoted, Span, Stance, Toll, When, content_id

NEAR = timedelta(days=3)  # events this far from the focus still belong to it; reports date one clash by the day before or after


@dataclass(frozen=True, slots=True)
class Focus:
    """What a report is about."""

    type: EventType
    when: When | None
    place: Place | None
    dated_by: str
    placed_by: str


def assemble(report: Report, propositions: Sequence[Proposition], *, clause_model: bool = True) -> list[Claim]:
    """The claims of a report, in text order."""
    drafts, focus, grounds = drafted(report, propositions)
    if clause_model:
        drafts = clause.revised(report, drafts, grounds, focus.type)
    claims = [claim_of(report, draft, focus, ground) for draft, ground in zip(drafts, grounds, strict=True)]
    unique = {claim.id: claim for claim in claims}
    return sorted(unique.values(), key=lambda claim: (claim.span, claim.id))


def drafted(report: Report, propositions: Sequence[Proposition]) -> tuple[list[Draft], Focus, list[str]]:
    """The drafts of a report by the rules, its focus, and why each draft is background, "" where it is news."""
    drafts = context.of_denied(report, _without_echoes(list(_drafts(report, propositions))))
    focus = _focus(report, drafts)
    grounds = _backgrounds(report, drafts, focus)
    return context.filled(report, drafts, grounds), focus, grounds


def _drafts(report: Report, propositions: Sequence[Proposition]) -> Iterable[Draft]:
    voice = voice_of(report)
    home = next((state for state in (report.home, report.actors.dateline) if state in report.sides[:4]), None)
    ground = scene.ground(report)
    if report.home is not None and ground == ground_of(report.home):
        ground = report.home  # "the ministry" of the authorities that run the outlet
    discourse = speaker.Discourse(voice, home=home, ground=ground)
    told = -1
    floor = turns(report, voice)
    for proposition in propositions:
        for sentence in range(told + 1, proposition.sentence):
            speaker.note_subjects(report.parse, sentence, report.actors, discourse)
        told = max(told, proposition.sentence - 1)
        discourse.voice = floor.get(proposition.sentence, voice)
        for said_by, sides in _speakers(report, proposition, discourse):
            draft = _draft(report, proposition, said_by, sides)
            if draft is not None:
                yield draft


def _without_echoes(drafts: list[Draft]) -> list[Draft]:
    """ "Said, blaming Kenya" is an accusation, and not also a thing that was said."""
    taken = {(draft.span, draft.speaker.actor.id) for draft in drafts if draft.stance != "asserts"}
    return [
        draft
        for draft in drafts
        if draft.stance != "asserts" or draft.trigger is not None or draft.tolls or (draft.span, draft.speaker.actor.id) not in taken
    ]


def _speakers(report: Report, proposition: Proposition, discourse: speaker.Discourse) -> list[tuple[speaker.Speaker, parties.Sides | None]]:
    """Who says a proposition: one speaker, or each of two for a distributive subject."""
    frame = proposition.frame
    if frame is None:
        is_source = relay.told_behind(report.parse, proposition.sentence) is not None
        return [] if is_source else [(_unframed(report, proposition, discourse), None)]
    pair = parties.distributive(report, frame)
    if pair is not None:
        return [(speaker.Speaker(sides.own, "speaker: each of two"), sides) for sides in pair]
    who = speaker.resolve(report.parse, frame, report.actors, discourse)
    if is_own_outlet(report.document.outlet or "", who.actor):
        who = speaker.Speaker(Actor(discourse.voice.id, who.actor.text, who.actor.span), "speaker: the outlet names itself")
    discourse.remember(who, proposition.sentence)
    if frame.kind == "headline":
        discourse.labelled = proposition.sentence
    return [(who, None), *((other, None) for other in speaker.joined(report.parse, frame, report.actors, who))]


def _unframed(report: Report, proposition: Proposition, discourse: speaker.Discourse) -> speaker.Speaker:
    """No attribution: the last speaker goes on where the words are quoted or the paragraph is still theirs;
    else the document's own voice.
    """
    if discourse.voice.id != speaker.OUTLET or proposition.beside:
        return speaker.Speaker(discourse.voice, "speaker: the document's own voice")
    behind = relay.told_behind(report.parse, proposition.sentence + 1) if proposition.sentence + 1 < len(report.parse.sentences) else None
    if behind is not None:
        who = speaker.named(report.parse, behind, report.actors, discourse)
        discourse.remember(who, proposition.sentence + 1)
        return replace(who, why=f"{who.why}, by the sentence behind")
    last = discourse.last()
    if last is not None:
        _, sentence = discourse.spoken[-1]
        if scene.continues(report, sentence, proposition) or (
            discourse.labelled == sentence and scene.same_paragraph(report, sentence, proposition)
        ):
            return speaker.Speaker(Actor(last.actor.id, ""), "speaker: carried over", last.person)
    return speaker.Speaker(discourse.voice, "speaker: the document's own voice")


def _draft(report: Report, proposition: Proposition, said_by: speaker.Speaker, sides: parties.Sides | None) -> Draft | None:
    parse, frame = report.parse, proposition.frame
    trigger = event.principal(parse, proposition.head, proposition.inside, report.triggers)
    actor, target = parties.doers(report, proposition, trigger, said_by.actor, sides)
    tolls = parties.tolls(report, proposition, said_by.actor, actor, target, sides)
    span = scene.evidence_span(parse, proposition)
    content = _content(report, proposition, trigger, actor, said_by.actor, tolls)
    kind = frame.kind if frame else "own"
    decided, stance_why = stance.stance_of(kind, bool(frame and frame.negated), said_by.actor.party, content)
    quoted = _quoted(report, span, said_by, proposition)
    if not _worth_keeping(report, proposition, said_by, trigger, tolls, decided, quoted == "direct"):
        return None
    if decided in {"declines", "denies"}:
        tolls = tuple(row for row in tolls if row.best == 0 or (decided == "denies" and not row.unspecified))
    if decided == "denies" and actor is None:
        actor = parties.own_party(report, said_by.actor)
    if target is None and tolls:
        target = parties.side_as_target(tolls, report.likely_victims)
    if decided == "calls_for" and target is None and actor is not None:
        target = parties.own_party(report, said_by.actor)
    hedge = stance.hedge_in(parse, _with_frame(proposition)) or _cue_hedge(report, proposition)
    return Draft(
        proposition=proposition,
        span=span,
        speaker=said_by,
        via=parties.relays(report, proposition),
        cue=_cue(report, proposition),
        stance=decided,
        quoted=quoted,
        hedge=hedge,
        trigger=trigger,
        modality=event.modality(parse, trigger, proposition.head) if trigger else "actual",
        actor=actor,
        target=target,
        tolls=tolls,
        when=scene.time_of(report, proposition, trigger.token if trigger else None),
        place=scene.place_of(report, proposition),
        mutual=sides is not None,
        why=tuple(filter(None, (said_by.why, frame.why if frame else "", stance_why, trigger.why if trigger else ""))),
    )


def _content(
    report: Report,
    proposition: Proposition,
    trigger: event.Trigger | None,
    actor: Actor | None,
    said_by: Actor,
    tolls: tuple[Toll, ...],
) -> stance.Content:
    parse = report.parse
    own = parties.speaks_of_itself(report, proposition, said_by)
    return stance.Content(
        words=tuple(parse.lower(token) for token in proposition.tokens),
        lemmas=tuple(parse.lemmas[token].lower() for token in proposition.tokens),
        hostile=bool(trigger and trigger.row.hostile),
        modality=event.modality(parse, trigger, proposition.head) if trigger else "actual",
        actor=actor.party if actor else None,
        reply=bool(trigger and trigger.row.reply),
        friendly=bool(trigger and trigger.row.friendly),
        harm=bool(trigger and trigger.row.roles in event.HARMS),
        negated=event.negated(parse, proposition.head),
        obliges=event.obliges(parse, proposition.head),
        own=own,
        other_side=said_by.id != speaker.OUTLET and actor is not None and actor.party in report.sides[:4],
        opposed=not own and parties.adversary(report, said_by) is not None,
        toll=bool(tolls),
        only_fighters=refutation.only_fighters(report, proposition),
        nobody_there=said_by.id != speaker.OUTLET and refutation.nobody_there(report, proposition),
    )


FOCUS = "the report's focus"
WORDED = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})


def _worth_keeping(
    report: Report,
    proposition: Proposition,
    said_by: speaker.Speaker,
    trigger: event.Trigger | None,
    tolls: tuple[Toll, ...],
    decided: Stance,
    quoted: bool,
) -> bool:
    """Whether a proposition is a claim about an event: it has a toll, an event word, or a stance that takes a side."""
    if tolls or (trigger is not None and trigger.violent):
        return True
    frame = proposition.frame
    if not any(report.parse.upos[token] in WORDED and token not in report.time_tokens for token in proposition.tokens):
        return False  # "11:20"
    wordless = frame is not None and frame.kind in {"say", "claim", "show"} and not frame.content
    if wordless and decided == "asserts" and trigger is None and not quoted:
        return False  # "gave another account", "adding": words about words
    if proposition.frame is None:
        return said_by.actor.id != speaker.OUTLET and (trigger is not None or decided != "asserts" or _is_told(report, proposition))
    return said_by.actor.id not in {speaker.OUTLET} or decided != "asserts"


def _is_told(report: Report, proposition: Proposition) -> bool:
    """A whole clause of a statement, whose author tells all of it: with a subject and a verb in a finite form."""
    parse, head = report.parse, proposition.head
    verbs = (head, *parse.kids(head, "aux", "cop"))
    return bool(parse.kids(head, "nsubj", "expl")) and any(parse.xpos[token] in {"VBD", "VBZ", "VBP", "MD"} for token in verbs)


def _with_frame(proposition: Proposition) -> tuple[int, ...]:
    frame = proposition.frame
    return tuple(sorted({*proposition.tokens, *(frame.outside if frame else ())}))


def _cue_hedge(report: Report, proposition: Proposition) -> str | None:
    frame = proposition.frame
    return report.parse.form(frame.cue[0]) if frame and frame.kind == "claim" and frame.cue else None


def _cue(report: Report, proposition: Proposition) -> Mention | None:
    frame = proposition.frame
    if frame is None or not frame.cue:
        return None
    parse = report.parse
    contiguous = frame.cue[-1] - frame.cue[0] + 1 == len(frame.cue)
    span = parse.span(list(frame.cue)) if contiguous else Span(parse.starts[frame.cue[0]], parse.ends[frame.cue[0]])
    return Mention(parse.text[span.start : span.end], span)


def _quoted(report: Report, span: Span, said_by: speaker.Speaker, proposition: Proposition) -> Quoted:
    if any(quotation.span.overlaps(span) and quotation.inner.end > quotation.inner.start for quotation in report.parse.quotations):
        return "direct"
    return "none" if proposition.frame is None or said_by.actor.id == speaker.OUTLET else "indirect"


def _focus(report: Report, drafts: Sequence[Draft]) -> Focus:
    """The day, place and kind of event that most of a report's violent claims share, the earlier one first."""
    violent = [draft for draft in drafts if (draft.trigger is not None and draft.trigger.violent) or draft.tolls]
    types = Counter(draft.trigger.type for draft in violent if draft.trigger and draft.trigger.type not in {"other", "attack"})
    kind: EventType = types.most_common(1)[0][0] if types else ("attack" if violent else "other")
    when, dated_by = scene.focus_time(report, [(draft.proposition, draft.when) for draft in violent]), FOCUS
    if when is None:
        when, dated_by = scene.said_time(report)
    place, placed_by = scene.focus_place([draft.place for draft in violent]), FOCUS
    if place is None:
        place, placed_by = scene.said_place(report), "the first point named in the report"
    return Focus(kind, when, place, dated_by, placed_by)


def claim_of(report: Report, draft: Draft, focus: Focus, ground: str) -> Claim:
    background = bool(ground)
    when = draft.when or (replace(focus.when, from_context=True) if focus.when and not background else None)
    place = draft.place or (replace(focus.place, from_context=True) if focus.place and not background else None)
    kind = kind_of(draft, focus.type)
    when, by_zone = scene.in_zone(when, place)
    what = _event(kind, draft, when, place)
    why = (*draft.why, *(("background: " + ground,) if ground else ()), *_context_why(draft, focus, when, place), *filter(None, (by_zone,)))
    claim = Claim(
        id="",
        document=report.document.id,
        span=draft.span,
        evidence=report.parse.text[draft.span.start : draft.span.end],
        speaker=draft.speaker.actor,
        stance=draft.stance,
        event=what,
        via=draft.via,
        cue=draft.cue,
        quoted=draft.quoted,
        hedge=draft.hedge,
        background=background,
        casualties=draft.tolls,
        confidence=confidence.of(draft, background=background),
        why=why,
    )
    return replace(claim, id=_claim_id(claim))


def _claim_id(claim: Claim) -> str:
    tolls = [(toll.side, toll.kind, toll.low, toll.best, toll.high) for toll in claim.casualties]
    actors = (claim.event.actor.id if claim.event.actor else None, claim.event.target.id if claim.event.target else None)
    return content_id(
        "claim", claim.document, claim.span.start, claim.span.end, claim.speaker.id, claim.stance, claim.event.type, actors, tolls
    )


def _event(kind: EventType, draft: Draft, when: When | None, place: Place | None) -> Event:
    codes = event.codes()[kind]
    trigger = draft.trigger
    sides = (draft.actor.party if draft.actor else None, draft.target.party if draft.target else None)
    return Event(
        type=kind,
        plover=(trigger.row.plover if trigger and kind == "other" else codes["plover"]) or None,
        cameo=codes["cameo"] or None,
        acled=codes["acled"] or None,
        ucdp=parties.type_of_violence(kind, *sides),
        actor=draft.actor,
        target=draft.target,
        place=place,
        when=when,
        weapon=trigger.weapon if trigger else None,
        modality=draft.modality,  # type: ignore[arg-type]
    )


def _backgrounds(report: Report, drafts: Sequence[Draft], focus: Focus) -> list[str]:
    """Why each draft is background, "" where it is not. An undated clause that follows background in its paragraph goes with it."""
    return [_background(report, draft, focus) or _background_before(report, draft, focus) for draft in drafts]


def _background_before(report: Report, draft: Draft, focus: Focus) -> str:
    """An undated clause in the outlet's voice goes with the time last named in its paragraph, where that is background."""
    if draft.when is not None or draft.speaker.actor.id != speaker.OUTLET:
        return ""
    before = scene.told_after(report, draft.proposition)
    ground = "" if before is None else _outside(before, focus)
    return f"follows what is {ground}" if ground else ""


def _background(report: Report, draft: Draft, focus: Focus) -> str:
    """Earlier or other events: dated outside the focus, by a year, or over a span of years."""
    if scene.spans_years(report, draft.proposition):
        return "a span of years"
    return "" if draft.when is None else _outside(draft.when, focus)


def _outside(when: When, focus: Focus) -> str:
    """Why a time is not the report's own: "" where it is."""
    if when.start is None or focus.when is None:
        return ""
    if when.precision in {"year", "decade", "season"}:
        return f"dated by the {when.precision}"
    if focus.when.start is None:
        return ""  # "on Tuesday" in a report of no date
    return "dated outside the report's focus" if _apart(when.start, when.end, focus.when.start) else ""


def _apart(start: datetime, end: datetime | None, focus: datetime) -> bool:
    return (end or start) < focus - NEAR or start > focus + NEAR


def _context_why(draft: Draft, focus: Focus, when: When | None, place: Place | None) -> tuple[str, ...]:
    notes = []
    if when is not None:
        near = "its paragraph" if draft.when else focus.dated_by
        notes.append("when: own words" if draft.when and not draft.when.from_context else f"when: from context, {near}")
    if place is not None:
        notes.append("where: own words" if draft.place else f"where: from context, {focus.placed_by}")
    return tuple(notes)
