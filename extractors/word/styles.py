"""What styles say of a paragraph, a run or a table: boldness, hiding, outline level, numbering, shading.

Each style that is used is resolved once through its `basedOn` chain. Toggle properties (bold, hidden) follow ECMA-376
17.7.3: set at an odd number of levels of the style hierarchy they are on; set on the run itself they decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from lxml import etree

from extractors.word.names import PPR, RPR, TCPR, VAL, W, child_value, is_on, whole

_HEADING: Final = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_MAX_CHAIN: Final = 50  # styles based on styles; a longer chain is a loop

Resolved = TypeVar("Resolved")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with everything it inherits; None is "says nothing"."""

    bold: bool | None = None
    hidden: bool | None = None
    outline: int | None = None  # heading level from 1; 0 where the style says that it is body text
    num_id: str | None = None
    num_level: int | None = None
    struck: bool | None = None
    raised: bool | None = None
    colour: etree._Element | None = None  # w:color
    size: float | None = None  # points


@dataclass(frozen=True, slots=True)
class Conditional:
    """The look that a table style gives to one kind of cell, such as its first row."""

    shade: etree._Element | None = None  # w:shd
    bold: bool | None = None


@dataclass(frozen=True, slots=True)
class TableStyle:
    """A table style with everything it inherits: kind of cell ("wholeTable", "firstRow", "band1Horz") -> look."""

    looks: Mapping[str, Conditional] = field(default_factory=dict)
    row_band: int = 1  # rows in one band
    column_band: int = 1


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles of a document, with what they inherit."""

    paragraph: Mapping[str, Style] = field(default_factory=dict)
    character: Mapping[str, Style] = field(default_factory=dict)
    table: Mapping[str, TableStyle] = field(default_factory=dict)
    default_paragraph: Style = Style()
    default_table: TableStyle = TableStyle()
    default_bold: bool = False

    def of_paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph; the document's default where it names none or an unknown one."""
        return self.default_paragraph if style_id is None else self.paragraph.get(style_id) or _by_id(style_id)


def _by_id(style_id: str) -> Style:
    """What an undefined style's own name tells: "Heading2" is a heading even where styles.xml is missing."""
    match = _HEADING.fullmatch(style_id)
    return Style(outline=int(match[1])) if match else Style()


def _chain(style: etree._Element, by_id: Mapping[str, etree._Element]) -> list[etree._Element]:
    """The style and those it is based on, the most basic first; a loop is cut."""
    chain = [style]
    seen = {style.get(W + "styleId")}
    while len(chain) < _MAX_CHAIN:
        base = child_value(chain[-1], "basedOn")
        parent = by_id.get(base) if base else None
        if parent is None or base in seen:
            break
        seen.add(base)
        chain.append(parent)
    return chain[::-1]


def _outline(style: etree._Element, properties: etree._Element | None) -> int | None:
    """The heading level that one style sets: its outline level, else its name (stored in English in any language)."""
    level = child_value(properties, "outlineLvl")
    if level is not None:
        number = whole(level, 9)
        return number + 1 if number < 9 else 0
    name = child_value(style, "name") or style.get(W + "styleId") or ""
    if match := _HEADING.fullmatch(name.strip()):
        return int(match[1])
    return 1 if name.strip().lower() == "title" else None


def _resolve(chain: list[etree._Element]) -> Style:
    bold = hidden = struck = raised = None
    colour: etree._Element | None = None
    size: float | None = None
    outline: int | None = None
    num_id: str | None = None
    num_level: int | None = None
    for style in chain:
        run = style.find(RPR)
        if run is not None:
            on = is_on(run.find(W + "b"))
            bold = bold if on is None else on
            on = is_on(run.find(W + "vanish"))
            hidden = hidden if on is None else on
            on = is_on(run.find(W + "strike"))
            on = on or is_on(run.find(W + "dstrike")) or on
            struck = struck if on is None else on
            place = child_value(run, "vertAlign")
            raised = raised if place is None else place == "superscript"
            own = run.find(W + "color")
            colour = colour if own is None else own
            half_points = child_value(run, "sz")
            size = size if half_points is None else whole(half_points) / 2
        properties = style.find(PPR)
        level = _outline(style, properties)
        outline = outline if level is None else level
        number = None if properties is None else properties.find(W + "numPr")
        if number is not None:
            num_id = child_value(number, "numId") or num_id
            stated = child_value(number, "ilvl")
            num_level = num_level if stated is None else whole(stated, 0, 8)
    return Style(bold, hidden, outline, num_id, num_level, struck, raised, colour, size)


def _resolve_table(chain: list[etree._Element]) -> TableStyle:
    looks: dict[str, Conditional] = {}
    row_band = column_band = 1

    def add(kind: str, element: etree._Element) -> None:
        before = looks.get(kind, Conditional())
        cell, run = element.find(TCPR), element.find(RPR)
        shade = None if cell is None else cell.find(W + "shd")
        bold = None if run is None else is_on(run.find(W + "b"))
        looks[kind] = Conditional(before.shade if shade is None else shade, before.bold if bold is None else bold)

    for style in chain:
        table = style.find(W + "tblPr")
        row_band = max(1, whole(child_value(table, "tblStyleRowBandSize"), row_band))
        column_band = max(1, whole(child_value(table, "tblStyleColBandSize"), column_band))
        shade = None if table is None else table.find(W + "shd")
        if shade is not None:
            looks["wholeTable"] = Conditional(shade, looks.get("wholeTable", Conditional()).bold)
        add("wholeTable", style)
        for part in style.iterchildren(W + "tblStylePr"):
            add(part.get(W + "type") or "", part)
    return TableStyle(looks, row_band, column_band)


class _OnDemand(Mapping[str, Resolved]):
    """Styles of one kind by their id, each resolved when it is first asked for: few of those defined are used."""

    def __init__(
        self,
        own: Mapping[str, etree._Element],
        by_id: Mapping[str, etree._Element],
        resolve: Callable[[list[etree._Element]], Resolved],
    ) -> None:
        self._own, self._by_id, self._resolve = own, by_id, resolve
        self._found: dict[str, Resolved] = {}

    def __getitem__(self, style_id: str) -> Resolved:
        if style_id not in self._found:
            self._found[style_id] = self._resolve(_chain(self._own[style_id], self._by_id))
        return self._found[style_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def read_styles(root: etree._Element | None) -> Styles:
    """Give the styles of styles.xml; no part gives styles that say nothing."""
    if root is None:
        return Styles()
    by_id: dict[str, etree._Element] = {}
    for style in root.iterchildren(W + "style"):
        by_id.setdefault(style.get(W + "styleId") or "", style)
    kinds: dict[str, dict[str, etree._Element]] = {"paragraph": {}, "character": {}, "table": {}}
    default: dict[str, str] = {}
    for style_id, style in by_id.items():
        kind = style.get(W + "type") or "paragraph"
        kinds.setdefault(kind, {})[style_id] = style
        if (style.get(W + "default") or "0").lower() in {"1", "true", "on"}:
            default[kind] = style_id
    paragraph = _OnDemand(kinds["paragraph"], by_id, _resolve)
    character = _OnDemand(kinds["character"], by_id, _resolve)
    table = _OnDemand(kinds["table"], by_id, _resolve_table)
    default_paragraph = paragraph[default["paragraph"]] if "paragraph" in default else Style()
    default_table = table[default["table"]] if "table" in default else TableStyle()
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")
    bold = None if defaults is None else is_on(defaults.find(W + "b"))
    return Styles(paragraph, character, table, default_paragraph, default_table, bool(bold))


def stated(element: etree._Element | None) -> str | None:
    """The `w:val` of an element that may be absent."""
    return None if element is None else element.get(VAL)
