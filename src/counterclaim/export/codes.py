"""Ids of actors, countries and acts in the codes of the field. All of it is rows of the lexicon; this looks them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from counterclaim.lexicon import rows
from counterclaim.lexicon.shown import shown_names

Codes = Mapping[str, str]
NOTHING: Codes = MappingProxyType({})
IDS_KEPT = 4096
UNIDENTIFIED = "unidentified"  # who did it where nobody is named: no id of the record
PRESS = frozenset({"media_reports", "reporter"})


@dataclass(frozen=True, slots=True)
class ActorCodes:
    """An actor in the schemes: its kind in actor_codes.csv ("" where none fits), country (alpha-3, "" for none) and name."""

    id: str
    kind: str
    country: str
    name: str
    acled: str
    inter: str
    cameo: tuple[str, ...]
    sectors: tuple[str, ...]
    ucdp: str
    force: bool

    @property
    def party(self) -> str:
        return self.id.partition(":")[0]


@cache
def country_codes(alpha3: str) -> Codes:
    """The row of country_codes.csv; no codes at all for what is no country of it."""
    return next((row for row in rows("country_codes.csv") if row["iso3"] == alpha3), NOTHING)


@lru_cache(IDS_KEPT)
def actor_codes(identifier: str, country: str = "") -> ActorCodes:
    """The codes of an id. `country`, alpha-3, is where people of no party are of: "Civilians (Sweden)"."""
    party, _, organ = identifier.partition(":")
    kind = _kind(party, organ)
    own = _home(party)
    row = _kinds().get(kind, NOTHING)
    template, place = row.get("acled", ""), _country_name(own or country)
    of = place if kind.startswith(":") or kind in {"state", UNIDENTIFIED} or row.get("ucdp") == "civilians" else actor_name(identifier)
    return ActorCodes(
        id=identifier,
        kind=kind,
        country=own,
        name=actor_name(identifier),
        acled=template.format(of).replace(" ()", "") if template else "",
        inter=row.get("inter", ""),
        cameo=_parts(row.get("cameo", "")),
        sectors=_parts(row.get("sectors", "")),
        ucdp=row.get("ucdp", ""),
        force=row.get("force") == "y",
    )


def actor_name(identifier: str) -> str:
    """What a person reads for it: "Finland", "Finland, armed forces", "Hezbollah"; a name that is in no list as it is."""
    names = shown_names()
    party, colon, organ = identifier.partition(":")
    name = names.get(identifier) or names.get(party) or party.replace("_", " ").title()
    return f"{name}, {names.get(f':{organ}', organ)}" if colon and identifier not in names else name


def _country_name(alpha3: str) -> str:
    return country_codes(alpha3).get("acled_country", "") or shown_names().get(alpha3, "")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _kind(party: str, organ: str) -> str:
    if party in _states():
        named = f":{organ}"
        return (named if named in _kinds() else "state") if _states()[party] in {"state", "territory"} else "defacto"
    if party in _groups():
        return _group_kinds().get(party, "rebel")
    if party in _ids("bodies.csv"):
        return "international"
    return "outlet" if party in _ids("outlets.csv") else _generic_kind(party)


def _generic_kind(party: str) -> str:
    if party in PRESS or party == "outlet":
        return "outlet" if party == "outlet" else "press"
    if party in {"protesters", "health_workers", UNIDENTIFIED}:
        return party.removesuffix("_workers")
    return "civilians" if party in _people() else ""


def _home(party: str) -> str:
    if party in _states():
        return party if _states()[party] in {"state", "territory"} else party.partition("-")[0] if party[:3].isupper() else ""
    return _groups().get(party, "")


@cache
def _kinds() -> Mapping[str, Codes]:
    return {row["kind"]: row for row in rows("actor_codes.csv")}


@cache
def _group_kinds() -> Mapping[str, str]:
    return {row["id"]: row["kind"] for row in rows("group_kinds.csv")}


@cache
def _states() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in rows("states.csv"):
        found.setdefault(row["id"], row["kind"])
    return found


@cache
def _groups() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in rows("groups.csv"):
        found.setdefault(row["id"], row["country"])
    return found


@cache
def _ids(file: str) -> frozenset[str]:
    return frozenset(row["id"] for row in rows(file))


@cache
def _people() -> frozenset[str]:
    """Ids of people whom nobody names, by what they do or suffer and by how they speak."""
    kept = [row for row in rows("generic_actors.csv") if row["class"] in {"people", "ethnic"}]
    return frozenset(row[column] for row in kept for column in ("id", "speaker") if row[column])


# ---------------------------------------------------------------- acts


@dataclass(frozen=True, slots=True)
class Act:
    """What a claim is as an event: the act that it tells of, or, where it does not say that it took place, the speaking itself.

    `plover` and `cameo` are "" where the scheme has no class for it; `spoken`: it is the speaking.
    """

    plover: str
    cameo: str
    mode: str
    spoken: bool


@lru_cache(IDS_KEPT)
def act_of(kind: str, plover: str, cameo: str, weapon: str, stance: str, modality: str) -> Act:
    """The act of a claim with an event of that type and weapon, told with that stance and modality; codes that it lacks are its type's."""
    for row in rows("speech_acts.csv"):
        if row["stance"] in {"", stance} and row["modality"] in {"", modality} and (row["stance"] or row["modality"]):
            return Act(row["plover"], row["cameo"], "", spoken=True)
    own = _types().get(kind, NOTHING)
    plover, cameo = plover or own.get("plover", ""), cameo or own.get("cameo", "")
    mode = _mode(kind, weapon) if plover == "ASSAULT" else ""
    return Act(plover, cameo or _scores().get(("plover", plover, mode), NOTHING).get("cameo", ""), mode, spoken=False)


def _mode(kind: str, weapon: str) -> str:
    by_weapon = {row["weapon"]: row["mode"] for row in rows("weapon_modes.csv")}
    return by_weapon.get(weapon) or _types().get(kind, NOTHING).get("mode", "")


def plover_score(plover: str, mode: str) -> tuple[int | None, float | None]:
    """Quad category and score of a class and mode."""
    return _numbers(_scores().get(("plover", plover, mode)) or _scores().get(("plover", plover, "")))


def cameo_score(code: str) -> tuple[int | None, float | None]:
    """Quad class and Goldstein score of a code: its own row, or that of the longest beginning that has one."""
    found = (_scores().get(("cameo", code[:length], "")) for length in range(len(code), 1, -1))
    return _numbers(next((row for row in found if row), None))


def _numbers(row: Codes | None) -> tuple[int | None, float | None]:
    return (int(row["quad"]), float(row["score"])) if row else (None, None)


@cache
def _types() -> Mapping[str, Codes]:
    return {row["type"]: row for row in rows("event_types.csv")}


@cache
def _scores() -> Mapping[tuple[str, str, str], Codes]:
    return {(row["scheme"], row["code"], row["mode"]): row for row in rows("act_codes.csv")}
