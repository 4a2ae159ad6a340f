"""Line breaks, hyphens and list items inside cells: what the author wrote, not where the lines ended."""

from __future__ import annotations

import pytest

from extractors.document import Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.page import Word
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.words import Hyphenation, Measure, join_hyphenated, learn_hyphenation, lines_of, text_of
from tests.builders import pdf as make
from tests.builders.pdf import Drawing

HEADER = ("Ref", "Action", "Lead")
WIDTHS = (40.0, 300.0, 120.0)


def read(rows: list[tuple[str, ...]], padding: float = 4.0) -> Table:
    data = make.plan_pdf(Drawing(make.ruled, padding), rows, header=HEADER, widths=WIDTHS, fills=False)
    (table,) = read_pdf(data, Limits()).tables
    return table


def texts(table: Table, column: int) -> list[str]:
    return [cell.text for cell in table.cells if cell.column == column and cell.row > 1]


def test_wrapped_lines_are_joined_by_a_space() -> None:
    long = (
        "Visit each of the nine parishes once a year and ask the people there which of our services they cannot reach"
    )
    assert texts(read([("1", long, "A")]), 2) == [long]


def test_a_line_that_the_author_ended_keeps_its_break() -> None:
    broken = "Visit each parish\nAsk people there\nWrite down what they say"
    filler = (
        "Visit each of the nine parishes once a year and ask the people there which of our services they cannot reach"
    )
    rows = [("1", broken, "Head of Parishes\nHead of Roads"), ("2", filler, "Parks")]
    table = read(rows)
    assert texts(table, 2) == [broken, filler]
    assert texts(table, 3) == ["Head of Parishes\nHead of Roads", "Parks"]


def test_a_list_item_starts_a_line_of_its_own() -> None:
    items = (
        "• Write to every household about the new bins and how to ask for help with carrying them\n"
        "• Ring those who do not answer within a month of getting the letter"
    )
    assert texts(read([("1", items, "Waste")]), 2) == [items]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("multi-", "agency", "multi-agency"),
        ("self-", "service", "self-service"),
        ("non-", "binary", "non-binary"),
        ("co-", "produced", "co-produced"),
        ("under-", "represented", "under-represented"),
        ("consulta-", "tion", "consultation"),
        ("oppor-", "tunities", "opportunities"),
        ("organi-", "sation", "organisation"),
        ("re-", "moved", "removed"),
        ("on-", "wards", "onwards"),
        ("fami-", "lies", "families"),
        ("be-", "hind", "behind"),
        ("re-", "use", "re-use"),
        ("long-", "term", "long-term"),
        ("in-", "depth", "in-depth"),
        ("work-", "based", "work-based"),
        ("drop-", "in", "drop-in"),
        ("employ-", "ment", "employment"),
        ("Anglo-", "Saxon", "Anglo-Saxon"),
        ("2024-", "25", "2024-25"),
        ("neigh\u00ad", "bours", "neighbours"),
    ],
)
def test_a_hyphen_at_a_line_end_stays_where_the_word_owns_it(before: str, after: str, joined: str) -> None:
    assert join_hyphenated(before, after, Hyphenation()) == joined


@pytest.mark.parametrize(
    ("before", "after", "joined"), [("adminis-", "trative", "administrative"), ("police-", "station", "police-station")]
)
def test_a_long_ending_after_consonants_is_no_word_though_it_opens_a_line(before: str, after: str, joined: str) -> None:
    assert join_hyphenated(before, after, learn_hyphenation([before, after])) == joined


def test_the_document_tells_how_it_spells_a_word() -> None:
    known = learn_hyphenation(["a", "timetable", "and", "a", "long-term", "view"])
    assert join_hyphenated("time-", "table", known) == "timetable"
    assert join_hyphenated("long-", "term", known) == "long-term"


def test_learning_goes_on_over_parts_of_a_document() -> None:
    first = learn_hyphenation(["wellbeing"])
    both = learn_hyphenation(["drop-in"], first)
    assert (both.whole, both.hyphenated) == (frozenset({"wellbeing"}), frozenset({"drop-in"}))


def word(text: str, x0: float, base: float, width: float | None = None) -> Word:
    wide = 5.0 * len(text) if width is None else width
    return Word(text, x0, base - 8, x0 + wide, base + 2, 10.0, base=base, middle=base - 2.5)


def test_a_word_joined_over_a_line_end_is_counted() -> None:
    lines = lines_of(
        [word("equal", 0, 10), word("oppor-", 30, 10), word("tunities", 0, 22), word("now", 45, 22)], DEFAULTS
    )
    text, joined = text_of(lines, Measure(0, 61, {}), Hyphenation(), DEFAULTS)
    assert (text, joined) == ("equal opportunities now", 1)


def test_words_of_one_line_need_not_share_a_baseline_exactly() -> None:
    lines = lines_of([word("2", 30, 7), word("CO", 0, 10), word("next", 0, 22)], DEFAULTS)
    assert [line.text for line in lines] == ["CO 2", "next"]


HYPHENS = [("1", "We will widen oppor-\ntunities for multi-\nagency work\u2010\nshops", "HR")]


def test_words_with_hyphens_at_line_ends_still_add_up() -> None:
    table = read(HYPHENS)
    assert table.words == sum(len(cell.text.split()) for cell in (*table.cells, *table.furniture))


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("Publish work-", "force figures", "Publish workforce figures"),
        ("Head of Organ-", "isational change", "Head of Organisational change"),
        ("Sept-", "ember 2031", "September 2031"),
        ("In prog-", "ress", "In progress"),
        ("Improv-", "ing access", "Improving access"),
        ("2031-", "32", "2031-32"),
        ("31-03-", "2032", "31-03-2032"),
        ("self-", "assessment", "self-assessment"),
        ("co-", "production", "co-production"),
        ("Co-", "ordinator", "Co-ordinator"),
        ("Equality-", "led Group", "Equality-led Group"),
        ("short-", "and long-term aims", "short-\nand long-term aims"),
        ("Ref A-", "Publish figures", "Ref A-\nPublish figures"),
        ("June 2031-", "March 2032", "June 2031-\nMarch 2032"),
    ],
)
def test_a_hyphen_holds_two_lines_together_that_the_author_ended(above: str, below: str, text: str) -> None:
    upper = [word(said, 40 * at, 10) for at, said in enumerate(above.split())]
    lower = [word(said, 40 * at, 22) for at, said in enumerate(below.split())]
    assert text_of(lines_of([*upper, *lower], DEFAULTS), Measure(0, 300, {}), Hyphenation(), DEFAULTS)[0] == text


def test_hyphens_at_line_ends_of_a_page_are_resolved() -> None:
    cell = next(cell for cell in read(HYPHENS).cells if cell.row == 2 and cell.column == 2)
    assert "widen opportunities for multi-agency" in " ".join(cell.text.split())
