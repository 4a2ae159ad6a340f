"""A date without a year takes that of what stands over it: Year column, column heading, section row, heading."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from extractors.document import Document, Paragraph
from pipeline.group_owner import group_owners
from pipeline.plan import read_plan
from pipeline.settings import Settings
from schema.rows import ActionRow
from tests.builders.tables import table as made_table
from tests.builders.word_xml import docx, para, table, texts

HEADER = ("Ref", "Action", "Lead officer", "Timescale")
Row = tuple[str, ...]


def html(*parts: str | list[Row]) -> bytes:
    """A page of headings and tables; a row of one cell reaches over its table."""
    said = ["<h1>Equality action plan 2031 to 2036</h1>"]
    for part in parts:
        if isinstance(part, str):
            said.append(f"<h2>{part}</h2>")
            continue
        wide = max(map(len, part))
        rows = (
            "".join(f"<td{f' colspan={wide}' if len(row) == 1 else ''}>{cell}</td>" for cell in row) for row in part
        )
        said.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return f"<html><body>{''.join(said)}</body></html>".encode()


def actions(data: bytes) -> list[ActionRow]:
    return list(read_plan(Path("plan.html"), "plan.html", data, Settings()).actions)


def rows(*dates: str, first: int = 1) -> list[Row]:
    texts = ("Open a quiet room in the library", "Print larger notices for the halls", "Lend hearing loops to groups")
    return [(f"{first}.{at + 1}", texts[at], "Head of Estates", said) for at, said in enumerate(dates)]


def dates_of(found: list[ActionRow]) -> list[tuple[date | None, date | None]]:
    return [(one.start, one.due) for one in found]


UNDER_YEARS = (("Q2", ""), ("", "by June"), ("", "Q4"))
Q2_2032 = (date(2032, 7, 1), date(2032, 9, 30))
JUNE_2033 = (date(2033, 6, 1), date(2033, 6, 30))
Q4_2032 = (date(2033, 1, 1), date(2033, 3, 31))
Q4_2033 = (date(2034, 1, 1), date(2034, 3, 31))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "section rows",
            html([HEADER, ("Year 2: 2032/33",), *rows("Q2"), ("Year 3: 2033/34",), *rows("June", "Q4", first=2)]),
            [Q2_2032, JUNE_2033, Q4_2033],
        ),
        (
            "headings over tables",
            html("Actions for 2032/33", [HEADER, *rows("Q2")], "Actions for 2033/34", [HEADER, *rows("June", first=2)]),
            [Q2_2032, JUNE_2033],
        ),
        (
            "the heading of the column",
            html([("Ref", "Action", "Lead officer", "Timescale 2032/33"), *rows("Q2", "July to September")]),
            [Q2_2032, Q2_2032],
        ),
        (
            "quarters and months under their years",
            html(
                [
                    ("Ref", "Action", "Lead officer", "2032/33", "2033/34"),
                    *((*row[:3], *said) for row, said in zip(rows("", "", ""), UNDER_YEARS, strict=True)),
                ]
            ),
            [Q2_2032, JUNE_2033, Q4_2033],
        ),
        (
            "yes under the year that is meant",
            html(
                [
                    ("Ref", "Action", "Lead officer", "2032/33", "2033/34"),
                    *(
                        (*row[:3], *said)
                        for row, said in zip(rows("", ""), (("Yes", "No"), ("No", "Yes")), strict=True)
                    ),
                ]
            ),
            [(date(2032, 4, 1), date(2033, 3, 31)), (date(2033, 4, 1), date(2034, 3, 31))],
        ),
        (
            "a quarter beside its year",
            html(
                [("Ref", "Action", "Lead officer", "Quarter", "Year"), *((*row, "2032/33") for row in rows("Q2", "2"))]
            ),
            [Q2_2032, Q2_2032],
        ),
        (
            "marks that repeat the year, or the quarter, over them",
            html(
                [
                    ("Ref", "Action", "Lead officer", "Year", "Quarter"),
                    *((*row[:3], "2032/33", row[3]) for row in rows("Q2")),
                    *((*row[:3], said, row[3]) for row, said in zip(rows("Q4", '"'), ('"', "As above"), strict=True)),
                ]
            ),
            [Q2_2032, Q4_2032, Q4_2032],
        ),
        (
            "a month beside its year",
            html(
                [("Ref", "Action", "Lead officer", "Month", "Year"), *((*row, "2033") for row in rows("June", "June"))]
            ),
            [JUNE_2033, JUNE_2033],
        ),
        (
            "a year in the cell wins over the heading",
            html(
                "Actions for 2033/34",
                [HEADER, *rows("Q2 2032/33", "June")],
                "Actions for 2034/35",
                [HEADER, *rows("Q2 2032/33")],
            ),
            [Q2_2032, JUNE_2033, Q2_2032],
        ),
        (
            "the heading of the column in brackets",
            html([("Ref", "Action", "Lead officer", "By when (2032/33)"), *rows("Q2")]),
            [Q2_2032],
        ),
        (
            "dates beside a column of years that stands first",
            html(
                [
                    ("Financial year", "Ref", "Action", "Lead officer", "When"),
                    *(("2032/33", *row) for row in rows("Q2", "September")),
                ]
            ),
            [Q2_2032, (date(2032, 9, 1), date(2032, 9, 30))],
        ),
        (
            "a narrower period in the title's brackets",
            html([HEADER, *rows("Q2")]).replace(b"2036<", b"2036 (Year 2: 2032/33)<"),
            [Q2_2032],
        ),
        (
            "all of the year over it",
            html([HEADER, ("Year 2: 2032/33",), *rows("In year", "Throughout the year")]),
            [(date(2032, 4, 1), date(2033, 3, 31))] * 2,
        ),
        (
            "spring, in which the financial year begins",
            html([HEADER, ("Year 2: 2032/33",), *rows("Spring")]),
            [(None, None)],
        ),
    ],
)
def test_a_date_takes_its_year_from_what_stands_over_it(
    name: str, data: bytes, expected: list[tuple[date, date]]
) -> None:
    found = actions(data)
    assert dates_of(found) == expected, (name, [(one.timescale_text, one.flags) for one in found])


def test_headings_of_years_are_the_themes_of_their_tables() -> None:
    data = html("Year 1: 2031/32", [HEADER, *rows("Q1")], "Year 2: 2032/33", [HEADER, *rows("Q1", first=2)])
    assert [one.theme for one in actions(data)] == ["Year 1: 2031/32", "Year 2: 2032/33"]


def test_a_sheet_for_each_year_of_a_workbook() -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, name in enumerate(("2032-33", "2033-34")):
        sheet = book.create_sheet(name)
        for row in (HEADER, *rows("Q2" if at == 0 else "June", first=at + 1)):
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    found = list(read_plan(Path("plan.xlsx"), "plan.xlsx", file.getvalue(), Settings()).actions)
    assert dates_of(found) == [Q2_2032, JUNE_2033]


def test_years_in_rows_and_headings_of_word_files() -> None:
    said = [para(text="Equality plan 2031 to 2036"), para(text="What we will do in 2032/33")]
    said.append(table(texts(*HEADER), *(texts(*row) for row in rows("Q2"))))
    said.append(para(text="What we will do in 2033/34"))
    said.append(
        table(texts(*HEADER), texts("Year 3: 2033/34", "", "", ""), *(texts(*row) for row in rows("June", first=2)))
    )
    found = list(read_plan(Path("plan.docx"), "plan.docx", docx("".join(said)), Settings()).actions)
    assert dates_of(found)[-1] == JUNE_2033


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("Lead officer for this section: Head of People", ["Head of People"]),
        ("Lead officer: Head of People", ["Head of People"]),
        ("Lead officer for all actions in this table: Head of People", ["Head of People"]),
        ("Responsible officer for this objective – Director of Housing", ["Director of Housing"]),
        ("This section: what we did", []),
        ("Timescale: June 2032", []),
    ],
)
def test_an_owner_said_over_a_table_is_that_of_its_rows(line: str, owners: list[str]) -> None:
    body = html("Objective 1: Our staff", [("Ref", "Action", "Timescale"), ("1.1", "Open a quiet room", "June 2032")])
    found = actions(body.replace(b"</h2>", f"</h2><p>{line}</p>".encode()))
    assert [owner.name for one in found for owner in one.owners] == owners
    assert [("owner_of_group" in one.flags) for one in found] == [bool(owners)]


@pytest.mark.parametrize(("again", "owner"), [(True, "Head of People"), (False, None)])
def test_an_owner_over_a_table_is_that_of_its_rest_on_the_next_page(again: bool, owner: str | None) -> None:
    head = ["Action", "Timescale"] if again else ["What", "When"]
    first = made_table([["Action", "Timescale"], ["Open a quiet room", "June 2032"]], page=1)
    rest = made_table([head, ["Train the wardens", "May 2032"]], number=2, page=2)
    line, footer = Paragraph("Lead officer: Head of People"), Paragraph("Page 1", furniture=True)
    owners = group_owners(Document("application/pdf", (line, first, footer, rest)))
    assert [one.name if (one := owners.get(number)) else None for number in (1, 2)] == ["Head of People", owner]
    assert group_owners(Document("application/pdf", (line, first, Paragraph("In other news"), rest))).get(2) is None


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("Lead officer: Head of People", ["Head of Estates"]),
        ("Lead officer for this section: Head of People", ["Head of Estates", "Head of People"]),
    ],
)
def test_a_row_without_an_owner_among_rows_with_one_has_that_of_the_section(line: str, owners: list[str]) -> None:
    told = rows("June 2032", "July 2032")
    body = html("Objective 1: Our staff", [HEADER, told[0], (*told[1][:2], "", told[1][3])])
    found = actions(body.replace(b"</h2>", f"</h2><p>{line}</p>".encode()))
    assert [owner.name for one in found for owner in one.owners] == owners


def test_an_owner_in_the_row_stands() -> None:
    body = html("Objective 1: Our staff", [HEADER, *rows("June 2032")])
    (found,) = actions(body.replace(b"</h2>", b"</h2><p>Lead officer: Head of People</p>"))
    assert [owner.name for owner in found.owners] == ["Head of Estates"]


def test_a_date_over_one_table_is_no_theme() -> None:
    (found,) = actions(html("March 2032", [HEADER, *rows("June 2033")]))
    assert found.theme is None
    assert dates_of([found]) == [JUNE_2033]


def test_a_column_of_quarters_alone_makes_no_date_of_figures() -> None:
    header = ("Ref", "Action", "Lead officer", "Quarter")
    assert all(one.start is None for one in actions(html([header, *rows("2", "3")])))


def years_of(rows: str) -> list[tuple[date | None, date | None]]:
    found = read_plan(Path("p/a.txt"), "p/a.txt", f"Equality action plan\n\n{rows}".encode(), Settings()).actions
    return [(action.start, action.due) for action in found]


def test_milestones_under_years_say_when() -> None:
    rows = "Action\tLead\t2031/32\t2032/33\nOpen a hub\tProperty\tLease signed\tHub opens\n"
    rows += "Train wardens\tHR\t\tAll trained\n"
    assert years_of(rows) == [(date(2031, 4, 1), date(2033, 3, 31)), (date(2032, 4, 1), date(2033, 3, 31))]


@pytest.mark.parametrize("cells", ["85%\t90%", "Trained ten wardens\tTrained all", "£4,000\t£6,000"])
def test_figures_and_what_was_done_under_years_do_not(cells: str) -> None:
    assert years_of(f"Action\tLead\tMeasure\t2031/32\t2032/33\nOpen a hub\tProperty\tWhat is reached\t{cells}\n") == [
        (None, None)
    ]


def test_where_a_column_says_when_milestones_do_not() -> None:
    rows = "Action\tLead\tBy when\t2031/32\t2032/33\nOpen a hub\tProperty\tMay 2032\tLease signed\tHub opens\n"
    assert years_of(rows) == [(date(2032, 5, 1), date(2032, 5, 31))]


@pytest.mark.parametrize(
    ("quarter", "days"),
    [
        ("Q1-Q3", (date(2032, 4, 1), date(2032, 12, 31))),
        ("Q1/Q2", (date(2032, 4, 1), date(2032, 9, 30))),
        ("Q2", (date(2032, 7, 1), date(2032, 9, 30))),
    ],
)
def test_quarters_beside_their_year_are_one_phrase(quarter: str, days: tuple[date, date]) -> None:
    head = ("Action", "Lead officer", "Year", "Qtr")
    row = ("Open a quiet room in the library", "Head of Estates", "2032/33", quarter)
    assert dates_of(actions(html([head, row, ("Print larger notices", "Head of Comms", "2033/34", "Q4")])))[0] == days


def _merged(header: Row, *rows: Row) -> list[ActionRow]:
    """The actions of a table; a cell that ends in "*" is merged over the row below, which has no cell there."""
    cells = [
        "".join(f"<td{' rowspan=2' if cell.endswith('*') else ''}>{cell.rstrip('*')}</td>" for cell in row)
        for row in (header, *rows)
    ]
    page = f"<h1>Equality action plan</h1><table><tr>{'</tr><tr>'.join(cells)}</tr></table>"
    return list(read_plan(Path("p/a.html"), "p/a.html", page.encode(), Settings()).actions)


def test_a_year_merged_over_rows_is_one_phrase_with_the_month_of_each() -> None:
    found = _merged(
        ("Action", "Lead officer", "Year", "Timescale"),
        ("Open a quiet room in the library", "Head of Estates", "2032*", "March"),
        ("Print larger notices for halls", "Head of Comms", "May to July"),
        ("Lend hearing loops to groups", "Head of Estates", "2033*", "By October"),
        ("Map the ramps of the market", "Head of Estates", "Summer"),
    )
    assert dates_of(found) == [
        (date(2032, 3, 1), date(2032, 3, 31)),
        (date(2032, 5, 1), date(2032, 7, 31)),
        (date(2033, 10, 1), date(2033, 10, 31)),
        (date(2033, 6, 1), date(2033, 8, 31)),
    ]


def test_a_month_merged_over_rows_takes_the_year_of_its_heading_in_each() -> None:
    found = _merged(
        ("Action", "Lead officer", "Due date 2032"),
        ("Open a quiet room in the library", "Head of Estates", "March*"),
        ("Print larger notices for halls", "Head of Comms"),
    )
    assert dates_of(found) == [(date(2032, 3, 1), date(2032, 3, 31))] * 2


def test_a_season_that_begins_before_its_financial_year_is_no_phrase_with_it() -> None:
    found = _merged(
        ("Action", "Lead officer", "Year", "Timescale"),
        ("Open a quiet room in the library", "Head of Estates", "2032/33*", "Autumn"),
        ("Print larger notices for halls", "Head of Comms", "Spring"),
    )
    assert dates_of(found) == [(date(2032, 9, 1), date(2032, 11, 30)), (None, None)]


def test_words_beside_a_year_that_are_no_month_stay_beside_it() -> None:
    found = _merged(
        ("Action", "Lead officer", "Year", "Timescale"),
        ("Open a quiet room in the library", "Head of Estates", "2032*", "When the lease ends"),
        ("Print larger notices for halls", "Head of Comms", "Ongoing"),
    )
    assert dates_of(found) == [(date(2032, 1, 1), date(2032, 12, 31))] * 2


def _beside_years(*cells: tuple[str, str]) -> list[ActionRow]:
    head = ("Ref", "Action", "Lead officer", "Year", "When", "Budget")
    body = [(f"1.{at}", f"Fit hearing loop {at}", "Head of Estates", *said, "Core") for at, said in enumerate(cells, 1)]
    return actions(html("Objective 1", [head, *body]))


def test_what_is_joined_with_its_year_is_no_further_column() -> None:
    found = _beside_years(("2031/32", "Q4"), ("2032/33", "Q2"))
    assert [(one.timescale_text, dict(one.extras)) for one in found] == [
        ("Q4 2031/32", {"Budget": "Core"}),
        ("Q2 2032/33", {"Budget": "Core"}),
    ]


def test_a_date_within_the_year_beside_it_is_the_timescale() -> None:
    found = _beside_years(("2031/32", "Q4"), ("2032/33", "June 2032"), ("2031/32", "June 2034"))
    assert dates_of(found) == [
        (date(2032, 1, 1), date(2032, 3, 31)),
        (date(2032, 6, 1), date(2032, 6, 30)),
        (date(2031, 4, 1), date(2032, 3, 31)),
    ]
    assert [dict(one.extras) for one in found][1:] == [{"Budget": "Core"}, {"When": "June 2034", "Budget": "Core"}]
