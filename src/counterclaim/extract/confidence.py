"""How sure we are of a claim, before calibration: what had to be inferred lowers it."""

from __future__ import annotations

NAMED, INFERRED, UNKNOWN = 0.9, 0.7, 0.4  # how the speaker was found


def of(speaker_why: str, has_event: bool, has_time: bool) -> float:
    """A share between 0 and 1. Not a probability until it is calibrated on development data."""
    base = UNKNOWN if "no actor we know" in speaker_why else INFERRED if "carried" in speaker_why or "pronoun" in speaker_why else NAMED
    return round(base * (1.0 if has_event else 0.85) * (1.0 if has_time else 0.95), 4)
