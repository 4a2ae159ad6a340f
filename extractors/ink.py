"""Whether letters leave ink that a person sees: their colour against the ground they stand on, and their size."""

from __future__ import annotations

from typing import Final

LEAST_DIFFERENCE: Final = 16  # of 255, in the channel that differs most; #f2f2f2 on white is not seen, yellow is
LEAST_SIZE: Final = 2.0  # points; smaller letters are a grey line on paper
PAPER: Final = "#ffffff"


def leaves_ink(ink: str, ground: str) -> bool:
    """Whether letters of one colour are seen on another; both are "#rrggbb".

    >>> leaves_ink("#ffffff", "#fefefe"), leaves_ink("#ffffff", "#1f3864"), leaves_ink("#ffff00", "#ffffff")
    (False, True, True)
    """
    return any(abs(int(ink[at : at + 2], 16) - int(ground[at : at + 2], 16)) >= LEAST_DIFFERENCE for at in (1, 3, 5))
