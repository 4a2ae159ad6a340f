"""Twice the input is about twice the work, for every reader: counted in calls, so that no machine's haste matters."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.plan import read_plan
from pipeline.settings import Settings

MOST = 2.3
HEADER = ("Action", "Lead officer", "By when", "Status")


def rows(count: int) -> list[tuple[str, ...]]:
    return [HEADER, *((f"Mend lift {i}", f"Property Team {i}", f"March {2000 + i}", "Ongoing") for i in range(count))]


def text(count: int) -> bytes:
    return "\n".join("\t".join(row) for row in rows(count)).encode()


def lists(count: int) -> bytes:
    part = "We will:\n\n- Mend the lift of hall {0}\n\n- Fit a loop in hall {0}\n\nWho: HR\n\nWhen: May 2031\n\n"
    return "\n".join(["Equality action plan\n", *(part.format(i) for i in range(count))]).encode()


def marks(count: int) -> bytes:
    return ("\t".join(HEADER) + "\n" + "<b>" * count + "\tHR\tMay 2031\t\n").encode()


def page(count: int) -> bytes:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows(count))
    return f"<!doctype html><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()


def page_of_rules(count: int) -> bytes:
    rules = "".join(f".c{i} td {{ color: red }}\n" for i in range(count))
    return f"<!doctype html><style>{rules}</style>".encode() + page(10).removeprefix(b"<!doctype html>")


def sheets(count: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(count):
        sheet = book.create_sheet(f"Service {number}")
        for row in rows(2):
            sheet.append((*row[:1], f"{row[1]} {number}", *row[2:]))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def word(count: int) -> bytes:
    document = docx.Document()
    table = document.add_table(0, len(HEADER))
    for row in rows(count):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def calls(work: Callable[[], Any]) -> int:
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("make", "name", "size"),
    [
        (text, "plan.txt", 60),
        (lists, "plan.txt", 20),
        (page, "plan.html", 60),
        (page_of_rules, "plan.html", 300),
        (sheets, "plan.xlsx", 20),
        (word, "plan.docx", 60),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_twice_the_input_is_twice_the_work(make: Callable[[int], bytes], name: str, size: int) -> None:
    once, twice = make(size), make(2 * size)
    read_plan(Path(name), name, make(3), Settings())  # what is read once for all: lexicons, weights
    first = calls(lambda: read_plan(Path(name), name, once, Settings()))
    second = calls(lambda: read_plan(Path(name), name, twice, Settings()))
    assert second <= MOST * first


def test_marks_without_end_are_looked_at_once() -> None:
    began = time.process_time()
    read_plan(Path("plan.txt"), "plan.txt", marks(100_000), Settings())
    assert time.process_time() - began < 10  # seconds; looking on from each of them took minutes
