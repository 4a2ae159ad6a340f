"""What long work tells of itself while it goes on: what it is at, how much is done, and of how much."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[str, int, int], None]
"""Told of the step in words, what is done of it and its total; a total of 0 is not known. It is called often."""


def quiet(step: str, done: int, total: int) -> None:
    """Tell nothing."""
