"""A reader that knows less errs, and leaves everything as it was."""

from __future__ import annotations

from pipeline.read import headers, structure, weighing
from pipeline.read.columns import text_says
from scripts.layouts.chance import Chance
from scripts.layouts.poor_reader import knowing_less


def test_what_a_poor_reader_forgets_is_known_again_afterwards() -> None:
    before = text_says("Lead officer"), weighing.read_weights("columns").sum("action", _Facts())
    known = len(headers.read_lexicon().roles), len(structure.structure_words().generic_headings)
    forgot = shaken = False
    for seed in range(6):
        with knowing_less(Chance(f"plan/{seed}")):
            forgot |= text_says("Lead officer") != before[0]
            shaken |= weighing.read_weights("columns").sum("action", _Facts()) != before[1]
    assert forgot
    assert shaken
    assert (text_says("Lead officer"), weighing.read_weights("columns").sum("action", _Facts())) == before
    assert (len(headers.read_lexicon().roles), len(structure.structure_words().generic_headings)) == known


class _Facts:
    """Facts that all hold."""

    def __getattr__(self, name: str) -> float:
        return 1.0
