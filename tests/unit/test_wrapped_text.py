"""Text files whose lines were cut to a width."""

from __future__ import annotations

import pytest

from extractors.text.wrapped import unwrap

LONG = "We will look at why so few people under 25 apply"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ([LONG, "for work with us."], [f"{LONG} for work with us."]),
        ([LONG, "    Joint Staff Committee."], [f"{LONG} Joint Staff Committee."]),
        ([f"{LONG},", "  and report"], [f"{LONG}, and report"]),
        ([LONG, "  to us and the", "  Joint Staff Committee."], [LONG + " to us and the", "  Joint Staff Committee."]),
    ],
)
def test_what_goes_on_is_joined(lines: list[str], whole: list[str]) -> None:
    assert list(unwrap(lines)) == whole


@pytest.mark.parametrize(
    "lines",
    [
        [LONG, "  Lead: Head of HR"],
        [LONG, "  - to us"],
        [LONG, "  1. to us"],
        [LONG, ""],
        [LONG, "---------"],
        [f"{LONG}.", "  and more"],
        ["Priorities", "housing", "health"],
        [LONG, "Joint Staff Committee"],
        ["Our people and our places", "  Housing"],
    ],
)
def test_what_begins_anew_is_not(lines: list[str]) -> None:
    assert list(unwrap(lines)) == lines
