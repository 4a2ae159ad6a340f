"""Texts of a workbook that are set in runs of their own look: which are struck, raised or pale.

Source: ECMA-376 part 1, 18.4 (shared strings); phonetic runs are no part of the text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
INLINE: Final = _MAIN + "is"
FORMULA: Final = _MAIN + "f"
_OFF: Final = frozenset({"0", "false"})


class Run(NamedTuple):
    """A piece of text of one look; None is as the cell's style has it."""

    text: str
    struck: bool | None = None
    raised: bool = False
    colour: Any = None  # an openpyxl colour
    points: float | None = None


_PLAIN: Final = Run("")


class RichText(tuple[Run, ...]):
    """The runs of one text, in order."""

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(run.text for run in self)


def read_strings(data: bytes) -> Iterator[RichText | str]:
    """Yield the texts of the part of shared strings, in order; those of one look as they are."""
    from openpyxl.xml.functions import iterparse

    for _, element in iterparse(io.BytesIO(data)):
        if element.tag == _MAIN + "si":
            runs = read_runs(element)
            yield runs if len(runs) > 1 or (runs and runs[0][1:] != _PLAIN[1:]) else str(runs)
            element.clear()


def read_runs(holder: Any) -> RichText:
    """Read the runs of a text (`si` or `is`)."""
    return RichText(
        _run(child) if child.tag == _MAIN + "r" else Run(child.text or "")
        for child in holder
        if child.tag in (_MAIN + "r", _MAIN + "t")
    )


def _run(element: Any) -> Run:
    text = element.findtext(_MAIN + "t") or ""
    properties = element.find(_MAIN + "rPr")
    if properties is None:
        return Run(text)
    struck = properties.find(_MAIN + "strike")
    place = properties.find(_MAIN + "vertAlign")
    colour = properties.find(_MAIN + "color")
    size = properties.find(_MAIN + "sz")
    return Run(
        text,
        struck=struck is not None and (struck.get("val") or "1") not in _OFF,
        raised=place is not None and place.get("val") == "superscript",
        colour=None if colour is None else _colour(colour),
        points=_number(size.get("val")) if size is not None else None,
    )


def _colour(element: Any) -> Any:
    from openpyxl.styles.colors import Color

    try:
        return Color.from_tree(element)
    except (TypeError, ValueError):
        return None


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
