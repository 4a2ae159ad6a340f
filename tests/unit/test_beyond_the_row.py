"""What a row takes from beyond its own cells: the period of the whole plan, a second column of states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from pipeline.plan import read_plan
from pipeline.settings import Settings
from schema.rows import PlanRows

ROWS = "Action\tLead\tBy when\nMend the lift\tProperty\tYear 1\nTrain the wardens\tHR\tYear 2\n"


def plan_of(*lines: str) -> PlanRows:
    """Read a plan of two actions in Year 1 and 2 below some lines of text."""
    return read_plan(Path("p/a.txt"), "p/a.txt", "\n\n".join([*lines, ROWS]).encode(), Settings())


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("1 April 2031 to 31 March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("April 2031 \u2013 March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("Strategic Equality Plan: action plan, April 2031 to March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("Merewick Council, April 2031 to March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("(2031-2035)", date(2031, 1, 1), date(2035, 12, 31)),
    ],
)
def test_a_line_that_is_nothing_but_a_period_is_the_plans(line: str, start: date, end: date) -> None:
    rows = plan_of("Equality action plan", line)
    assert (rows.document.period_start, rows.document.period_end) == (start, end)
    assert [action.start for action in rows.actions] == [start, start.replace(year=start.year + 1)]


@pytest.mark.parametrize(
    "line", ["March 2031", "Approved 1 April 2031", "We met from May 2031 to June 2033 in the hall."]
)
def test_another_line_with_dates_is_not(line: str) -> None:
    assert plan_of("Equality action plan", line).document.period_start is None


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("In this plan Year 1 is April 2031 to March 2032, and so on.", date(2031, 4, 1), date(2035, 3, 31)),
        ("Year 1 runs from September 2031.", date(2031, 9, 1), date(2035, 8, 31)),
        ("Year 1 is 2031/32, Year 2 is 2032/33 and so on.", date(2031, 4, 1), date(2035, 3, 31)),
        ("Year 1 is about 2031 and what it brings.", date(2031, 1, 1), date(2035, 12, 31)),
        ("Year 1 is 29 February 2032 to 28 February 2033.", date(2031, 1, 1), date(2035, 12, 31)),
        ("Year 1 went well in March 2031.", date(2031, 1, 1), date(2035, 12, 31)),
    ],
)
def test_the_first_year_tells_when_the_years_of_a_plan_begin(line: str, start: date, end: date) -> None:
    about = plan_of("Equality action plan 2031-2035", line).document
    assert (about.period_start, about.period_end) == (start, end)


def test_the_period_under_the_title_comes_before_that_of_a_heading_below() -> None:
    page = "<h1>Equality action plan</h1><p>Merewick Council, April 2031 to March 2035</p>"
    page += "<h2>What we achieved in 2027 to 2031</h2>"
    rows = "".join(f"<tr><td>{line.replace(chr(9), '<td>')}" for line in ROWS.splitlines())
    found = read_plan(Path("p/a.html"), "p/a.html", f"{page}<table>{rows}</table>".encode(), Settings())
    assert (found.document.period_start, found.document.period_end) == (date(2031, 4, 1), date(2035, 3, 31))


@pytest.mark.parametrize("title", ["Equality action plan 2031/32", "Scrutiny recommendation tracker: access"])
def test_the_title_of_a_workbook_stands_in_its_cells(tmp_path: Path, title: str) -> None:
    book = Workbook()
    about, sheet = book.active, book.create_sheet("Action plan")
    assert about is not None
    about.title = "About"
    for line in (title, "Merewick Valley NHS Trust"):
        about.append([line])
    for line in ROWS.splitlines():
        sheet.append(line.split("\t"))
    book.save(tmp_path / "a.xlsx")
    found = read_plan(tmp_path / "a.xlsx", "p/a.xlsx", (tmp_path / "a.xlsx").read_bytes(), Settings())
    assert (found.document.title, len(found.actions)) == (title, 2)


@pytest.mark.parametrize(
    ("sheets", "themes"),
    [
        (("Halls", "Staff"), ["Open our halls to all", "Train our people"]),
        (("Aim 1 Halls", "Aim 2 Staff"), ["Aim 1 Halls", "Aim 2 Staff"]),
    ],
)
@pytest.mark.parametrize("across", [False, True])
def test_a_line_of_a_sheet_groups_and_what_the_sheet_is_called_does_not(
    tmp_path: Path, sheets: tuple[str, str], themes: list[str], *, across: bool
) -> None:
    book = Workbook()
    for at, (name, line) in enumerate(zip(sheets, ("Open our halls to all", "Train our people"), strict=True)):
        page = book.active if at == 0 else book.create_sheet()
        assert page is not None
        page.title = name
        page.append([line])
        if across:
            page.merge_cells("A1:C1")
        else:
            page["A1"].font = Font(bold=True)
            page.append([])
        for row in ROWS.splitlines():
            page.append(row.split("\t"))
    book.save(tmp_path / "a.xlsx")
    found = read_plan(tmp_path / "a.xlsx", "p/a.xlsx", (tmp_path / "a.xlsx").read_bytes(), Settings()).actions
    assert [action.theme for action in found][1:3] == themes


@pytest.mark.parametrize(
    ("lines", "council"),
    [
        ("London Borough of Merewick, November 2031", "London Borough of Merewick"),
        ("Cyngor Bwrdeistref Sirol Merewick<br>Merewick County Borough Council", "Merewick County Borough Council"),
        ("We thank the London<br>Borough of Merewick for the form that we use here, which has helped us a lot", None),
    ],
)
def test_the_line_under_the_title_names_the_council(lines: str, council: str | None) -> None:
    rows = "".join(f"<tr><td>{line.replace(chr(9), '<td>')}" for line in ROWS.splitlines())
    page = f"<h1>Equality action plan</h1><p>{lines}</p><table>{rows}</table>"
    assert read_plan(Path("a.html"), "a.html", page.encode(), Settings()).document.council == council


@pytest.mark.parametrize(
    ("heading", "state"), [("Status", "not_started"), ("Status at Q1", None), ("Comment on the past status", None)]
)
def test_a_status_beside_a_rating_gives_the_state(heading: str, state: str | None) -> None:
    rows = f"Action\tLead\tBy when\tRAG\t{heading}\nMend the lift\tProperty\tMay 2031\tR\tNot started\n"
    rows += "Train the wardens\tHR\tMay 2031\tG\tNot started\n"
    found = read_plan(Path("p/a.txt"), "p/a.txt", rows.encode(), Settings()).actions
    assert [(action.rag, action.state) for action in found] == [("red", state), ("green", state)]


@pytest.mark.parametrize(
    ("heading", "said", "rating", "extras"),
    [
        ("RAG", ("Blue", "Green"), ["blue", "green"], []),
        ("RAG rating", ("A", "R"), ["amber", "red"], []),
        ("Traffic light", ("Amber - grant late", "Green"), ["amber", "green"], ["Amber - grant late"]),
        ("RAG at Q1", ("Blue", "Green"), [None, None], []),
        ("Priority", ("Red", "Green"), [None, None], ["Red", "Green"]),
        ("Badge", ("Blue", "Green"), [None, None], ["Blue", "Green"]),
    ],
)
def test_a_rating_beside_a_status_is_the_rating(
    heading: str, said: tuple[str, str], rating: list[str | None], extras: list[str]
) -> None:
    rows = f"Action\tLead\tBy when\tStatus\t{heading}\nMend the lift\tProperty\tMay 2031\tComplete\t{said[0]}\n"
    rows += f"Train the wardens\tHR\tMay 2031\tIn progress\t{said[1]}\n"
    found = read_plan(Path("p/a.txt"), "p/a.txt", rows.encode(), Settings()).actions
    assert [(action.rag, action.status_text) for action in found] == [
        (rating[0], "Complete"),
        (rating[1], "In progress"),
    ]
    assert [text for action in found for _, text in action.extras] == extras


def test_a_table_of_nothing_but_ratings_and_words_has_no_legend() -> None:
    rows = "".join(f"<tr><td>{letter}</td><td>Mend the lift in hall {letter}</td></tr>" for letter in "RAG")
    page = "<h1>Plan</h1><table><tr><th>Action</th><th>Lead</th><th>By when</th><th>RAG</th></tr>"
    page += f"<tr><td>Mend the ramp</td><td>HR</td><td>May 2031</td><td>G</td></tr></table><table>{rows}</table>"
    found = read_plan(Path("p/a.html"), "p/a.html", page.encode(), Settings()).actions
    assert found[0].action == "Mend the ramp"
