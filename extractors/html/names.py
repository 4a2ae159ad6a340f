"""Names that pages use: elements without text, elements that break a line, roles of tables, colours, icons.

Source: HTML Living Standard (elements), ARIA 1.2 (roles), CSS Color 4 (names); icons as icon fonts name them.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_PARTS: Final = frozenset({"div", "section", "article", "dd"})  # that a button opens
_LEVELS: Final = frozenset("123456")
NO_TEXT: Final = frozenset({
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "object", "iframe", "audio", "video",
    "canvas", "datalist", "desc", "defs", "annotation", "annotation-xml", "metadata",
})  # fmt: skip
BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
BOLD: Final = frozenset({"b", "strong", "th", *HEADINGS})
STRUCK: Final = frozenset({"del", "s", "strike"})
_CELLS: Final = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_GROUPS: Final = frozenset({"thead", "tbody", "tfoot", "form"})
_ROLES: Final = {"table": "table", "grid": "table", "treegrid": "table", "row": "row", "rowgroup": "group"}

COLOURS: Final = {
    "red": "ff0000", "green": "008000", "lime": "00ff00", "limegreen": "32cd32", "lightgreen": "90ee90",
    "blue": "0000ff", "lightblue": "add8e6", "yellow": "ffff00", "gold": "ffd700", "orange": "ffa500",
    "darkorange": "ff8c00", "grey": "808080", "gray": "808080", "lightgrey": "d3d3d3", "lightgray": "d3d3d3",
    "silver": "c0c0c0", "black": "000000", "purple": "800080", "navy": "000080", "teal": "008080",
    "maroon": "800000", "crimson": "dc143c", "tomato": "ff6347", "darkgreen": "006400", "darkred": "8b0000",
    "forestgreen": "228b22", "seagreen": "2e8b57", "amber": "ffbf00", "pink": "ffc0cb", "coral": "ff7f50",
    "khaki": "f0e68c", "skyblue": "87ceeb", "royalblue": "4169e1", "cyan": "00ffff", "aqua": "00ffff",
    "fuchsia": "ff00ff", "magenta": "ff00ff", "olive": "808000", "beige": "f5f5dc", "white": "ffffff",
    "firebrick": "b22222", "indianred": "cd5c5c", "orangered": "ff4500", "springgreen": "00ff7f",
    "mediumseagreen": "3cb371", "yellowgreen": "9acd32", "steelblue": "4682b4", "dodgerblue": "1e90ff",
    "dimgray": "696969", "dimgrey": "696969", "darkgray": "a9a9a9", "darkgrey": "a9a9a9", "goldenrod": "daa520",
    "whitesmoke": "f5f5f5", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff",
}  # fmt: skip
RATINGS: Final = ("red", "amber", "green", "yellow", "orange", "blue", "grey", "gray")
"""Colours that the classes of a marker without words are named after: "rag-amber", "dot red"."""

_ICONS: Final = {
    "check": "✓", "tick": "✓", "checkmark": "✓", "done": "✓", "check_circle": "✓", "check_box": "✓", "ok": "✓",
    "times": "✗", "cross": "✗", "xmark": "✗", "close": "✗", "remove": "✗", "cancel": "✗", "clear": "✗",
    "check_box_outline_blank": "☐", "square": "☐", "unchecked": "☐",
}  # fmt: skip
_ICON_CLASS: Final = re.compile(r"(?:fa|fas|far|fa-solid|fa-regular|bi|glyphicon|icon|material-icons\S*|mdi|dashicons)")
_ICON_WORD: Final = re.compile(r"^(?:fa|bi|glyphicon|icon|mdi|dashicons)-")
FOR_SCREEN_READERS: Final = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "screenreader",
    "govuk-visually-hidden", "nhsuk-u-visually-hidden", "element-invisible", "assistive-text", "show-for-sr",
    "u-visually-hidden", "offscreen", "sronly",
})  # fmt: skip
"""Classes that frameworks give to words for those who do not see the page; their sheets are seldom in the file."""


_BOXES: Final = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"})  # roles


def part_of_table(element: etree._Element) -> str | None:
    """Which part of a table an element is, by its tag, else its role: "table", "group", "row", "cell"; else None."""
    tag = element.tag
    if tag == "table":
        return "table"
    if tag in ("td", "th"):
        return "cell"
    if tag == "tr":
        return "row"
    if tag in _GROUPS:
        return "group"
    role = element.get("role")
    if role is None:
        return None
    role = role.strip().lower()
    return "cell" if role in _CELLS else _ROLES.get(role)


def heads_a_part(element: etree._Element) -> bool:
    """Whether an element without a level heads what it folds away: a summary, or a button that opens the part behind
    it, and no menu."""
    if element.tag == "summary":
        return True
    part = element.getnext() if element.tag == "button" and element.get("aria-expanded") is not None else None
    return part is not None and part.tag in _PARTS


def heading_level(element: etree._Element) -> int | None:
    """The level of a heading, by its tag, else by its role; None where an element is none or has no level."""
    if element.tag in HEADINGS:
        return HEADINGS[element.tag]
    level = (element.get("aria-level") or "") if (element.get("role") or "").lower() == "heading" else ""
    return int(level) if level in _LEVELS else None


def is_header_cell(element: etree._Element) -> bool:
    """Whether a cell heads its column: `th` without the scope of a row, or the role of a column's header."""
    if element.tag in ("th", "td"):
        return element.tag == "th" and (element.get("scope") or "").lower() not in ("row", "rowgroup")
    return (element.get("role") or "").lower() == "columnheader"


def icon_sign(classes: str, text: str) -> str | None:
    """The sign that an icon of an icon font draws, by its classes or by its name as text; None where it is none.

    >>> icon_sign("fa fa-check text-success", ""), icon_sign("material-icons", "cancel"), icon_sign("check", "")
    ('✓', '✗', None)
    """
    words = classes.lower().split()
    if not any(_ICON_CLASS.fullmatch(word) for word in words):
        return None
    if text.strip():
        return _ICONS.get(text.strip().lower())
    for word in words:
        name = _ICON_WORD.sub("", word)
        if name != word:
            for part in (name, *name.split("-")):
                if part in _ICONS:
                    return _ICONS[part]
    return None


def sign_of(element: etree._Element) -> str | None:
    """The sign that an element without words draws: an icon's, or a box that says by its role whether it is ticked."""
    if (element.get("role") or "").lower() in _BOXES and not "".join(map(str, element.itertext())).strip():
        return "✓" if element.get("aria-checked") == "true" else "☐"
    return icon_sign(element.get("class") or "", element.text or "")


def named_colour(classes: str) -> str | None:
    """The one colour that the classes of a marker name, "#rrggbb"; None where they name none or several.

    >>> named_colour("rag rag--green"), named_colour("greenwich"), named_colour("red green")
    ('#008000', None, None)
    """
    words = {word for word in re.split(r"[\s_-]+", classes.lower()) if word in RATINGS}
    return f"#{COLOURS[words.pop()]}" if len(words) == 1 else None
