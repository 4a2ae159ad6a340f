"""One paragraph as a reader sees it: its words with tracked changes accepted, fields shown by their result.

Kept: insertions, moved-in text, content controls, hyperlinks, results of fields, automatic numbers. Not kept:
deletions, field codes, references to notes and comments, the prompts of empty content controls. Marked
(`extractors.marked`): struck and raised words, words that leave no ink (hidden, the colour of their ground, too small),
and what pictures are said to show. Text boxes are handed over apart: they stand beside the text, not in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from extractors.ink import LEAST_SIZE, leaves_ink
from extractors.marked import MarkKind, mark, picture_words, without_marks
from extractors.no_width import without_no_width
from extractors.symbols import EMPTY_BOX, TICK, is_symbol_font, read_private, read_symbol, read_symbols
from extractors.word.context import Context
from extractors.word.names import (
    ALTERNATE,
    PPR,
    REMOVED,
    RPR,
    RUN,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TEXT,
    TEXT_BOX,
    VAL,
    W14,
    WP,
    WPS,
    M,
    P,
    W,
    child_value,
    chosen_alternative,
    is_on,
    whole,
)
from extractors.word.numbering import BULLET
from extractors.word.shading import read_colour, read_highlight, read_shade
from extractors.word.styles import Style

_SPACES: Final = re.compile(r"[^\S\n]+")
_MARKS: Final = dict.fromkeys(
    map(ord, "●•■▪◆⬤⚫◼◾★▲▼◉⏺\ufe0f\ufe0e")
)  # drawn with letters; the colour is what they say
_BREAKS: Final = frozenset({W + "br", W + "cr"})
_BLANKS: Final = frozenset({W + "tab", W + "ptab"})
_DRAWINGS: Final = frozenset({W + "drawing", W + "pict", W + "object"})
_STRIKES: Final = frozenset({W + "strike", W + "dstrike"})
_GREY: Final = re.compile(r"([5-9a-c][0-9a-f])\1\1", re.IGNORECASE)  # of prompts: Word's are 808080 or 666666
_RAISED_BY: Final = 6  # half-points by which letters of a mark are moved up
_IN_CELL: Final = ("column", "paragraph")  # what the place of a drawing in a cell is told from, across and down
_A_LINE: Final = 115_000  # EMU: the height of a small line
_NO_RATING: Final = (None, "#000000", "#ffffff")  # colours of letters that rate nothing
_CLEAR_FROM: Final = 95_000  # thousandths of a per cent of transparency
_PLAIN: Final = Style()
_SKIPPED: Final = REMOVED | {PPR, RPR, SDT_PR, W + "sdtEndPr", W + "rt", W + "fldData"}


@dataclass(slots=True)
class Box:
    """A text box that stands at a paragraph."""

    content: etree._Element  # w:txbxContent
    inline: bool  # it stands in the line like a letter
    width: float  # twips; 0 where unknown
    below: float | None = None  # twips from the left of its cell, where it stands below the first line of its paragraph


@dataclass(slots=True)
class Printed:
    """One paragraph as printed; `text` may hold "\\n" where the author broke the line."""

    text: str = ""  # with the marks of `extractors.marked`
    bold: bool = False  # all of its words are
    shade: str | None = None  # colour behind all of its words, by paragraph, run or highlighter
    outline: int = 0  # heading level from 1; 0 for body text
    boxes: list[Box] = field(default_factory=list)
    shape_fill: str | None = None  # colour of a drawn shape without words
    mark: str | None = None  # colour of the discs, squares and the like that are all it holds
    carried: _Line | None = None  # its mark is deleted: it goes on in the next paragraph


@dataclass(slots=True)
class _Field:
    """One complex field that is open: its code is not text, its result is."""

    in_code: bool = True
    form: etree._Element | None = None  # w:ffData of a form field
    result_from: int = 0  # pieces of the line before its result


@dataclass(slots=True)
class _Line:
    """What has been read of the paragraph so far."""

    pieces: list[str] = field(default_factory=list)
    all_bold: bool = True
    any_text: bool = False
    shades: set[str | None] = field(default_factory=set)
    marks: set[str | None] = field(default_factory=set)  # colours of discs and squares; None for words
    boxes: list[Box] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    shape_fill: str | None = None

    @property
    def in_code(self) -> bool:
        """True for words that an outer field's code is made of; words right in a field left open are kept."""
        return any(one.in_code for one in self.fields[:-1])


def tidy(text: str) -> str:
    """Text with its spaces folded and its empty lines gone; "\\n" stays between lines.

    >>> tidy("  Head\\xa0of  HR \\n\\n Team ")
    'Head of HR\\nTeam'
    """
    text = _SPACES.sub(" ", without_no_width(text))
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def _is_prompt(sdt: etree._Element) -> bool:
    """True for a content control that nobody has filled in: it shows its prompt, which looks as prompts do."""
    properties = sdt.find(SDT_PR)
    if properties is None or not is_on(properties.find(W + "showingPlcHdr")):
        return False
    looks = [run.find(RPR) for run in sdt.iter(RUN) if run.find(TEXT) is not None]
    return bool(looks) and all(map(_looks_like_a_prompt, looks))


def _looks_like_a_prompt(properties: etree._Element | None) -> bool:
    """Whether a run has a style of letters, as that of prompts, or is grey, as some programs write it out."""
    if child_value(properties, "rStyle") is not None:
        return True
    return _GREY.fullmatch(child_value(properties, "color") or "") is not None


def _check_box(sdt: etree._Element) -> str | None:
    """ "✓" or an empty box for a content control that is a check box; None for any other."""
    properties = sdt.find(SDT_PR)
    box = None if properties is None else properties.find(W14 + "checkbox")
    if box is None:
        return None
    checked = box.find(W14 + "checked")
    value = "0" if checked is None else checked.get(W14 + "val") or "1"
    return TICK if value.lower() in {"1", "true", "on"} else EMPTY_BOX


def _form_value(form: etree._Element) -> str:
    """What a form field of the older kind shows: a ticked or empty box, the chosen entry of a list."""
    box = form.find(W + "checkBox")
    if box is not None:
        checked = is_on(box.find(W + "checked"))
        return TICK if (checked if checked is not None else is_on(box.find(W + "default"))) else EMPTY_BOX
    choice = form.find(W + "ddList")
    if choice is not None:
        entries = [entry.get(VAL) or "" for entry in choice.iterchildren(W + "listEntry")]
        chosen = whole(child_value(choice, "result") or child_value(choice, "default"))
        return entries[chosen] if chosen < len(entries) else ""
    return ""


class _Look(NamedTuple):
    """How the words of a run look."""

    bold: bool
    kind: MarkKind | None = None  # struck, raised or not seen
    shade: str | None = None  # colour behind them
    colour: str | None = None  # of the letters; None for automatic


class _Reader:
    """Reads the runs of one paragraph into a `_Line`."""

    def __init__(self, context: Context, style: Style, table_bold: bool, line: _Line, ground: str | None) -> None:
        self._context = context
        self._style = style
        self._table_bold = table_bold
        self._line = line
        self._ground = ground  # colour behind the paragraph; None where it is not known

    def content(self, parent: etree._Element) -> None:
        """Read what stands in a paragraph or in an element around some of its runs."""
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child)
            elif tag == SDT:
                self._control(child)
            elif tag == ALTERNATE:
                if (branch := chosen_alternative(child)) is not None:
                    self.content(branch)
            elif tag in _DRAWINGS:
                self._drawing(child)
            elif tag in (M + "t", TEXT):  # text outside a run is damage, but it is text
                self._add(without_marks(child.text or ""), _Look(False))
            elif tag not in _SKIPPED and tag != P:
                self.content(child)

    def _control(self, sdt: etree._Element) -> None:
        box = _check_box(sdt)
        if box is not None:
            self._add(box, self._look(None))
        elif not _is_prompt(sdt) and (content := sdt.find(SDT_CONTENT)) is not None:
            self.content(content)

    def _look(self, properties: etree._Element | None) -> _Look:
        """How the words of a run look, by its own properties, its character style and the paragraph's style."""
        context, style = self._context, self._style
        bold: bool | None = None
        hidden: bool | None = None
        struck: bool | None = None
        raised: bool | None = None
        character = _PLAIN
        shade: str | None = None
        colour: etree._Element | None = None
        size: float | None = None
        clear = False
        if properties is not None:
            for child in properties:
                tag = child.tag
                if tag == W + "b":
                    bold = is_on(child)
                elif tag == W + "vanish":
                    hidden = is_on(child)
                elif tag == W + "rStyle":
                    character = context.styles.character.get(child.get(VAL) or "", _PLAIN)
                elif tag == W + "color":
                    colour = child
                elif tag == W + "highlight":
                    shade = read_highlight(child.get(VAL)) or shade
                elif tag == W + "shd":
                    shade = shade or read_shade(child, context.theme) or None
                elif tag in _STRIKES:
                    struck = bool(is_on(child)) or bool(struck)
                elif tag == W + "vertAlign":
                    raised = child.get(VAL) == "superscript"
                elif tag == W + "position":
                    raised = raised or whole(child.get(VAL)) >= _RAISED_BY
                elif tag == W + "sz":
                    size = whole(child.get(VAL)) / 2
                elif tag == W14 + "textFill":
                    clear = _is_clear(child)
        if bold is None:
            bold = (bool(style.bold) ^ bool(character.bold) ^ self._table_bold) or context.styles.default_bold
        if hidden is None:
            hidden = bool(style.hidden) ^ bool(character.hidden)
        if struck is None:
            struck = bool(style.struck) ^ bool(character.struck)
        if raised is None:
            raised = bool(style.raised if character.raised is None else character.raised)
        colour = colour if colour is not None else character.colour if character.colour is not None else style.colour
        ink = None if colour is None else read_colour(colour, context.theme)
        size = size or character.size or style.size
        ground = shade or self._ground
        if hidden or clear or (size and size <= LEAST_SIZE) or (ink and ground and not leaves_ink(ink, ground)):
            kind: MarkKind | None = "unseen"
        else:
            kind = "struck" if struck else "raised" if raised else None
        return _Look(bold, kind, shade, ink)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(RPR)
        font = None
        if properties is not None and (fonts := properties.find(W + "rFonts")) is not None:
            name = fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
            font = name if is_symbol_font(name) else None
        look = self._look(properties)
        if look.kind == "unseen":
            self._context.unseen.add(run)
        self._marks(run, look, font)

    def _marks(self, run: etree._Element, look: _Look, font: str | None) -> None:
        """Read the text and marks of a run, or of the chosen alternative inside one."""
        line = self._line
        unseen = look.kind == "unseen"
        for child in run:
            tag = child.tag
            if tag == TEXT:
                text = child.text
                if text and not (line.fields and line.in_code):
                    if font is not None:
                        text = read_symbols(font, text)
                    elif not text.isascii():
                        text = without_marks(read_private(text))
                    self._add(text, look)
            elif tag == RPR:
                continue
            elif tag == W + "fldChar":
                self._field(child, look)
            elif tag in _DRAWINGS:
                if not unseen:
                    self._drawing(child)
            elif tag == ALTERNATE:
                if (branch := chosen_alternative(child)) is not None:
                    self._marks(branch, look, font)
            elif tag == W + "ruby":
                base = child.find(W + "rubyBase")
                if base is not None:
                    self.content(base)
            elif line.fields and line.in_code:
                continue
            elif tag in _BREAKS:
                if not unseen:
                    line.pieces.append("\n")
            elif tag in _BLANKS:
                line.pieces.append(" ")
            elif tag == W + "softHyphen":
                line.pieces.append("\u00ad")
            elif tag == W + "noBreakHyphen":
                self._add("-", look)
            elif tag == W + "sym":
                try:
                    code = int(child.get(W + "char") or "", 16)
                except ValueError:
                    continue
                self._add(read_symbol(child.get(W + "font"), code), look)

    def _add(self, text: str, look: _Look) -> None:
        line = self._line
        if "\n" in text:  # white space of the file's own layout: Word shows it as a space
            text = text.replace("\n", " ")
        line.pieces.append(text if look.kind is None else mark(text, look.kind))
        if not text.isspace() and look.kind != "unseen":
            line.any_text = True
            line.all_bold = line.all_bold and look.bold
            line.shades.add(look.shade)
            line.marks.add(None if look.colour in _NO_RATING or text.translate(_MARKS).strip() else look.colour)

    def _field(self, mark: etree._Element, look: _Look) -> None:
        fields = self._line.fields
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            fields.append(_Field(form=mark.find(W + "ffData"), result_from=len(self._line.pieces)))
        elif fields and kind == "separate":
            fields[-1].in_code = False
        elif fields and kind == "end":
            ended = fields.pop()
            shown = "".join(self._line.pieces[ended.result_from :]).strip()
            value = "" if ended.form is None or shown else _form_value(ended.form)
            if value and not self._line.in_code:
                self._add(value, look)

    def _drawing(self, drawing: etree._Element) -> None:
        """Hand over the text boxes of a drawing; keep the colour of a shape that has no words."""
        contents = list(_outer_boxes(drawing))
        anchor = drawing.find(WP + "anchor")
        extent = next(drawing.iter(WP + "extent"), None)
        width = 0.0 if extent is None else whole(extent.get("cx"), 0, 10**9) / 635  # 635 EMU are one twip
        for content in contents:
            inline = drawing.find(WP + "inline") is not None
            self._line.boxes.append(Box(content, inline=inline, width=width, below=_left_below_its_line(anchor)))
        if not contents:
            if words := _picture_words(drawing):
                self._line.pieces.append(mark(f" {words} ", "alternative"))
            if (anchor is not None or extent is not None) and self._line.shape_fill is None:
                self._line.shape_fill = _shape_fill(drawing, self._context)


def _left_below_its_line(anchor: etree._Element | None) -> float | None:
    """How far to the right of its cell's left a drawing stands, in twips; None where it does not stand below the first
    line of the paragraph to which it is anchored."""
    if anchor is None or anchor.get("layoutInCell") not in ("1", "true"):
        return None
    across, down = anchor.find(WP + "positionH"), anchor.find(WP + "positionV")
    if across is None or down is None or (across.get("relativeFrom"), down.get("relativeFrom")) != _IN_CELL:
        return None
    if whole(down.findtext(WP + "posOffset")) < _A_LINE:
        return None
    return whole(across.findtext(WP + "posOffset"), 0, 10**9) / 635


def _picture_words(drawing: etree._Element) -> str:
    """What the words for those who do not see a picture or shape say of it."""
    for described in drawing.iter(WP + "docPr"):
        return picture_words(described.get("descr") or described.get("title") or "")
    return next((words for shape in drawing.iter() if (words := picture_words(shape.get("alt") or ""))), "")


def _is_clear(fill: etree._Element) -> bool:
    """Whether the fill of letters (`w14:textFill`) lets nothing of them be seen."""
    if fill.find(W14 + "noFill") is not None:
        return True
    alpha = next(fill.iter(W14 + "alpha"), None)
    return alpha is not None and whole(alpha.get(W14 + "val")) >= _CLEAR_FROM


def _outer_boxes(drawing: etree._Element) -> list[etree._Element]:
    """The text boxes of a drawing that stand in no other text box, one of each alternative only."""
    found: list[etree._Element] = []
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == TEXT_BOX:
            found.append(element)
        elif element.tag == ALTERNATE:
            branch = chosen_alternative(element)
            if branch is not None:
                waiting.append(branch)
        else:
            waiting.extend(reversed(element))
    return found


def _shape_fill(drawing: etree._Element, context: Context) -> str | None:
    """The solid fill of the first drawn shape; None where there is none, or it is white."""
    for properties in drawing.iter(WPS + "spPr"):
        solid = properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}solidFill")
        colour = None if solid is None else next(iter(solid), None)
        if colour is None:
            continue
        digits = (colour.get("val") or "").lower()
        digits = context.theme.get(digits, digits).lower()
        if re.fullmatch(r"[0-9a-f]{6}", digits) and digits != "ffffff":
            return f"#{digits}"
    return None


def read_paragraph(
    paragraph: etree._Element,
    context: Context,
    table_bold: bool = False,
    carried: _Line | None = None,
    ground: str | None = None,
) -> Printed:
    """Read one `w:p`; total, any paragraph gives one.

    `table_bold` is what the table's style says of its cell; `carried` is the line of the paragraph before where its
    mark is deleted, so that the two are one; `ground` is the colour it stands on, None where that is not known.
    """
    properties = paragraph.find(PPR)
    style = context.styles.of_paragraph(child_value(properties, "pStyle"))
    line = carried or _Line()
    shade = None if properties is None else read_shade(properties.find(W + "shd"), context.theme) or None
    _Reader(context, style, table_bold, line, shade or ground).content(paragraph)
    label = context.labels.get(paragraph, "")
    outline, joined, mark_bold = style.outline or 0, False, None
    if properties is not None:
        level = child_value(properties, "outlineLvl")
        if level is not None:
            outline = whole(level, 9) + 1 if whole(level, 9) < 9 else 0
        ending = properties.find(RPR)
        if ending is not None:
            joined = any(ending.find(name) is not None for name in REMOVED)
            mark_bold = is_on(ending.find(W + "b"))
    if len(line.shades) == 1:
        shade = next(iter(line.shades)) or shade
    text = tidy("".join(line.pieces))
    if not text and label.strip() == BULLET:
        label = ""
    by_style = bool(style.bold) ^ table_bold
    bold = line.all_bold if line.any_text else (by_style if mark_bold is None else mark_bold)
    return Printed(
        text=(label + text).strip(),
        bold=bold and bool(label or text),
        shade=shade,
        outline=outline,
        boxes=line.boxes,
        shape_fill=line.shape_fill,
        mark=next(iter(line.marks)) if len(line.marks) == 1 and not label else None,
        carried=line if joined else None,
    )
