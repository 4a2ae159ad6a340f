"""What a designed page prints large or bold between the heading of an aim and its table groups nothing."""

from __future__ import annotations

import pytest

from extractors.document import Block, Heading, Paragraph
from pipeline.read.groups import may_group
from pipeline.read.reading import read_document
from tests.builders.tables import document, table

NO_TITLES = frozenset[str]()


@pytest.mark.parametrize("text", ["72%", "140+", "3×", "6.3 per cent", "1 in 9", "£1.2m", "287,400", "38"])
def test_a_figure_groups_nothing(text: str) -> None:
    assert not may_group(text, NO_TITLES)


@pytest.mark.parametrize(
    "text", ["72 homes a year", "5 goals", "Every child can thrive", "Each voice heard", "One in nine residents"]
)
def test_words_may_group_also_where_something_may_come_round_with_them(text: str) -> None:
    assert may_group(text, NO_TITLES)


@pytest.mark.parametrize("text", ["Every two years", "By May 2031", "Ongoing"])
def test_a_timescale_groups_nothing(text: str) -> None:
    assert not may_group(text, NO_TITLES)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Section C: Students: access and success", True),
        ("Priority 2: Homes: repairs: the next steps", False),
        ("Approved by: Cabinet Date: 8 July", False),
        ("Objective 1: Lead: HR Date: May 2031", False),
    ],
)
def test_the_label_of_a_grouping_is_none_of_the_things_that_a_line_says(text: str, groups: bool) -> None:
    assert may_group(text, NO_TITLES) is groups


def test_a_label_counts_a_grouping_of_any_words_and_a_long_line_without_one_is_none() -> None:
    why = "This matters because parents tell us that the take-up of health checks falls short of what they need. " * 2
    assert may_group(f"Objective 1: Our workforce reflects the communities that we serve. {why}", NO_TITLES)
    assert not may_group(f"Our workforce reflects the communities that we serve. {why}", NO_TITLES)


def test_actions_stand_under_the_aim_and_not_under_the_figures_printed_between() -> None:
    blocks: list[Block] = []
    for aim, figure, action in (
        ("A town that welcomes everyone", "72%", "Train the wardens"),
        ("Every child can thrive", "3×", "Print a guide"),
    ):
        blocks += [
            Heading(aim, 2), Paragraph(figure, bold=True), Paragraph("of residents told us so in the spring survey"),
            table([["Action", "Lead", "By when"], [action, "HR", "May 2031"]]),
        ]  # fmt: skip
    found = read_document(document(*blocks)).actions
    assert [action.theme for action in found] == ["A town that welcomes everyone", "Every child can thrive"]
    assert not any(action.objective for action in found)
