"""The picture of what was found on a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pipeline.cli.show_command import COLOURS, show_page

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
SAMPLE = RAW / "Thistlebourne Borough Council" / "action-plan-ruled.pdf"


def test_the_cells_of_a_page_are_drawn_in_the_colours_of_their_roles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "page.png"
    assert show_page(SAMPLE, 1, picture, ()) == 0
    assert "1 tables (lines)" in capsys.readouterr().out
    with Image.open(picture) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or ()}
    assert {COLOURS["action"], COLOURS["owner"], COLOURS["timescale"]} <= colours


@pytest.mark.parametrize(
    ("name", "page", "said"),
    [
        ("action-plan-ruled.pdf", 99, "no page 99"),
        ("action-plan-word.docx", 1, "is no PDF"),
        ("missing.pdf", 1, "cannot be opened"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, page: int, said: str
) -> None:
    assert show_page(SAMPLE.parent / name, page, tmp_path / "page.png", ()) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "page.png").exists()
