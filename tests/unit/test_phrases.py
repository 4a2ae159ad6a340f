"""Phrases are found word by word, the longest first, and never across the end of a sentence."""

from time import process_time

import pytest

from pipeline.normalise.characteristics import find_characteristics
from pipeline.normalise.framework import place_action
from pipeline.normalise.owner import find_abbreviations, parse_owners
from pipeline.normalise.phrases import PhraseIndex, PhraseTree, split_words
from pipeline.normalise.rag import read_rag
from pipeline.normalise.timescale import parse_timescale, plan_period_from_text, read_status
from pipeline.normalise.timescale.dates_in_names import find_dates_apart
from pipeline.read.headers import match_heading

INDEX = PhraseIndex(
    [("pay", 1), ("pay gap", 2), ("gender pay gap", 3), ("procur*", 4), ("gap year", 5), ("king's lynn", 6)]
)


def spans(text: str) -> list[tuple[str, tuple[int, ...]]]:
    words = split_words(text)
    return [(text[words[one.first].start : words[one.last - 1].end], one.values) for one in INDEX.find(words)]


def test_the_longest_phrase_wins_and_none_overlaps() -> None:
    assert spans("Gender pay-gap year") == [("Gender pay-gap", (3,))]


def test_every_phrase_is_given_where_all_are_asked_for() -> None:
    words = split_words("gender pay gap")
    assert sorted(one.values for one in INDEX.find_all(words)) == [(1,), (2,), (3,)]


def test_a_star_takes_any_ending() -> None:
    assert spans("Procurement and procuring") == [("Procurement", (4,)), ("procuring", (4,))]


def test_a_phrase_does_not_cross_a_sentence_or_a_line() -> None:
    assert spans("Fair pay. Gap found") == [("pay", (1,))]
    assert spans("Fair pay\nGap found") == [("pay", (1,))]


def test_possessives_and_curly_quotes_fold_alike_in_phrase_and_text() -> None:
    assert spans("King\u2019s Lynn") == [("King\u2019s Lynn", (6,))]
    assert spans("King's Lynn") == [("King's Lynn", (6,))]


def test_a_full_stop_after_an_abbreviation_ends_nothing() -> None:
    assert [word.opens for word in split_words("St. Helens. End")] == [True, False, True]


LONG = 30_000  # characters
PIECES = (
    "(", "((a", "(x) ", "HR (", "AD ", "every ", "CEDIS ", "by March 2024 (", "1/", "2024/5/", "'24/", "Q1 ", "- ",
    "\n", "of ", "March 2024, 2025, ", "Lead: HR Support: ", "TBC (", "HR and ", "page 1-2 ", "R/A/G ", "not ", "é ",
    "EQIA/", "A", "now 2024 ", "was 2024 ", "subject to a, ", "to 2024 ", "6 month pilot ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_cell_is_read_in_a_time_that_grows_with_its_length(piece: str) -> None:
    """A reader that goes back over what it has read takes minutes for such a cell, or raises for its depth."""
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    start = process_time()
    _read_in_every_way(text)
    assert process_time() - start < 10


def test_brackets_within_brackets_raise_nothing() -> None:
    _read_in_every_way("(" * 20_000 + "HR" + ")" * 20_000)


def _read_in_every_way(text: str) -> None:
    parse_timescale(text)
    read_status(text)
    find_dates_apart(text)
    plan_period_from_text(text)
    parse_owners(text)
    find_abbreviations([text])
    read_rag(text, None)
    find_characteristics([text])
    place_action(text, None, None, None)
    match_heading(text)


def test_a_tree_gives_the_longest_phrase_and_all_that_it_holds() -> None:
    tree = PhraseTree([(("head", "of"), 1), (("head", "of", "service"), 2), (("polic*",), 3)])
    keys = ("head", "of", "service", "policies")
    assert [tree.longest(keys, place) for place in range(5)] == [(3, 2), None, None, (1, 3), None]
    assert sorted(tree.entries()) == [(("head", "of"), 1), (("head", "of", "service"), 2), (("polic*",), 3)]
