"""Roman numbers as they were typed: a word processor gives a cell a capital letter, so that "ii" becomes "Ii"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ROMAN = re.compile(r"[IVXivx]{1,5}")


def as_typed(numbers: Sequence[str | None]) -> list[str | None]:
    """Return the numbers of a table's actions, Roman ones in small letters where those of several letters end in small
    ones.

    >>> as_typed(["I", "Ii", "Iii", "v"]), as_typed(["I", "II", "V"]), as_typed(["H", "I", "J"])
    (['i', 'ii', 'iii', 'v'], ['I', 'II', 'V'], ['H', 'I', 'J'])
    """
    roman = [number for number in numbers if number and _ROMAN.fullmatch(number)]
    tails = [number[1:] for number in roman if len(number) > 1]
    if not "".join(tails).islower():
        return list(numbers)
    typed: dict[str | None, str | None] = {number: number.lower() for number in roman}
    return [typed.get(number, number) for number in numbers]
