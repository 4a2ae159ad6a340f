"""What the short codes of a plan mean by its own key, and where that says dates, states and owners."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Block, Paragraph
from pipeline.normalise.codes_told import codes_told
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from tests.builders.tables import document, table

HEADER = ["Ref", "Action", "Lead officer", "By when", "Status"]
TEXTS = ("Open a quiet room in the library", "Print larger notices for halls", "Lend hearing loops to groups")
_TABLE = table(
    [["Term", "Meaning"], ["Short", "by March 2032"], ["Medium", "by March 2033"], ["Long", "by March 2034"]], number=2
)


def actions(*key: Block | str, cells: list[tuple[str, str, str]]) -> list[ActionRow]:
    rows = [[f"1.{at}", text, *said] for at, (text, said) in enumerate(zip(TEXTS, cells, strict=True), 1)]
    plan = document("# Equality action plan 2031-2034", table([HEADER, *rows]), *key)
    return list(rows_of(plan, read_document(plan), Known("0" * 16, "plan.docx")).actions)


def dated(*codes: str) -> list[tuple[str, str, str]]:
    return [("Head of Estates", code, "On track") for code in codes]


@pytest.mark.parametrize(
    "key",
    [
        ("Timescales: S = by March 2032, M = by March 2033, L = by March 2034.",),
        ("Short term (S): by March 2032; medium term (M): by March 2033; long term (L): by March 2034",),
        ("S – by March 2032", "M – by March 2033", "L – by March 2034"),
    ],
)
def test_a_key_says_when_codes_are(key: tuple[str, ...]) -> None:
    found = actions(*map(Paragraph, key), cells=dated("S", "M", "L"))
    assert [one.due for one in found] == [date(year, 3, 31) for year in (2032, 2033, 2034)]
    assert [one.timescale_text for one in found] == ["S", "M", "L"]
    assert all("timescale_from_key" in one.flags for one in found)


def test_a_table_of_terms_is_a_key_and_words_of_length_are_its_codes() -> None:
    found = actions(_TABLE, cells=dated("Short term", "Medium", "Long-term"))
    assert [one.due for one in found] == [date(year, 3, 31) for year in (2032, 2033, 2034)]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("S = by March 2032", ("S", "S", "S")),  # one code is no key
        ("S = small works; M = major works; L = leased", ("S", "M", "L")),  # says no time
        ("S = by March 2032; S = by March 2034; M = by May 2033", ("S", "S", "S")),  # two meanings
    ],
)
def test_what_is_no_key_of_times_dates_nothing(key: str, codes: tuple[str, ...]) -> None:
    assert [one.due for one in actions(Paragraph(key), cells=dated(*codes))] == [None] * 3


def test_a_cell_that_says_when_by_itself_keeps_what_it_says() -> None:
    found = actions(Paragraph("2031 = first year; 2032 = by May 2040"), cells=dated("2031", "2032", "May 2033"))
    assert [one.due for one in found] == [date(2031, 12, 31), date(2032, 12, 31), date(2033, 5, 31)]


def test_a_key_says_the_states_of_codes_but_not_of_ratings() -> None:
    def states(key: str, *codes: str) -> list[str | None]:
        cells = [("Head of Estates", "May 2032", code) for code in codes]
        return [one.state for one in actions(Paragraph(key), cells=cells)]

    assert states("Status: C – complete, O – on track, N – not started", "C", "O", "N") == [
        "complete",
        "in_progress",
        "not_started",
    ]
    assert states("1 = not started 2 = in progress 3 = complete", "3", "1", "2") == [
        "complete",
        "not_started",
        "in_progress",
    ]
    assert states("G = complete, A = in progress, R = not started", "G", "A", "R") == [None, None, None]


def test_initials_explained_together_in_a_line_name_their_owners() -> None:
    key = Paragraph("Leads: HoE – Head of Estates; PM – Property Manager; HT = Headteacher")
    found = actions(key, cells=[(lead, "May 2032", "") for lead in ("HoE", "PM", "HT / PM")])
    assert [[owner.name for owner in one.owners] for one in found] == [
        ["Head of Estates"],
        ["Property Manager"],
        ["Headteacher", "Property Manager"],
    ]


@pytest.mark.parametrize(
    "text", ["Short term is what we do first", "See the plan: it is long", "by March 2032", "", "Objective 1: Listen"]
)
def test_prose_tells_no_key(text: str) -> None:
    assert len({code for code, _ in codes_told(text)}) < 2


def test_signs_are_codes_too_and_initials_may_stand_before_what_they_mean() -> None:
    key = table([["Key", ""], ["✓", "Completed"], ["►", "In progress"], ["✗", "Not started"]], number=2)
    found = actions(key, cells=[("Head of Estates", "May 2032", sign) for sign in "✓►✗"])
    assert [one.state for one in found] == ["complete", "in_progress", "not_started"]
    leads = Paragraph("Leads: HoS Head of School; SBM School Business Manager; LGS Lead for Girls' Sport.")
    found = actions(leads, cells=[(lead, "May 2032", "") for lead in ("HoS", "LGS", "SBM and HoS")])
    assert [[owner.name for owner in one.owners] for one in found] == [
        ["Head of School"],
        ["Lead for Girls' Sport"],
        ["School Business Manager", "Head of School"],
    ]
