"""What the colours of a plan mean by its own key, and where that says the state of an action."""

from __future__ import annotations

import pytest

from extractors.document import Block, Heading, Paragraph
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from tests.builders.tables import X, document, table

TEAL, PLUM, SAND = "#2a9d8f", "#8e5ea2", "#e9c46a"
HEADER = ["Ref", "Action", "Lead officer", "By when", "Status"]
TEXTS = ("Open a quiet room in the library", "Print larger notices for halls", "Lend hearing loops to groups")


def actions(
    *key: Block, statuses: tuple[X, ...] = (X("", fill=TEAL), X("", fill=PLUM), X("", fill=SAND))
) -> list[ActionRow]:
    rows = [
        [f"{at}", text, "Head of Estates", "May 2031", said]
        for at, (text, said) in enumerate(zip(TEXTS, statuses, strict=True), 1)
    ]
    plan = document(Heading("Equality action plan", 1), table([HEADER, *rows]), *key)
    return list(rows_of(plan, read_document(plan), Known("0" * 16, "plan.docx")).actions)


def states(found: list[ActionRow]) -> list[str | None]:
    return [one.state for one in found]


_LINES = (
    Paragraph("Key: Done", fill=TEAL),
    Paragraph("Stopped", fill=PLUM),
    Paragraph("Under way", fill=SAND),
)
_ON_COLOUR = table(
    [["Key", X("Complete", fill=TEAL), X("Cancelled", fill=PLUM), X("In progress", fill=SAND)]], number=2
)
_BESIDE_COLOUR = table(
    [[X("", fill=TEAL), "Complete"], [X("", fill=PLUM), "Cancelled"], [X("", fill=SAND), "In progress"]], number=2
)


@pytest.mark.parametrize("key", [_LINES, (_ON_COLOUR,), (_BESIDE_COLOUR,)], ids=["lines", "on its colour", "beside it"])
def test_a_key_says_the_state_of_cells_that_are_nothing_but_a_colour(key: tuple[Block, ...]) -> None:
    found = actions(*key)
    assert [one.action for one in found] == [*TEXTS]
    assert states(found) == ["complete", "cancelled", "in_progress"]
    assert all("state_from_key" in one.flags for one in found)
    assert any(one.rule.startswith("colour_key: ") for one in found[0].rules)


def test_a_key_says_the_rating_of_a_colour_that_says_none_by_itself() -> None:
    said = [[X("", fill=TEAL), "Blue - finished"], [X("", fill=PLUM), "Red - off track"], [X("", fill=SAND), "Amber"]]
    assert [one.rag for one in actions(table(said, number=2))] == ["blue", "red", "amber"]
    assert [one.rag for one in actions(Paragraph("Blue - finished", fill=TEAL))] == [one.rag for one in actions()]


@pytest.mark.parametrize("head", ["Key", "RAG key:", "Legend"])
def test_a_key_below_the_rows_of_a_table_is_no_action(head: str) -> None:
    rows: list[list[str | X]] = [
        [str(at), text, "Head of Estates", "May 2031", X("", fill=fill)]
        for at, (text, fill) in enumerate(zip(TEXTS, (TEAL, PLUM, SAND), strict=True), 1)
    ]
    key = [
        [X("", fill=fill), said, "", "", ""] for fill, said in ((TEAL, "Done"), (PLUM, "Stopped"), (SAND, "Under way"))
    ]
    for blank in ([], [["", "", "", "", ""]]):
        plan = document(
            "# Equality action plan", table([HEADER, *rows, *blank, [head, "", "", "", ""], *key], route="sheet")
        )
        found = rows_of(plan, read_document(plan), Known("0" * 16, "plan.xlsx")).actions
        assert [(one.action, one.theme, one.state) for one in found] == [
            (text, None, state) for text, state in zip(TEXTS, ("complete", "cancelled", "in_progress"), strict=True)
        ]


def test_a_row_that_is_called_key_above_actions_is_no_legend() -> None:
    rows = [["1", "Open a quiet room in the library", "Head of Estates", "May 2031", "Done"]]
    below = [["2", "Print larger notices for halls", "Head of Comms", "May 2031", "Done"]]
    plan = document(table([HEADER, *rows, [X("Key actions", across=5)], *below]))
    assert [one.theme for one in rows_of(plan, read_document(plan), Known("0" * 16, "p.docx")).actions][
        -1
    ] == "Key actions"


def test_words_of_a_cell_come_before_its_colour() -> None:
    found = actions(_ON_COLOUR, statuses=(X("On hold", fill=TEAL), X("See minutes", fill=PLUM), X("●", fill=SAND)))
    assert states(found) == ["on_hold", None, "in_progress"]


def test_another_colour_than_those_of_the_key_says_nothing() -> None:
    assert states(actions(_ON_COLOUR, statuses=(X("", fill="#2a9d00"), X(""), X("", fill=SAND)))) == [
        None,
        None,
        "in_progress",
    ]


def test_a_colour_with_two_meanings_or_one_alone_is_no_key() -> None:
    two = table([["Key", X("Complete", fill=TEAL), X("Cancelled", fill=TEAL), X("On hold", fill="#1d3557")]], number=2)
    one = table([["Key", X("Complete", fill=TEAL), "Cancelled", "In progress"]], number=2)
    assert states(actions(two)) == states(actions(one)) == [None] * 3


def test_grey_grounds_and_sentences_are_no_key() -> None:
    grey = table([[X("Complete", fill="#dddddd"), X("Cancelled", fill="#cccccc")]], number=2)
    told = Paragraph("Work on this is complete and was reported to the board in May", fill=TEAL)
    assert states(actions(grey, told, Paragraph("Cancelled", fill=PLUM))) == [None] * 3
