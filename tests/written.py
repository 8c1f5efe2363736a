"""Short reports to read in tests. The places are real; nothing in them happened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

REPORTS: Mapping[str, str] = {
    "wire.txt": (
        "Portugal and Spain accused each other of opening fire first in a clash near Elvas on Tuesday.\n\n"
        "Portugal's defence ministry said Spanish troops had shelled a patrol at 6:40 a.m. (0540 GMT). \"Two of our soldiers were killed "
        'and five were wounded," the ministry said.\n\n'
        "Spain denied the accusation. Its army said Portuguese soldiers had crossed the border and opened fire.\n"
    ),
    "statement.txt": (
        "The Spanish defence ministry said on Wednesday that Portuguese forces opened fire on its engineers near Elvas on Tuesday. "
        "One Spanish soldier was killed, it said. The ministry denied that Spanish troops had used artillery.\n"
    ),
    "follow.txt": (
        "The death toll from Tuesday's clash near Elvas has risen to four, Portugal's health ministry said on Thursday. "
        "At least nine Spanish soldiers were killed, the Portuguese army claimed. Spain has not commented.\n"
    ),
    "other.txt": (
        "Norway said on Saturday that a Danish drone had struck a depot near Bergen, killing three workers. "
        "Denmark declined to comment on the report.\n"
    ),
    "talks.txt": "The foreign ministers of Peru and Chile met in Lima on Monday to talk about fish.\n",
}
PUBLISHED: Mapping[str, str] = {
    "wire.txt": "2031-05-06",
    "statement.txt": "2031-05-07",
    "follow.txt": "2031-05-08",
    "other.txt": "2031-05-11",
    "talks.txt": "2031-05-12",
}
# "Tuesday", and nothing that says of which year.
UNDATED = (
    "Portugal and Spain accused each other of opening fire near Elvas on Tuesday.\n\n"
    "The Portuguese defence ministry said that Spanish troops had opened heavy fire on its soldiers, who were at work on a fence. "
    'There were dead and wounded, the ministry said, calling the number "preliminary".\n\n'
    "Spain's defence ministry said that Portuguese positions had opened fire first. It also spoke of dead and wounded.\n"
)


def write(folder: Path, names: Iterable[str] = tuple(REPORTS), *, listed: bool = True) -> Path:
    """A folder with these reports in it, and a docs.json that dates them; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(REPORTS[name], encoding="utf-8")
    if listed:
        rows = [{"file": name, "outlet": name.removesuffix(".txt").title(), "published": PUBLISHED[name]} for name in names]
        (folder / "docs.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder
