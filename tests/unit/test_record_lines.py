"""Labelled lines beside records: of a box of labels and values, where the label names what the box leaves open."""

from __future__ import annotations

import pytest

from extractors.document import Block, Heading, Paragraph, Table, count_words, table_texts
from pipeline.read.label_lists import with_label_lists
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import document, grid, table

ORDERS = ("Open a quiet space on each site", "Fund every staff network", "Publish the pay gaps")
LEADS = ("Head of Estates", "EDI Team", "Chief People Officer")


def box(number: int) -> Table:
    return table([["Owner", LEADS[number - 1]], ["Complete by", "May 2031"], ["Status", "On track"]], number=number)


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    return read_document(with_label_lists(document(*blocks))).actions


def cards(*lines: str, under: bool = False) -> list[Block]:
    """For each order a heading, its number, a box of who and when, and lines over or under that."""
    blocks: list[Block] = []
    for number, order in enumerate(ORDERS, 1):
        beside = [Paragraph(line.format(number)) for line in lines]
        own = [box(number), *beside] if under else [*beside, box(number)]
        blocks += [Heading(f"1.{number}"), Heading(order, 3), *own]
    return blocks


@pytest.mark.parametrize("under", [False, True], ids=["over the box", "under the box"])
def test_a_labelled_line_beside_a_box_is_one_of_its_rows(under: bool) -> None:
    found = read("# Staff", *cards("How we will know: {} sites are open", under=under))
    assert [one.texts["action"] for one in found] == list(ORDERS)
    assert [one.texts["outcome"] for one in found] == [f"{n} sites are open" for n in (1, 2, 3)]
    assert [(one.texts["owner"], one.reference) for one in found] == [
        (lead, f"1.{n}") for n, lead in enumerate(LEADS, 1)
    ]


def test_several_lines_are_as_many_rows() -> None:
    found = read("# Staff", *cards("How we will know: {} sites are open", "Progress: Begun in {} halls"))
    assert [(one.texts["outcome"], one.texts["progress"]) for one in found] == [
        (f"{n} sites are open", f"Begun in {n} halls") for n in (1, 2, 3)
    ]


def test_every_word_is_in_a_cell_and_counted_once() -> None:
    found = with_label_lists(document("# Staff", *cards("How we will know: {} sites are open")))
    assert all(one.words == count_words(table_texts(one)) for one in found.tables)
    assert not [block for block in found.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Complete by: June 2032", id="a role that the box has"),
        pytest.param("Please note: the sites are listed overleaf", id="no role"),
        pytest.param("We know that it works when all sites are open", id="no label"),
    ],
)
def test_other_lines_stay_running_text(line: str) -> None:
    found = with_label_lists(document("# Staff", *cards(line)))
    assert sum(isinstance(block, Paragraph) for block in found.blocks) == len(ORDERS)


def test_one_line_alone_may_be_a_remark() -> None:
    blocks = cards()
    blocks.insert(2, Paragraph("How we will know: all sites are open"))
    found = with_label_lists(document("# Staff", *blocks))
    assert sum(isinstance(block, Paragraph) for block in found.blocks) == 1


def test_tables_without_cells_are_no_records() -> None:
    empty = Table(1, 0, 0, (), 0, "word")
    found = document("# Staff", "How we will know: all is done", empty, "How we will know: all is done", empty)
    assert with_label_lists(found) is found


def test_headings_over_texts_beside_most_boxes_are_labels_in_any_words() -> None:
    def blocks(*labels: str) -> list[Block]:
        found: list[Block] = []
        for number, (label, order) in enumerate(zip(labels, ORDERS, strict=True), 1):
            found += [Heading(order, 3), Heading(label, 4), Paragraph(f"Ward {number} asked for it."), box(number)]
        return found

    told = with_label_lists(document("# Staff", *blocks(*["Our neighbours ask"] * 3)))
    assert [grid(one)[0] for one in told.tables] == [
        ("Our neighbours ask", f"Ward {n} asked for it.") for n in (1, 2, 3)
    ]
    names = with_label_lists(document("# Staff", *blocks("North ward", "South ward", "East ward")))
    assert [one.rows for one in names.tables] == [3, 3, 3]


TITLES = ("Quiet rooms", "Staff networks", "Pay gaps")
SENTENCES = (
    "Ring-fence a quiet room on each site.",
    "Every network will have its own budget.",
    "We will publish the gaps.",
)


def titled(*states: str) -> list[Block]:
    """Cards with a title, a state in a line of its own, a sentence, and a box of who and when."""
    said = [[Heading(title, 3), Paragraph(text)] for title, text in zip(TITLES, SENTENCES, strict=True)]
    lines = [[head, Paragraph(state), text] for (head, text), state in zip(said, states, strict=False)] or said
    boxes = [table([["Who leads", lead], ["When", "May 2031"]], number=n) for n, lead in enumerate(LEADS, 1)]
    return [block for blocks, own in zip(lines, boxes, strict=True) for block in (*blocks, own)]


@pytest.mark.parametrize("states", [(), ("Under way", "Not started", "Done")])
def test_the_sentence_right_over_each_box_is_its_action_and_a_state_over_it_its_state(states: tuple[str, ...]) -> None:
    found = read("# Our promises", *titled(*states))
    assert [one.texts["action"] for one in found] == list(SENTENCES)
    assert [(one.texts["owner"], one.texts["timescale"]) for one in found] == [(lead, "May 2031") for lead in LEADS]
    assert [one.texts.get("status", "") for one in found] == list(states or ("", "", ""))


def test_what_was_done_right_over_each_box_is_no_action() -> None:
    done = [f"In {year} we spoke to {year - 1900} people." for year in (2029, 2030, 2031)]
    found = read(
        "# Staff",
        *(block for at, one in enumerate(done) for block in (*cards()[3 * at : 3 * at + 2], one, box(at + 1))),
    )
    assert [one.texts["action"] for one in found] == list(ORDERS)
