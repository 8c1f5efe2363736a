"""Quotation marks: text -> quotations. `[...]` in the expectation is closed, `[...` is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.parse.paragraphs import paragraphs
from counterclaim.parse.quotations import quotations

CASES: dict[str, tuple[str, list[str]]] = {
    "curly": ("“They fired,” he said.", ["[They fired,]"]),
    "straight": ('"They fired," he said, "at us".', ["[They fired,]", "[at us]"]),
    "curly singles": ("The ‘provocation’ failed.", ["[provocation]"]),
    "straight singles": ("He called it a 'massacre', a 'crime'.", ["[massacre]", "[crime]"]),
    "guillemets": ("Il a dit «oui» et « non ».", ["[oui]", "[ non ]"]),
    "reversed guillemets": ("Er sagte »nein« dazu.", ["[nein]"]),
    "low opening mark": ("Er sagte „nein“ dazu.", ["[nein]"]),
    "right mark on both sides": ("Han sade ”nej” till det.", ["[nej]"]),
    "doubled back-quotes": ("``They fired,'' he said.", ["[They fired,]"]),
    "possessives are no quotes": ("The soldiers' bodies and the guards’ post.", []),
    "contractions are no quotes": ("They don't and can’t and Sana'a.", []),
    "decades are no quotes": ("In the '90s and ’80s it was calm.", []),
    "possessive inside singles": ("They said ‘the soldiers’ bodies were found’ later.", ["[the soldiers’ bodies were found]"]),
    "possessive inside straight singles": ("'The guards' post was hit', it said.", ["[The guards' post was hit]"]),
    "nested singles": ("“He said ‘no’ to us,” she said.", ["[He said ‘no’ to us,]"]),
    "nested doubles": ("'He said \"no\" to us,' she said.", ['[He said "no" to us,]']),
    "inches": ("It was 5'10\" tall.", []),
    "bracket before": ('(“dead”) ["alive"]', ["[dead]", "[alive]"]),
    "dash before": ('The army—"our pride"—left.', ["[our pride]"]),
    "never closed": ("“They fired, he said.\n\nOn Monday it was calm.", ["[They fired, he said."]),
    "several paragraphs": (
        "“First.\n\n“Second.\n\n“Third,” he said.",
        ["[First.", "[Second.", "[Third,]"],
    ),
    "several paragraphs, straight": ('"First.\n\n"Second," he said.', ["[First.", "[Second,]"]),
    "several paragraphs, single": ("‘First.\n\n‘Second,’ he said.", ["[First.", "[Second,]"]),
    "opened twice": ("“They fired, he said. “We did not.”", ["[They fired, he said.", "[We did not.]"]),
    "mixed marks": ('“They fired," he said.', ["[They fired,]"]),
    "mark alone": ('"', []),
    "closing mark alone": ("They fired.” He left.", []),
    "spaces inside": ('He said " they fired " again.', []),
}


def _shown(text: str) -> list[str]:
    return ["[" + text[q.inner.start : q.inner.end] + ("]" if q.closed else "") for q in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_quotations(text: str, expected: list[str]) -> None:
    assert _shown(text) == expected


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„`s", max_size=60))
def test_quotations_are_ordered_disjoint_and_within_a_paragraph(text: str) -> None:
    blocks = paragraphs(text)
    end = 0
    for quotation in quotations(text, blocks):
        assert end <= quotation.span.start < quotation.inner.start <= quotation.inner.end <= quotation.span.end
        assert sum(block.contains(quotation.span) for block in blocks) == 1
        assert quotation.closed == (quotation.inner.end < quotation.span.end)
        end = quotation.span.end
