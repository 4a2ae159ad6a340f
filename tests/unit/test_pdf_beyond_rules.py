"""What belongs to a table beyond its rules: headings and sections over them, rows under them, cards without any."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from extractors.document import Document, Paragraph, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf

SIZE = 10.0
Piece = tuple[float, str]
PLAN = (
    ((40, "1.1"), (70, "Repair the ramp at the pool"), (300, "Estates"), (400, "May 2031")),
    ((40, "1.2"), (70, "Train the wardens"), (300, "Head of Housing"), (400, "Ongoing")),
    ((40, "1.3"), (70, "Write to every tenant"), (300, "Tenancy team"), (400, "June 2031")),
)
HEADINGS = ((40, "No."), (70, "Step"), (300, "Lead"), (400, "By when"))
LABELS = ("Step", "Lead", "By when")
CARDS = (
    ("Repair the ramp at the pool", "Estates", "May 2031"),
    ("Train the wardens", "Head of Housing", ""),
    ("Write to every tenant", "Tenancy team", "June 2031"),
)


class Paper:
    """A page on which lines are written from the top, `at` points down."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=(500, 700))

    def say(self, at: float, *pieces: Piece, bold: bool = False, size: float = SIZE) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        for x, text in pieces:
            self.canvas.drawString(x, 700 - at, text)

    def rule(self, at: float, x0: float = 40, x1: float = 460) -> None:
        self.canvas.line(x0, 700 - at, x1, 700 - at)

    def band(self, top: float, bottom: float, colour: str = "#ddeeee") -> None:
        self.canvas.setFillColor(colour)
        self.canvas.rect(40, 700 - bottom, 420, bottom - top, stroke=0, fill=1)
        self.canvas.setFillColor("#000000")

    def frame(self, top: float, bottom: float, over: float) -> None:
        """A border over a box alone, as browsers' print draws it: filled between an outer and an inner rectangle."""
        path = self.canvas.beginPath()
        path.rect(40, 700 - bottom, 420, bottom - top)
        path.rect(40, 700 - bottom, 420, bottom - top - over)
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)

    def read(self) -> Document:
        self.canvas.save()
        return read_pdf(self._file.getvalue(), Limits(ocr=False))


def rows(table: Table) -> list[list[str]]:
    found = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row - 1][cell.column - 1] = cell.text
    return found


def said(row: Sequence[Piece]) -> list[str]:
    return [text for _, text in row]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def ruled_plan(paper: Paper, top: float) -> float:
    """Rows with a rule under each; gives the y of the last rule."""
    for row in PLAN:
        paper.say(top + 13, *row)
        paper.rule(top + 18)
        top += 18
    return top


def test_headings_and_a_shaded_section_over_the_first_rule_are_the_tables() -> None:
    paper = Paper()
    paper.say(100, (40, "This part of the plan was agreed by the board after the summer and is kept up to date."))
    paper.say(133, *HEADINGS, bold=True)
    paper.band(138, 156)
    paper.say(151, (40, "Theme 1: Homes for all"), bold=True)
    ruled_plan(paper, 156)
    (table,) = paper.read().tables
    assert rows(table) == [said(HEADINGS), ["Theme 1: Homes for all", "", "", ""], *map(said, PLAN)]


def test_headings_over_a_rule_and_a_section_in_larger_letters_are_the_tables() -> None:
    paper = Paper()
    paper.say(133, *HEADINGS, bold=True)
    paper.rule(138)
    paper.say(155, (40, "Theme 1: Homes for all"), bold=True, size=12)
    paper.rule(161)
    ruled_plan(paper, 161)
    (table,) = paper.read().tables
    assert rows(table) == [said(HEADINGS), ["Theme 1: Homes for all", "", "", ""], *map(said, PLAN)]


def test_a_row_without_rule_under_the_last_one_is_the_tables() -> None:
    paper = Paper()
    paper.say(133, *HEADINGS, bold=True)
    paper.rule(138)
    foot = ruled_plan(paper, 138)
    paper.say(foot + 13, (40, "1.4"), (70, "Ask the access group what"), (300, "Clerk"), (400, "2031"))
    paper.say(foot + 25, (70, "stands in their way"))
    (table,) = paper.read().tables
    assert rows(table)[-1] == ["1.4", "Ask the access group what stands in their way", "Clerk", "2031"]


@pytest.mark.parametrize(
    "line",
    [
        "Source: tenancy survey of May 2030.",
        "The board will look at this part of the plan again when the survey is in.",
    ],
)
def test_a_note_under_the_last_rule_is_not(line: str) -> None:
    paper = Paper()
    paper.say(133, *HEADINGS, bold=True)
    paper.rule(138)
    paper.say(ruled_plan(paper, 138) + 13, (40, line))
    document = paper.read()
    assert [len(rows(table)) for table in document.tables] == [4]
    assert texts(document) == [line]


def test_a_title_over_the_headings_is_not() -> None:
    paper = Paper()
    paper.say(110, (40, "Table 2: What we will do for tenants in the coming year"), bold=True)
    paper.say(133, *HEADINGS, bold=True)
    paper.rule(138)
    ruled_plan(paper, 138)
    document = paper.read()
    assert [rows(table)[0] for table in document.tables] == [said(HEADINGS)]
    assert texts(document) == ["Table 2: What we will do for tenants in the coming year"]


def figures(paper: Paper, top: float) -> None:
    places = (180, 250, 320, 390)
    for at, name in enumerate(("Northfield", "Low Moor", "Castle", "Marsh End")):
        paper.say(top + 15 * at, (40, name), *((x, f"{11 + at}.{round(x) % 10}") for x in places))


def test_headings_over_several_columns_are_a_row_however_close_the_next_stands() -> None:
    paper = Paper()
    paper.say(100, (200, "Women"), (347, "Men"))
    paper.say(112, (40, "Area"), (176, "2030"), (246, "2031"), (316, "2030"), (386, "2031"))
    paper.rule(117)
    figures(paper, 130)
    paper.rule(182)
    (table,) = paper.read().tables
    assert rows(table)[:2] == [["", "Women", "", "Men", ""], ["Area", "2030", "2031", "2030", "2031"]]


def test_headings_said_twice_beside_the_names_of_rows_are_one_table() -> None:
    paper = Paper()
    paper.say(100, (200, "Women"), (347, "Men"))
    paper.say(112, (176, "Hired"), (246, "Left"), (316, "Hired"), (386, "Left"))
    paper.rule(117)
    figures(paper, 130)
    paper.rule(182)
    (table,) = paper.read().tables
    assert table.columns == 5


def test_cells_that_nearly_touch_are_not_one_text() -> None:
    paper = Paper()
    paper.say(133, *HEADINGS, bold=True)
    paper.rule(138)
    foot = ruled_plan(paper, 138)
    whole = "Ask the access group, the college and two others wh"
    gap = 300 - 70 - paper.canvas.stringWidth(whole, "Helvetica", SIZE)
    paper.say(foot + 13, (40, "1.4"), (70 + gap - 5, whole), (300, "Clerk"), (400, "2031"))
    paper.rule(foot + 18)
    (table,) = paper.read().tables
    assert rows(table)[-1] == ["1.4", whole, "Clerk", "2031"]


def draw_cards(paper: Paper, *, bold: bool, over: Callable[[Paper, float, float], None] | None = None) -> None:
    top = 120.0
    for at, card in enumerate(CARDS, 1):
        foot = top + 15 * (1 + len(LABELS)) + 3
        if over:
            over(paper, top, foot)
        paper.say(top + 13, (43, f"Action {at}"), bold=True)
        for line, (label, value) in enumerate(zip(LABELS, card, strict=True), 2):
            paper.say(top + 13 + 15 * (line - 1), (43, label), bold=bold)
            paper.say(top + 13 + 15 * (line - 1), (160, value))
        top = foot


CARD_ROWS = [
    row
    for at, card in enumerate(CARDS, 1)
    for row in [[f"Action {at}", ""], *([label, value] for label, value in zip(LABELS, card, strict=True))]
]


@pytest.mark.parametrize(
    "over",
    [
        lambda paper, top, foot: paper.frame(top, foot, 2.0),
        lambda paper, top, foot: paper.band(top + 1, top + 17),
        lambda paper, top, foot: (paper.band(top + 1, top + 17), paper.band(top + 17, foot - 1, "#f7eded")),
        None,
    ],
    ids=["a border over each", "a shaded title", "a shaded title over a shaded body", "nothing drawn"],
)
@pytest.mark.parametrize("bold", [True, False])
def test_cards_give_their_labels_and_values_row_by_row(
    over: Callable[[Paper, float, float], None] | None, bold: bool
) -> None:
    paper = Paper()
    paper.say(80, (40, "Each card below is one piece of work."))
    draw_cards(paper, bold=bold, over=over)
    found = [row for table in paper.read().tables for row in rows(table)]
    assert found == CARD_ROWS


def test_a_border_over_a_box_is_no_ground_of_it() -> None:
    paper = Paper()
    draw_cards(paper, bold=True, over=lambda paper, top, foot: paper.frame(top, foot, 2.0))
    assert all(cell.fill is None for table in paper.read().tables for cell in table.cells)


def test_names_beside_sentences_are_no_cards() -> None:
    paper = Paper()
    lines = ("Councillor Ann Field is the chair of", "Councillor Bob Marsh is her deputy and",
             "Councillor Cat Moor keeps the minutes of")  # fmt: skip
    others = ("the access group, which meets", "takes the chair when she is ill", "all meetings since last May")
    for at, (left, right) in enumerate(zip(lines, others, strict=True)):
        paper.say(120 + 15 * at, (40, left), (260, right))
    document = paper.read()
    assert document.tables == ()
    assert any(isinstance(block, Paragraph) for block in document.blocks)


def test_headings_in_other_letters_over_a_lone_rule_are_the_tables() -> None:
    paper = Paper()
    paper.say(133, *((x + 4, text) for x, text in HEADINGS))
    paper.rule(138)
    for at, row in enumerate(PLAN):
        paper.say(151 + 18 * at, *row)
    (table,) = paper.read().tables
    assert rows(table) == [said(HEADINGS), *map(said, PLAN)]


def test_the_last_row_alone_on_its_page_is_a_row() -> None:
    paper = Paper()
    paper.say(583, *HEADINGS, bold=True)
    paper.rule(588)
    ruled_plan(paper, 588)
    paper.canvas.showPage()
    paper.say(60, (40, "1.4"), (70, "Ask the access group"), (300, "Clerk"), (400, "2031"))
    paper.rule(65)
    found = [rows(table) for table in paper.read().tables]
    assert found[1:] == [[["1.4", "Ask the access group", "Clerk", "2031"]]]


def test_names_of_groups_among_figures_are_rows_at_the_usual_leading() -> None:
    paper = Paper()
    paper.say(110, (180, "2030"), (250, "2031"), (320, "2032"), bold=True)
    paper.rule(115)
    names = (
        "Women",
        "Northfield and the coast",
        "Low Moor",
        "Castle",
        "Men",
        "Northfield and the coast",
        "Low Moor",
        "Castle",
    )
    for at, name in enumerate(names):
        own = [] if name in ("Women", "Men") else [(x, f"{10 + at}.{at}") for x in (180, 250, 320)]
        paper.say(128 + 14 * at, (40, name), *own)
    paper.rule(232)
    (table,) = paper.read().tables
    assert [row[0] for row in rows(table)] == ["", *names]


def draw_grid(paper: Paper, left: float, edges: Sequence[float], words: Sequence[Sequence[str]]) -> None:
    """A ruled table of two columns of 90 points."""
    xs = (left, left + 90, left + 180)
    for y in edges:
        paper.rule(y, xs[0], xs[-1])
    for x in xs:
        paper.canvas.line(x, 700 - edges[0], x, 700 - edges[-1])
    for top, row in zip(edges, words, strict=False):
        paper.say(top + 12, *((x + 4, text) for x, text in zip(xs, row, strict=False)))


@pytest.mark.parametrize("gap", [3.5, 4.0, 5.0])
def test_two_ruled_tables_that_nearly_touch_are_two_where_their_rows_differ(gap: float) -> None:
    paper = Paper()
    one = [("Step", "Lead"), ("Repair the ramp", "Estates"), ("Train wardens", "Housing")]
    two = [("Risk", "Owner"), ("Rain", "Estates"), ("Illness", "Head of HR"), ("Costs", "Finance")]
    draw_grid(paper, 40, (100, 120, 150, 190), one)
    draw_grid(paper, 220 + gap, (100, 120, 140, 163, 178), two)
    assert [rows(table) for table in paper.read().tables] == [[list(row) for row in part] for part in (one, two)]


def test_a_grid_with_a_double_line_between_columns_is_one_table() -> None:
    paper = Paper()
    edges = (100, 120, 150, 190)
    words = [("Step", "Lead"), ("Repair the ramp", "Estates"), ("Train wardens", "Housing")]
    draw_grid(paper, 40, edges, words)
    draw_grid(paper, 224, edges, words)
    paper.say(90, (40, " "))
    assert sum(table.columns for table in paper.read().tables) in (4, 5)


def test_the_rest_of_a_cell_under_the_headings_of_a_page_is_a_row() -> None:
    paper = Paper()
    paper.say(113, *HEADINGS, bold=True)
    paper.rule(100)
    paper.rule(118)
    rest = (
        "and say in the spring",
        "what has changed for",
        "those who came to the",
        "evenings, in each of",
        "the four towns.",
    )
    for at, line in enumerate(rest):
        paper.say(131 + 12 * at, (70, line))
    paper.rule(184)
    ruled_plan(paper, 184)
    (table,) = paper.read().tables
    assert [" ".join(text.split()) for text in rows(table)[1]] == ["", " ".join(rest), "", ""]
    assert rows(table)[2:] == [said(row) for row in PLAN]


def test_a_wrapped_row_under_the_last_rule_is_whole_at_a_loose_leading() -> None:
    paper = Paper()
    paper.say(133, *HEADINGS, bold=True)
    paper.rule(138)
    top = 138.0
    for at in range(4):
        lines = 3 if at == 3 else 2
        paper.say(top + 14, (40, f"1.{at + 1}"), (70, "Ask the access group what"), (300, "Clerk"), (400, "2031"))
        for line in range(1, lines):
            paper.say(top + 14 + 15 * line, (70, "stands in their way and why"))
        top += 14 + 15 * (lines - 1) + 6
        if at < 3:
            paper.rule(top)
    (table,) = paper.read().tables
    assert rows(table)[-1][1] == "Ask the access group what stands in their way and why stands in their way and why"


LONG = (
    "Make the centre easier to use by:",
    "- asking a surveyor on the register",
    "to look at every door and counter",
    "- ranking what is found by cost and",
    "by how many people it would help",
    "- fitting loops at all the counters",
    "and teaching staff to test them",
    "- keeping one quiet hour on two of",
    "the weekdays and on each Saturday",
    "- putting up signs with pictograms",
    "where the old ones are worn out",
    "- asking the county for a list of",
    "kerbs which it could lower near to",
    "the centre and the two car parks",
    "- writing a guide to the building",
    "and printing it in large letters",
    "- adding all this to the checks of",
    "the managers who open in the morning",
)
SHORT = ("- Age", "- Disability", "- Race", "- Religion", "- Sex", "- Marriage")


def wrapped(paper: Paper, top: float, lines: Sequence[str], *, leading: float = 16.5) -> float:
    """Write lines in the first column, in larger letters than other columns; gives the y of the last baseline."""
    for at, line in enumerate(lines):
        paper.say(top + at * leading, (45, line), size=11)
    return top + (len(lines) - 1) * leading


def wide_headings(paper: Paper, top: float) -> None:
    paper.rule(top)
    paper.say(top + 8, (45, "What we"), (260, "Who will"), (360, "By"), bold=True, size=9)
    paper.say(top + 18, (45, "will do"), (260, "lead it"), (360, "when"), bold=True, size=9)
    paper.rule(top + 22)


def test_a_row_that_runs_over_the_foot_of_its_page_is_whole_in_letters_of_two_sizes() -> None:
    paper = Paper()
    wide_headings(paper, 100)
    wrapped(paper, 136, LONG)
    for at, (lead, when) in enumerate((("Head of", "By the"), ("Leisure and", "end of"), ("Culture", "2031"))):
        paper.say(134 + 13.5 * at, (260, lead), (360, when), size=9)
    (table,) = paper.read().tables
    (_, (step, lead, when)) = rows(table)
    assert step.split() == " ".join(LONG).split()
    assert " ".join(lead.split()) == "Head of Leisure and Culture"
    assert " ".join(when.split()) == "By the end of 2031"


def test_a_list_under_the_last_rule_is_not_its_row() -> None:
    paper = Paper()
    wide_headings(paper, 100)
    paper.say(136, (45, "Train the wardens"), (260, "Head of Housing"), (360, "Ongoing"), size=9)
    paper.rule(142)
    wrapped(paper, 166, SHORT)
    document = paper.read()
    assert [len(rows(table)) for table in document.tables] == [2]
    assert " ".join(texts(document)).split() == " ".join(SHORT).split()


def test_the_rest_of_a_long_cell_stands_between_the_headings_of_a_page_and_the_next_row() -> None:
    paper = Paper()
    wide_headings(paper, 100)
    foot = wrapped(paper, 136, LONG) + 6
    paper.rule(foot)
    paper.say(foot + 14, (45, "Train the wardens"), (260, "Head of Housing"), (360, "Ongoing"), size=9)
    paper.rule(foot + 20)
    (table,) = paper.read().tables
    (_, (rest, *others), last) = rows(table)
    assert rest.split() == " ".join(LONG).split()
    assert (others, last) == (["", ""], ["Train the wardens", "Head of Housing", "Ongoing"])


def test_a_list_between_two_tables_is_no_cell_of_theirs() -> None:
    paper = Paper()
    wide_headings(paper, 100)
    foot = wrapped(paper, 136, SHORT) + 6
    for at, row in enumerate(PLAN):
        paper.rule(foot + 18 * at)
        paper.say(foot + 18 * at + 13, (45, row[1][1]), (260, row[2][1]), (360, row[3][1]))
    paper.rule(foot + 54)
    document = paper.read()
    assert not any("- Race" in cell for table in document.tables for row in rows(table) for cell in row)


def test_the_rest_of_a_cell_over_a_heading_is_no_part_of_the_heading() -> None:
    paper = Paper()
    wide_headings(paper, 100)
    foot = wrapped(paper, 136, LONG[:7]) + 6
    paper.rule(foot)
    paper.say(foot + 30, (45, "Theme 2: Homes for all"), bold=True, size=13)
    wide_headings(paper, foot + 42)
    paper.say(foot + 76, (45, "Train the wardens"), (260, "Head of Housing"), (360, "Ongoing"), size=9)
    paper.rule(foot + 82)
    document = paper.read()
    first, second = document.tables
    assert rows(first)[1][0].split() == " ".join(LONG[:7]).split()
    assert rows(second)[1] == ["Train the wardens", "Head of Housing", "Ongoing"]
    assert texts(document) == ["Theme 2: Homes for all"]


TEXT = (
    "Only half of those who took part in our last survey said that we do a good",
    "job, and we mean to close that gap by the end of next year.",
    "We will hold a meeting in each of our six wards every year and write of it",
    "Lead: Superintendent of Wardens and Chair of the Board of Advisers    |    By",
    "May 2031",
)


def headed(size: float, *, bold: bool) -> Document:
    """Lines in some size over rules as wide as the page, with text between that leaves a gap by chance."""
    paper = Paper()
    for top in (60.0, 180.0, 300.0):
        paper.say(top, (40, "Our second aim: safe streets"), size=size, bold=bold)
        paper.rule(top + 6)
        for at, line in enumerate(TEXT):
            paper.say(top + 24 + 13 * at, (40, line))
    return paper.read()


def test_rules_under_headings_make_no_table_of_the_text_between_them() -> None:
    assert not headed(16.0, bold=False).tables
    assert not headed(SIZE, bold=True).tables
    assert headed(SIZE, bold=False).tables  # in the letters of the text the same lines may be rows
