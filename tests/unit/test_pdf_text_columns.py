"""Running text in columns is read down, then across; what only looks like columns is read as before."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Heading, Paragraph
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.page import Word
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.text_columns import Stretch, find_columns

ACTIONS = (
    "Open a quiet room in each library for people who find noise hard to bear (Libraries Manager, May 2031).",
    "Ask every tenant once a year which changes to their home would help them (Head of Housing, ongoing).",
    "Print the winter guide in the eight languages most spoken in Merewick (Communications Lead, October 2031).",
    "Train the wardens of all car parks to meet drivers with a hidden disability (Parking Manager, June 2032).",
    "Pay the fares of carers who come to a hearing at the town hall (Democratic Services, from April 2031).",
    "Set up a panel of young residents who look at each new policy (Youth Lead, by March 2032).",
    "Put a hearing loop at every desk where rent is paid (Customer Services Manager, September 2031).",
    "Mend the ramps of the swimming baths before the summer holidays begin (Leisure Manager, July 2031).",
)
MORE = (
    *ACTIONS,
    "Keep a list of the halls that people can hire and say of each how they can get in (Estates Team, August 2031).",
    "Lend a tablet to each reader who has none at home and show them how it works (Libraries Manager, May 2032).",
    "Meet the faith groups of the town twice a year to hear what they wish to change (Chief Executive, ongoing).",
    "Ask those who leave their work with us why they do so and publish what they say (Head of People, March 2032).",
)
Line = tuple[float, float, str, bool]  # x, y from the top, text, bold
Order = Callable[[list[Line]], list[Line]]


def wrapped(texts: tuple[str, ...], x: float, top: float, width: float, gap: float = 7.3) -> list[Line]:
    """Each text as a paragraph of lines no wider than the column."""
    found: list[Line] = []
    y = top
    for text in texts:
        bold = text.startswith("Aim ")
        said = ""
        for word in [*text.split(), ""]:
            longer = f"{said} {word}".strip()
            if word and stringWidth(longer, "Helvetica-Bold" if bold else "Helvetica", 9) <= width:
                said = longer
                continue
            found.append((x, y, said, bold))
            said, y = word, y + 11
        y += gap
    return found


def drawn(lines: list[Line]) -> list[str]:
    """What is read of a page with these lines, drawn in this order."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for x, y, text, bold in lines:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 9)
        canvas.drawString(x, A4[1] - y, text)
    canvas.save()
    blocks = read_pdf(out.getvalue(), Limits(ocr=False)).blocks
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]


def words_of(line: Line) -> list[Word]:
    """The words of a line as they stand on a page."""
    x, y, text, bold = line
    found: list[Word] = []
    for said in text.split():
        end = x + stringWidth(said, "Helvetica-Bold" if bold else "Helvetica", 9)
        found.append(Word(said, x, y - 7, end, y + 2, 9.0, bold, base=y))
        x = end + 2.5
    return found


def across(lines: list[Line]) -> list[Line]:
    """The lines in the order in which some producers write them: from top to bottom of the whole page."""
    return sorted(lines, key=lambda line: (line[1], line[0]))


TWO = [*wrapped(ACTIONS[:4], 45, 100, 235), *wrapped(ACTIONS[4:], 310, 104, 235)]
UNEQUAL = [*wrapped(ACTIONS[:6], 45, 100, 235), *wrapped(ACTIONS[6:], 310, 93, 235)]
THREE = [
    *wrapped(MORE[:5], 40, 100, 160), *wrapped(MORE[5:8], 220, 97, 160), *wrapped(MORE[8:], 400, 105, 160)
]  # fmt: skip
ACROSS = "Aim 2: What the council will do for those who work for it and for those who would like to"


@pytest.mark.parametrize("order", [list, across], ids=["by column", "from line to line"])
@pytest.mark.parametrize("lines", [TWO, UNEQUAL], ids=["two", "unequal"])
def test_columns_are_read_down_then_across(lines: list[Line], order: Order) -> None:
    assert drawn(order(lines)) == list(ACTIONS)


@pytest.mark.parametrize("order", [list, across], ids=["by column", "from line to line"])
def test_three_columns_are_parted_in_three(order: Order) -> None:
    parts = find_columns([word for line in order(THREE) for word in words_of(line)], DEFAULTS)
    assert [" ".join(word.text for word in part.words) for part in parts] == [
        " ".join(texts) for texts in (MORE[:5], MORE[5:8], MORE[8:])
    ]
    assert [(part.column, part.later) for part in parts] == [(True, False), (True, True), (True, True)]


@pytest.mark.parametrize("order", [list, across], ids=["by column", "from line to line"])
def test_a_heading_over_both_columns_parts_what_stands_over_it_from_what_stands_under_it(
    order: Order,
) -> None:
    lines = [
        *wrapped(ACTIONS[:2], 45, 100, 235), *wrapped(ACTIONS[2:4], 310, 104, 235), (45, 190, ACROSS, True),
        *wrapped(ACTIONS[4:6], 45, 215, 235), *wrapped(ACTIONS[6:], 310, 211, 235),
    ]  # fmt: skip
    assert drawn(order(lines)) == [*ACTIONS[:4], ACROSS, *ACTIONS[4:]]


def test_a_paragraph_over_both_columns_keeps_its_last_short_line() -> None:
    start = "Merewick is a town of many people, and this leaflet says in short what we will do for all of them in the"
    lines = [(45, 80, start, False), (45, 91, "years ahead.", False), *wrapped(ACTIONS[:4], 45, 115, 235)]
    lines += wrapped(ACTIONS[4:], 310, 119, 235)
    assert drawn(across(lines)) == [f"{start} years ahead.", *ACTIONS]


def test_headings_in_the_columns_stay_over_their_text() -> None:
    one = (*ACTIONS[:3], "Aim 2: Streets", *ACTIONS[3:5])
    other = (ACTIONS[5], "Aim 3: Work", *MORE[6:10])
    lines = [*wrapped(one, 45, 100, 235), *wrapped(other, 310, 104, 235)]
    assert drawn(across(lines)) == [*one, *other]


def test_a_sentence_goes_on_at_the_top_of_the_next_column() -> None:
    lines = [*wrapped(ACTIONS[:4], 45, 100, 235), *wrapped(ACTIONS[4:], 45, 400, 235)]
    cut = len(wrapped(ACTIONS[:4], 45, 100, 235)) - 1
    left, over, rest = lines[:cut], lines[cut], lines[cut + 1 :]
    top = [(310.0, 104.0, over[2], False)]
    right = [(310.0, y - 400 + 122, text, bold) for _, y, text, bold in rest]
    assert drawn(across([*left, *top, *right])) == list(ACTIONS)


RECORDS = tuple(
    line
    for text, who, when in (
        ("We will make ten more miles of path fit for chairs", "Rangers", "May 2031"),
        ("We will lend scooters at three visitor centres", "Visitor Services", "from June 2031"),
        ("We will print an easy version of the park plan", "Press Office", "ongoing"),
        ("We will ask our volunteers who they are", "Volunteer Lead", "each January"),
        ("We will put a bench at every lakeside route", "Area Rangers", "2032"),
        ("We will bring young people on a first visit", "Youth Ranger", "2031 and 2032"),
    )
    for line in (text, f"Who: {who}", f"When: {when}")
)


@pytest.mark.parametrize("order", [list, across], ids=["by column", "from line to line"])
def test_records_with_the_same_labels_on_both_sides_are_read_down_then_across(order: Order) -> None:
    lines = [*wrapped(RECORDS[:9], 45, 100, 235), *wrapped(RECORDS[9:], 310, 107, 235)]
    assert " ".join(drawn(order(lines))) == " ".join(RECORDS)


LABELS = ("Lead officer", "Partners", "By when", "Cost", "How we shall know")
VALUES = ACTIONS[:5]
CONTACTS = ("Ann Marsh", "Head of Housing", "Town Hall, Merewick", "01632 960001", "ann@merewick.example")


def beside(left: tuple[str, ...], right: tuple[str, ...], widths: tuple[float, float], x: float) -> list[Line]:
    """Each text of the right beside one of the left, on one line with it, as rows stand."""
    lines: list[Line] = []
    y = 100.0
    for one, other in zip(left, right, strict=True):
        row = [*wrapped((one,), 45, y, widths[0]), *wrapped((other,), x, y, widths[1])]
        lines += row
        y = max(line[1] for line in row) + 22
    return lines


CARDS = [
    line
    for at in range(4)
    for x in (45, 310)
    for line in wrapped(
        (f"Aim {at}{x}: Care", "Who leads: Head of Housing", ACTIONS[at + x // 100]), x, 100 + 80 * at, 235
    )
]


@pytest.mark.parametrize(
    "lines",
    [
        beside(LABELS, VALUES, (100, 300), 160),
        beside(ACTIONS[:4], ACTIONS[4:], (235, 235), 310),
        beside(CONTACTS, CONTACTS[::-1], (200, 200), 310),
        [*wrapped(CONTACTS * 2, 45, 100, 200, 0), *wrapped(CONTACTS, 310, 104, 200, 0)],
        [*wrapped(("Age", "Disability", "Race"), 45, 100, 200, 0), *wrapped(("Belief", "Carers"), 310, 103, 200)],
        CARDS,
        beside(RECORDS[:9], RECORDS[9:], (235, 235), 310),
        beside(RECORDS[1::3], RECORDS[2::3], (235, 235), 310),
        [*beside(LABELS, VALUES, (100, 300), 160), *wrapped(ACTIONS[:2], 45, 420, 500)],
    ],
    ids=[
        "labels", "rows", "rows of contacts", "contacts", "names", "cards", "level cards", "labels that differ",
        "labels over text",
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [list, across], ids=["by side", "from line to line"])
def test_what_only_looks_like_columns_stays_together(lines: list[Line], order: Order) -> None:
    words = [word for line in order(lines) for word in words_of(line)]
    assert find_columns(words, DEFAULTS) == [Stretch(tuple(words))]


def test_a_sheet_of_very_many_cells_stays_together() -> None:
    lines = [(40.0 * column, 10.0 * row, "abcd", False) for row in range(1, 200) for column in range(60)]
    words = [word for line in lines for word in words_of(line)]
    assert find_columns(words, DEFAULTS) == [Stretch(tuple(words))]
