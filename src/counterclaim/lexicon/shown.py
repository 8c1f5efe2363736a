"""What a person reads in place of an id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from counterclaim.lexicon import rows


@cache
def shown_names() -> Mapping[str, str]:
    """The name of each id, and of each organ by its colon and code: the first name of the first row that has it."""
    found = {row["id"]: row["name"] for row in rows("shown.csv")}
    for file in ("states.csv", "groups.csv", "bodies.csv", "outlets.csv"):
        for row in rows(file):
            found.setdefault(row["id"], row["names"].split("|")[0])
    return MappingProxyType(found)


def unlisted_name(identifier: str) -> str:
    """What a person reads for an id that no list has, made of a name: "juhani_salmela" is Juhani Salmela."""
    return " ".join(word[:1].upper() + word[1:] for word in identifier.lstrip(":").split("_") if word)


# A mark that can be told apart without colour, and the word for it.
STATUSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agreed": ("=", "agreed"),
        "contradicted": ("≠", "contradicted"),
        "compatible": ("~", "compatible"),
        "one_sided": ("·", "one side only"),
        "unstated": ("", "not said"),
    }
)
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "happened": "Did it happen?",
        "who_began": "Who began?",
        "who_did_it": "Who did it?",
        "who_was_hit": "Who was hit?",
        "killed": "Killed",
        "wounded": "Wounded",
        "missing": "Missing",
        "captured": "Captured",
        "weapon": "With what?",
        "where": "Where?",
        "when": "When?",
    }
)
STANCES: Mapping[str, str] = MappingProxyType({"calls_for": "calls for", "declines": "declines to say"})
KINDS: Mapping[str, str] = MappingProxyType({"killed_or_wounded": "killed or wounded"})
MANNER: Mapping[str, str] = MappingProxyType({"direct": "quoted", "indirect": "reported", "none": ""})
LAST = ("unknown", "outlet")  # voices after the third parties, in this order


@cache
def _reasons() -> Mapping[str, tuple[str, str]]:
    return MappingProxyType({row["feature"]: (row["for"], row["against"]) for row in rows("reasons.csv")})


def reason_words(feature: str, value: float) -> str:
    """What a feature of two reports says, -1 to 1, in words; "perhaps" where it hardly says so, "" where it says nothing."""
    speaks, against = _reasons()[feature]
    words = speaks if value > 0 else against if value < 0 else ""
    return f"perhaps {words}" if words and abs(value) < HARDLY else words


HARDLY = 0.5
