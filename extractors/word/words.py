"""A second, simple count of the words of a table, straight from its XML: what `Table.words` says.

It shares no code with the reading of paragraphs, cells or grids, so a cell that is lost or read twice shows as a
difference. It walks flat over the elements: the end of a paragraph ends a word, so does a break or a tab; what tracked
changes delete and what is a field's code is passed by. Only the automatic numbers and which runs leave no ink, which
depend on the whole document, are given to it; words of such runs stand apart from their neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.no_width import NO_WIDTH
from extractors.word.context import Context
from extractors.word.names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    PPR,
    REMOVED,
    RPR,
    RUN,
    SDT,
    SDT_PR,
    TBL,
    TC,
    TCPR,
    TEXT,
    TEXT_BOX,
    TR,
    TRPR,
    W14,
    M,
    P,
    W,
    child_value,
    chosen_alternative,
    is_on,
)

_PASSED: Final = REMOVED | {
    PPR,
    RPR,
    TCPR,
    TRPR,
    SDT_PR,
    W + "sdtEndPr",
    W + "rt",
    W + "tblPr",
    W + "tblGrid",
    W + "tblPrEx",
}
_ENDS: Final = frozenset({W + "br", W + "cr", W + "tab", W + "ptab", TBL, TC})


@dataclass(slots=True)
class _Story:
    """The text of the table, or of one text box in it, as far as it has been walked."""

    pieces: list[str] = field(default_factory=list)
    paragraph_from: int = 0  # pieces before the paragraph that is open
    goes_on: bool = False  # the paragraph before has lost its mark
    codes: list[bool] = field(default_factory=list)  # open fields: True while in the code
    forms: list[tuple[etree._Element | None, int]] = field(default_factory=list)

    def words(self) -> int:
        """How many words the story has."""
        return len("".join(self.pieces).translate(NO_WIDTH).split())

    def is_code(self) -> bool:
        """True where an outer field's code is being walked."""
        return any(self.codes[:-1])


def _is_gone(element: etree._Element, tag: str) -> bool:
    """True for an element whose content is no part of the document."""
    if tag in _PASSED:
        return True
    if tag == TR and (row := element.find(TRPR)) is not None:
        return any(row.find(name) is not None for name in REMOVED) or bool(is_on(row.find(W + "hidden")))
    if tag == TC and (cell := element.find(TCPR)) is not None:
        return cell.find(W + "cellDel") is not None
    if tag in (CHOICE, FALLBACK):
        parent = element.getparent()
        return parent is not None and parent.tag == ALTERNATE and chosen_alternative(parent) is not element
    if tag == SDT and (control := element.find(SDT_PR)) is not None and is_on(control.find(W + "showingPlcHdr")):
        runs = [run for run in element.iter(RUN) if run.find(TEXT) is not None]
        return bool(runs) and all(run.find(f"{RPR}/{W}rStyle") is not None for run in runs)
    return False


def _end_paragraph(story: _Story, paragraph: etree._Element, context: Context) -> None:
    label = context.labels.get(paragraph, "")
    said = "".join(story.pieces[story.paragraph_from :]).translate(NO_WIDTH).strip()
    if label and (said or label.strip() != "•"):
        story.pieces.insert(story.paragraph_from, label)
    mark = paragraph.find(f"{PPR}/{RPR}")
    story.goes_on = mark is not None and any(mark.find(name) is not None for name in REMOVED)
    if not story.goes_on:
        story.pieces.append(" ")
        story.codes.clear()
        story.forms.clear()


def _field_mark(story: _Story, mark: etree._Element) -> None:
    kind = mark.get(W + "fldCharType")
    if kind == "begin":
        story.codes.append(True)
        story.forms.append((mark.find(W + "ffData"), len(story.pieces)))
    elif story.codes and kind == "separate":
        story.codes[-1] = False
    elif story.codes and kind == "end":
        story.codes.pop()
        form, since = story.forms.pop()
        if form is not None and not "".join(story.pieces[since:]).strip() and not story.is_code():
            story.pieces.append(_form_words(form))


def _form_words(form: etree._Element) -> str:
    if form.find(W + "checkBox") is not None:
        return "x"
    entries = [entry.get(W + "val") or "" for entry in form.iterfind(f"{W}ddList/{W}listEntry")]
    choice = form.find(f"{W}ddList")
    chosen = (child_value(choice, "result") or child_value(choice, "default") or "0") if choice is not None else "0"
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def count_table_words(table: etree._Element, context: Context) -> int:
    """Count the words of a `w:tbl`, tables and text boxes in it included, as a reader sees them."""
    stories = [_Story()]
    total = 0
    walk = etree.iterwalk(table, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        story = stories[-1]
        if event == "end":
            if tag == P and len(stories) > 0:
                _end_paragraph(story, element, context)
            elif tag == TEXT_BOX:
                total += stories.pop().words()
            elif tag in (TC, TBL):
                story.pieces.append(" ")
            continue
        if tag == TEXT:
            if element.text and not (story.codes and story.is_code()):
                unseen = context.unseen and element.getparent() in context.unseen
                story.pieces.append(f" {element.text} " if unseen else element.text)
        elif tag == P:
            if not story.goes_on:
                story.paragraph_from = len(story.pieces)
        elif _is_gone(element, tag):
            walk.skip_subtree()
        elif tag == TEXT_BOX:
            stories.append(_Story())
        elif tag in _ENDS:
            story.pieces.append(" ")
        elif tag == W + "fldChar":
            _field_mark(story, element)
        elif tag == SDT and element.find(f"{SDT_PR}/{W14}checkbox") is not None:
            story.pieces.append("x")
            walk.skip_subtree()
        elif story.codes and story.is_code():
            continue
        elif tag == M + "t":
            story.pieces.append(element.text or "")
        elif tag == W + "noBreakHyphen":
            story.pieces.append("-")
        elif tag == W + "sym":
            unseen = context.unseen and element.getparent() in context.unseen
            story.pieces.append(" " if (element.get(W + "char") or "20").endswith("20") else " x " if unseen else "x")
    return total + stories[0].words()
