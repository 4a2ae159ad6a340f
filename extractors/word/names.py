"""Names of WordprocessingML elements and attributes, and the small readings of values that all modules share.

Source: ECMA-376 part 1, chapter 17; ISO 29500 Strict is turned into these names when the package is opened.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

W_URI: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = "{" + W_URI + "}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"

VAL: Final = W + "val"

BODY: Final = W + "body"
P: Final = W + "p"
PPR: Final = W + "pPr"
RUN: Final = W + "r"
RPR: Final = W + "rPr"
TEXT: Final = W + "t"
TBL: Final = W + "tbl"
TR: Final = W + "tr"
TRPR: Final = W + "trPr"
TC: Final = W + "tc"
TCPR: Final = W + "tcPr"
SDT: Final = W + "sdt"
SDT_CONTENT: Final = W + "sdtContent"
SDT_PR: Final = W + "sdtPr"
TEXT_BOX: Final = W + "txbxContent"
ALTERNATE: Final = MC + "AlternateContent"
CHOICE: Final = MC + "Choice"
FALLBACK: Final = MC + "Fallback"

REMOVED: Final = frozenset({W + "del", W + "moveFrom"})  # what tracked changes, once accepted, take away
"""Elements whose content is gone once tracked changes are accepted."""

_OFF: Final = frozenset({"0", "false", "off", "none"})


def is_on(element: etree._Element | None) -> bool | None:
    """Read an on/off property: None where it is absent, True for `<w:b/>`, False for `<w:b w:val="0"/>`."""
    if element is None:
        return None
    return (element.get(VAL) or "1").lower() not in _OFF


def child_value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of the child `w:name`, None where there is none."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def whole(text: str | None, default: int = 0, most: int = 1_000_000) -> int:
    """A whole number from an attribute, between 0 and `most`; `default` where it is none."""
    try:
        return min(most, max(0, int(text or "")))
    except ValueError:
        return default


def twips(text: str | None) -> float:
    """A length in twentieths of a point; Strict files may write "36pt" or "1.5cm". 0 where it is none."""
    text = (text or "").strip()
    per_unit = {"pt": 20.0, "in": 1440.0, "cm": 1440.0 / 2.54, "mm": 144.0 / 2.54, "pc": 240.0, "pi": 240.0}
    number, unit = (text[:-2], text[-2:]) if text[-2:] in per_unit else (text, "")
    try:
        length = float(number) * per_unit.get(unit, 1.0)
    except ValueError:
        return 0.0
    return length if 0.0 < length < 1e6 else 0.0


def chosen_alternative(alternate: etree._Element) -> etree._Element | None:
    """The branch of `mc:AlternateContent` that is read: the first choice with words, else the fallback with words.

    Both branches draw the same thing for newer and older programs, so reading both would give the words twice.
    """
    branches = [child for child in alternate if child.tag in (CHOICE, FALLBACK)]
    for branch in branches:
        if next(branch.iter(TEXT, W + "sym", W + "tbl"), None) is not None:
            return branch
    return branches[0] if branches else None
