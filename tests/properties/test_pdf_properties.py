"""A grid of cells says the same however it is drawn and turned, and every word of a page is in one place."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors

from extractors.document import Document, Table, count_words, table_texts
from extractors.limits import Limits
from extractors.pdf import read_pdf
from tests.builders import pdf as make
from tests.builders.pdf import Commands, Drawing

WORDS = (
    "audit",
    "review",
    "train",
    "staff",
    "and",
    "of",
    "the",
    "wards",
    "libraries",
    "interpreters",
    "2031",
    "access",
)
HEADER = ("Ref", "Action", "Lead", "By when")
WIDTHS = (50.0, 260.0, 170.0, 120.0)
STYLES = {"ruled": make.ruled, "hlines": make.hlines, "bare": make.bare}
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def texts(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(
        lambda words: " ".join(words).capitalize()
    )


@st.composite
def plans(draw: st.DrawFn) -> list[tuple[str, ...]]:
    count = draw(st.integers(4, 9))
    return [
        (
            f"{at // 3 + 1}.{at % 3 + 1}",
            draw(texts(4, 18)),
            draw(texts(1, 5)),
            draw(st.sampled_from(["May 2031", "Ongoing"])),
        )
        for at in range(count)
    ]


def draw_plan(rows: list[tuple[str, ...]], style: str, extra: Commands | None = None) -> bytes:
    return make.plan_pdf(Drawing(STYLES[style]), rows, header=HEADER, widths=WIDTHS, fills=False, extra=extra)


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def grid(table: Table) -> list[tuple[str, ...]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = " ".join(cell.text.split())
    return [tuple(row) for row in rows]


@FEW
@given(plans())
def test_a_grid_gives_the_same_cells_ruled_with_rules_across_and_without_rules(rows: list[tuple[str, ...]]) -> None:
    for style in STYLES:
        (table,) = read(draw_plan(rows, style)).tables
        assert grid(table) == [HEADER, *rows], style


@FEW
@given(plans(), st.integers(0, 3))
def test_a_row_that_spans_the_table_is_one_cell_ruled_or_with_rules_across(
    rows: list[tuple[str, ...]], at: int
) -> None:
    title = "Objective 2: everyone in Merewick can take part in what happens around them, at home and in the town"
    banded = [*rows[:at], (title, "", "", ""), *rows[at:]]
    span: Commands = [("SPAN", (0, at + 1), (-1, at + 1)), ("BACKGROUND", (0, at + 1), (-1, at + 1), colors.lightgrey)]
    for style in ("ruled", "hlines"):
        (table,) = read(draw_plan(banded, style, span)).tables
        assert grid(table) == [HEADER, *banded], style
        assert [c.column_span for c in table.cells if c.row == at + 2] == [4], style


@FEW
@given(plans(), st.sampled_from(sorted(STYLES)), st.sampled_from([90, 180, 270]))
def test_turning_the_page_changes_nothing(rows: list[tuple[str, ...]], style: str, turn: int) -> None:
    data = draw_plan(rows, style)
    straight, turned = read(data), read(make.turned(data, turn))
    assert [grid(table) for table in turned.tables] == [grid(table) for table in straight.tables]


@FEW
@given(plans(), plans(), st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(STYLES)))
def test_every_word_of_a_page_is_in_one_place(
    one: list[tuple[str, ...]], two: list[tuple[str, ...]], first: str, second: str
) -> None:
    before = ("Merewick equality plan", "What we said we would do, and what we did about it, is shown below.")
    heading = "What comes next"
    story = [
        *(make.Paragraph(text, style) for text, style in zip(before, (make.HEADING, make.TEXT), strict=True)),
        make.drawn_table([HEADER, *one[:4]], WIDTHS, STYLES[first]),
        make.Paragraph(heading, make.HEADING),
        make.drawn_table([HEADER, *two[:4]], WIDTHS, STYLES[second]),
    ]
    document = read(make.build(story))
    carried: Counter[str] = Counter()
    for block in document.blocks:
        said = list(table_texts(block)) if isinstance(block, Table) else [block.text]
        carried.update(word for text in said for word in text.split())
        if isinstance(block, Table):
            assert block.words == count_words(said)
    printed = Counter(
        word for text in (*before, heading, *(cell for row in (HEADER, *one[:4], HEADER, *two[:4]) for cell in row))
        for word in text.split()
    )  # fmt: skip
    assert carried == printed
    assert [grid(table) for table in document.tables] == [[HEADER, *one[:4]], [HEADER, *two[:4]]]
