"""A report, what becomes of it, and reports that look like it and are not of it. All of it invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from counterclaim.model import Document, Span
from counterclaim.restore import Edit

DAY = date(2031, 5, 6)
COMMUNIQUE = (
    "Our guards answered only when shells had already fallen on the customs house, and they will answer again if one more shell falls on "
    "the soil of the republic"
)
REPORT = f"""Three dead as Valdia and Orsk trade fire at Mirna bridge

KORVEN, May 6 (Northwire) - At least three border guards were killed and eleven people wounded on Tuesday when troops of Valdia and Orsk
exchanged mortar fire across the bridge at Mirna, officials in both capitals said, in the gravest incident on the river since the truce
of 2027.

Valdia's interior ministry said that a convoy of 14 lorries had been waiting at the customs house when the first shells landed at about
half past six in the morning. It named the dead as Sergeant Tomas Ilvek, Corporal Ana Bredo and a recruit from Lessin.

“{COMMUNIQUE},” the ministry of Orsk said in a communique read out on state radio.

A nurse at the infirmary in Korven, reached by telephone, described corridors full of people who had walked from the market with dust in
their hair. She said that two of the wounded were children and that blood for them had to be brought from Lessin by motorcycle.

Foreign Minister Pavel Durran told reporters that he had asked the observer mission for a meeting before the weekend. The mission, which
keeps 26 monitors on the river, said that its camera on the eastern pier had been out of order since Sunday.

The two countries have quarrelled over the islands below the bridge since the river changed its bed in 1988, and every spring brings
another dispute over fishing nets, ferries and the grazing of cattle on the sandbanks.
"""
PARAGRAPHS = REPORT.strip().split("\n\n")
# Another reporter, the same morning, the same communique.
RIVAL = f"""Shells fall on Mirna

LESSIN, May 6 (Riverpost) - People in Mirna spent Tuesday in their cellars after mortars opened up from the hills over the town. Three
border guards died at their post beside the bridge and eleven more people, most of them drivers, had to be treated.

Who fired first nobody here can say for certain. In Valdia they speak of an attack without warning on lorries that stood in line for
their papers. Orsk tells it the other way round. “{COMMUNIQUE},” its ministry announced.

Sergeant Tomas Ilvek had been due to go home on Friday, his brother said outside the chapel. He would have been thirty in June.

Monitors drove up to the western bank at noon and left again within the hour. What they saw they would not tell the press, and Pavel Durran,
the foreign minister, took no questions at the door of his car.
"""
# The same agency a day later: the same names and turns of phrase, another report.
UPDATE = """Toll rises to five after fire at Mirna bridge

KORVEN, May 7 (Northwire) - Five people have now died of what happened at the bridge of Mirna, Valdia's interior ministry said on
Wednesday, after two of the wounded did not live through the night in the infirmary of Korven.

Both were drivers, one of them a father of four from the village of Sorrel. The ministry put the number of wounded at nine and opened a
book of condolence at the customs house, where candles stood along the wall.

Officials in both capitals said that the telephone line between the two commands, silent since autumn, had been tried again at midnight,
and that somebody had picked it up. What was said on it they kept to themselves.

Fishermen stayed ashore. In the market of Korven the price of flour doubled before noon, and buses to Lessin left with people standing.
"""
OTHER = """Lisbon trams to run until two

LISBON, May 6 (Northwire) - The trams of the capital are to run two hours longer at weekends from June, the city council decided on
Tuesday by nineteen votes to four, after a petition of restaurant owners had gathered thirty thousand names since the winter.

Drivers will be paid for the night, and residents along line 28 are promised new rails that sing less in the curves. The opposition called
the plan a gift to hotels and asked who would sweep the squares.
"""
BULLETIN = """Bulletin of the operational staff, {day} May

During the past day the enemy carried out {attacks} attacks in the direction of {first} and {more} in the direction of {second}. Our
defenders repelled all of them and inflicted losses on personnel and equipment of the enemy.

The enemy fired mortars and artillery at more than {count} settlements, among them {third} and {fourth}. There are dead and wounded among
the civilian population; their number is being established by the administration of {fifth}.

The aviation of the defence forces carried out {strikes} strikes on areas where personnel and equipment were concentrated.
"""


def spun(text: str) -> tuple[str, tuple[Edit, ...]]:
    """Bare words between spaces replaced by a fixed dictionary, always the same; and the edits that take it back."""
    words = {"the": "nan", "of": "astir", "in": "successful", "on": "connected", "had": "person", "and": "positive", "at": "astatine"}
    words |= {"people": "group", "said": "aforesaid", "troops": "worker", "when": "erstwhile", "that": "tha", "bridge": "span"}
    pieces, edits, at, length = [], [], 0, 0
    for match in re.finditer(r"(?<= )[a-z]+(?= )", text):
        if new := words.get(match[0]):
            pieces += [text[at : match.start()], new]
            length += match.start() - at
            edits.append(Edit(Span(length, length + len(new)), new, match[0], 0.9, "test"))
            length, at = length + len(new), match.end()
    return "".join([*pieces, text[at:]]), tuple(edits)


def copies() -> Mapping[str, str]:
    """What may become of the report."""
    renamed = REPORT
    for old, new in (("Korven", "Corvin"), ("KORVEN", "CORVIN"), ("Ilvek", "Ilwec"), ("Mirna", "Myrna"), ("Lessin", "Lesyn")):
        renamed = renamed.replace(old, new)
    plain = REPORT.replace("“", '"').replace("”", '"')
    return {
        "exact": REPORT.replace("\n\n", "\n\n\n").replace("\n", " \n"),
        "syndicated": "\n\n".join(
            ["Deadly morning on the river", "By our news desk. Sign up for our letter.", *plain.split("\n\n")[1:], "All rights reserved."]
        ),
        "cut": "\n\n".join(PARAGRAPHS[1:4]),
        "cut within": "\n\n".join(PARAGRAPHS[at] for at in (1, 4, 6)),
        "merged": "\n\n".join([*PARAGRAPHS, *OTHER.split("\n\n")[1:], *bulletin(1).split("\n\n")[1:]]),
        "edited": REPORT.replace("gravest", "worst").replace("quarrelled", "been at odds").replace("reporters", "a press conference"),
        "renamed": renamed,
        "spun": spun(REPORT)[0],
        "spun and cut": spun("\n\n".join(PARAGRAPHS[1:5]))[0],
    }


def bulletin(day: int) -> str:
    """The same words each day, with other numbers and names."""
    names = ["Korven", "Lessin", "Mirna", "Sorrel", "Dubno", "Arsk", "Velin", "Tarn", "Olme", "Brod", "Kesta", "Ruvo"]
    first, second, third, fourth, fifth = (names[(day * 5 + at) % len(names)] for at in range(5))
    counts = {"attacks": 17 + day * 3, "more": 4 + day, "count": 120 - day * 7, "strikes": 9 + day * 2}
    return BULLETIN.format(day=day, first=first, second=second, third=third, fourth=fourth, fifth=fifth, **counts)


def made(name: str, text: str, published: date | None = DAY, outlet: str | None = None) -> Document:
    return Document(name, f"made/{name}.txt", text, outlet=outlet, published=published)
