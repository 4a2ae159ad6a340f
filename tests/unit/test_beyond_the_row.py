"""What a row takes from beyond its own cells: the period of the whole plan, a second column of states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.plan import read_plan
from pipeline.settings import Settings

ROWS = "Action\tLead\tBy when\nMend the lift\tProperty\tYear 1\nTrain the wardens\tHR\tYear 2\n"


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("1 April 2031 to 31 March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("April 2031 \u2013 March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("Strategic Equality Plan: action plan, April 2031 to March 2035", date(2031, 4, 1), date(2035, 3, 31)),
        ("(2031-2035)", date(2031, 1, 1), date(2035, 12, 31)),
    ],
)
def test_a_line_that_is_nothing_but_a_period_is_the_plans(line: str, start: date, end: date) -> None:
    rows = read_plan(Path("p/a.txt"), "p/a.txt", f"Equality action plan\n\n{line}\n\n{ROWS}".encode(), Settings())
    assert (rows.document.period_start, rows.document.period_end) == (start, end)
    assert [action.start for action in rows.actions] == [start, start.replace(year=start.year + 1)]


@pytest.mark.parametrize(
    "line", ["March 2031", "Approved 1 April 2031", "We met from May 2031 to June 2033 in the hall."]
)
def test_another_line_with_dates_is_not(line: str) -> None:
    rows = read_plan(Path("p/a.txt"), "p/a.txt", f"Equality action plan\n\n{line}\n\n{ROWS}".encode(), Settings())
    assert rows.document.period_start is None


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
