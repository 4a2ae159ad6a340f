"""Properties of the Word reader: any grid of cells comes back as it was, any bytes give a status."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import count_words, table_texts
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.word import read_docx
from tests.builders import word_xml as w


@dataclass(frozen=True)
class Placed:
    row: int
    column: int
    rows: int
    columns: int
    text: str


WORDS = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Cn", "Co"),
        blacklist_characters="\u00ad\u200b\u2060\ufeff\u2028\u2029\ufffe\uffff",
    ),
    max_size=8,
).map(lambda text: " ".join(text.split()))


@st.composite
def grids(draw: st.DrawFn) -> tuple[int, int, list[Placed]]:
    """A grid tiled by merged cells, each drawn as large as the free places allow; row and column edges are all used."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = [[True] * width for _ in range(height)]
    cells: list[Placed] = []
    for row in range(height):
        for column in range(width):
            if not free[row][column]:
                continue
            widest = next((at for at in range(width - column) if not free[row][column + at]), width - column)
            columns = draw(st.integers(1, widest))
            rows = draw(st.integers(1, height - row)) if row else 1  # the first row uses every column
            columns = columns if row else 1
            for at in range(row, row + rows):
                for over in range(column, column + columns):
                    free[at][over] = False
            cells.append(Placed(row + 1, column + 1, rows, columns, draw(WORDS)))
    return height, width, cells


def as_word(height: int, cells: list[Placed]) -> bytes:
    rows: list[list[tuple[int, str]]] = [[] for _ in range(height)]
    for one in cells:
        for at in range(one.rows):
            merge = None if one.rows == 1 else ("continue" if at else "restart")
            text = "" if at else one.text
            rows[one.row - 1 + at].append((one.column, w.cell(text=text, span=one.columns, merge=merge)))
    return w.docx(w.table(*(w.row(*(xml for _, xml in sorted(row))) for row in rows)))


@settings(max_examples=60, deadline=None)
@given(grids())
def test_any_grid_comes_back_as_it_was(grid: tuple[int, int, list[Placed]]) -> None:
    height, width, cells = grid
    (table,) = read_docx(as_word(height, cells), Limits()).tables
    found = [Placed(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]
    assert found == cells
    assert (table.rows, table.columns) == (height, width)
    assert table.words == count_words(table_texts(table))


SAMPLE = w.docx(
    w.para(w.text_box(w.para(text="box")))
    + w.table(
        w.texts("Action", "Owner"), w.row(w.cell(w.numbered("do", 1)), w.cell(w.table(w.texts("a", "b")) + w.para()))
    ),
    numbering=w.numbering({1: w.level(0, "%1.")}),
    styles=w.styles(w.style("a", "table", "")),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(SAMPLE))
)
def test_any_damage_gives_a_document_or_a_status(flips: list[tuple[int, int]], length: int) -> None:
    data = bytearray(SAMPLE)
    for at, value in flips:
        data[at] = value
    for candidate in (bytes(data), bytes(data[:length])):
        try:
            read_docx(candidate, Limits())
        except DocumentUnreadable as trouble:
            assert trouble.sentence.endswith(".")


PIECES = st.sampled_from(
    [
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>x</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
        "</w:tc>",
        '<w:gridSpan w:val="-3"/>', '<w:gridSpan w:val="x"/>', "<w:tcPr>", "</w:tcPr>", "<w:vMerge/>", "<w:hMerge/>",
        '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>', "<w:sdt>", "</w:sdt>",
        "<w:sdtContent>",
        "</w:sdtContent>", "<w:txbxContent>", "</w:txbxContent>", '<w:shd w:fill="zz" w:val="pct999"/>', "<w:sym/>",
        '<w:tblGrid><w:gridCol w:w="-1"/></w:tblGrid>', '<w:numPr><w:numId w:val="1"/><w:ilvl w:val="77"/></w:numPr>',
    ]
)  # fmt: skip


def balanced(pieces: list[str]) -> str:
    """The pieces with every element that is open closed at its end, and closings of nothing left out."""
    opened: list[str] = []
    out: list[str] = []
    for piece in pieces:
        if piece.startswith("</"):
            if opened and opened[-1] == piece[2:-1]:
                opened.pop()
                out.append(piece)
            continue
        out.append(piece)
        if not piece.endswith("/>") and "</" not in piece:
            opened.append(piece[1:-1].split(" ", maxsplit=1)[0])
    return "".join(out) + "".join(f"</{name}>" for name in reversed(opened))


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_nesting_of_elements_is_read_and_no_place_is_covered_twice(pieces: list[str]) -> None:
    document = read_docx(w.docx(balanced(pieces), numbering=w.numbering({1: w.level(0, "%1")})), Limits())
    for table in document.tables:
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(places) == len(set(places))
