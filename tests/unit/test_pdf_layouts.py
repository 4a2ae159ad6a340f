"""Made-up pages of each layout, read and held against the cells that they were made from; more by `make pages`."""

from __future__ import annotations

import pytest

from extractors.limits import Limits
from extractors.pdf import read_pdf
from scripts.page_layouts.layouts import LAYOUTS, make
from scripts.page_layouts.scoring import Score, score_page

SEEDS = range(3)
NOT_YET = {  # read otherwise than a person would; what comes right must leave this list
    "across_centred",
    "figures_spanning",
    "figures_spanning_sections",
    "leaflet",
    "three_rules_tight",
}


def scored(name: str) -> Score:
    score = Score()
    for seed in SEEDS:
        data, gold = make(name, seed)
        score.add(score_page(f"{name}-{seed}", read_pdf(data, Limits(ocr=False)), gold))
    return score


def comes_right(score: Score) -> bool:
    return score.right == score.rows and not score.extra


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_rows_of_a_layout_come_out_cell_by_cell(name: str) -> None:
    score = scored(name)
    assert comes_right(score) is (name not in NOT_YET), score.misses
