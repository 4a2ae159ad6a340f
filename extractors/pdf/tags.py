"""The structure tree of a tagged PDF: which marked words of a page stand in which cell, paragraph or heading.

PDFium gives the tree one page at a time, with a blank for every branch that has nothing on the page, so a branch is
known over the pages by its path of child positions from the root; an empty cell, which has content on no page, shows
as a blank in its row. Whether the tags are to be believed is judged in `tagged_tables`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pypdfium2 import raw

from extractors.pdf.pdfium_calls import ADDRESS, INT, address, bare

Path = tuple[int, ...]

_child_count = bare(raw.FPDF_StructElement_CountChildren, INT, ADDRESS)
_child = bare(raw.FPDF_StructElement_GetChildAtIndex, ADDRESS, ADDRESS, INT)
_child_mark = bare(raw.FPDF_StructElement_GetChildMarkedContentID, INT, ADDRESS, INT)
_element_type = bare(raw.FPDF_StructElement_GetType, ctypes.c_ulong, ADDRESS, ADDRESS, ctypes.c_ulong)
_attribute_count = bare(raw.FPDF_StructElement_GetAttributeCount, INT, ADDRESS)
_attribute = bare(raw.FPDF_StructElement_GetAttributeAtIndex, ADDRESS, ADDRESS, INT)
_attribute_value = bare(raw.FPDF_StructElement_Attr_GetValue, ADDRESS, ADDRESS, ADDRESS)
_number_value = bare(raw.FPDF_StructElement_Attr_GetNumberValue, INT, ADDRESS, ADDRESS)

_DEEPEST = 60
_MANY_BLANKS = 50
_MANY_CHILDREN = 200
_LONGEST_ROLE = 96  # bytes
_ROLE_BUFFER = ctypes.create_string_buffer(_LONGEST_ROLE)
_ROLE_AT = ctypes.addressof(_ROLE_BUFFER)
_ROLES: dict[bytes, str] = {}
_MOST_ROLES = 1000
_NUMBER = ctypes.c_float()
_NUMBER_AT = ctypes.addressof(_NUMBER)
_CELLS = ("TD", "TH")
_PLACES = frozenset(  # elements whose words have a place of their own
    [
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "Title",
        "LI",
        "LBody",
        "Caption",
        "BlockQuote",
        "Note",
        "TOCI",
        "Div",
        "Sect",
        "Part",
        "NonStruct",
        "Figure",
        "Formula",
        "Index",
        "Table",
        "TR",
        "TD",
        "TH",
    ]
)


HEADING_ROLES = frozenset(("H1", "H2", "H3", "H4", "H5", "H6"))


class MarkPlace(NamedTuple):
    """Where the words of one mark belong: the innermost block, and the cell where it is in one."""

    role: str
    block: Path  # path of the innermost paragraph-like element
    table: Path | None = None
    row: Path = ()
    cell: int = -1


NOWHERE = MarkPlace("", ())  # of words without a tag


def are_one_text(one: Path, other: Path) -> bool:
    """Whether two blocks are parts of one text, as browsers tag the pieces of a line, or one holds the other."""
    length = min(len(one), len(other)) - 1
    return one[:length] == other[:length]


def whole_texts(marks: Mapping[int, MarkPlace]) -> dict[int, MarkPlace]:
    """The places of marks with the block of the whole text where browsers tag the pieces of a text one by one."""
    return {
        mark: place._replace(block=place.block[:-1]) if place.role == "NonStruct" else place
        for mark, place in marks.items()
    }


@dataclass(slots=True)
class CellTag:
    """One TD or TH; `known` is False for an empty cell, whose span cannot be read."""

    header: bool = False
    row_span: int = 1
    column_span: int = 1
    known: bool = False
    own_mark: bool = False  # no cell at all: something that the row itself holds, such as the colour behind it


@dataclass(slots=True)
class PageTags:
    """The part of the structure tree that has content on one page."""

    marks: dict[int, MarkPlace] = field(default_factory=dict)
    tables: dict[Path, dict[Path, list[CellTag]]] = field(default_factory=dict)  # table -> row -> its cells in order
    pairs: frozenset[Path] = frozenset()  # of the tables, those of labels and values that no tag calls a table
    stacks: frozenset[Path] = frozenset()  # of these, those whose labels stand over their values
    in_turn: bool = False  # it is read in the order of its tags: it holds stacks, or such tables side by side

    def place(self, mark: int) -> MarkPlace:
        """Where the words of a mark belong."""
        return self.marks.get(mark, NOWHERE)


def read_tags(page: Any, marks: Set[int], reached: dict[Path, int]) -> PageTags | None:
    """Read the structure of a loaded page (a raw handle); None where the page has none. `marks` are its words'.

    `reached` belongs to one open document: it remembers how far into its long branches earlier pages came.
    """
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return None
    try:
        tags = _read_tree(tree, marks, reached)
        if reached and not marks <= tags.marks.keys():
            reached.clear()  # what the page holds stands elsewhere in a long branch: look at all of it
            tags = _read_tree(tree, marks, reached)
        return tags if tags.marks else None
    finally:
        raw.FPDF_StructTree_Close(tree)


def _read_tree(tree: Any, marks: Set[int], reached: dict[Path, int]) -> PageTags:
    walk = _Walk(reached)
    for index in range(max(0, raw.FPDF_StructTree_CountChildren(tree))):
        element = address(raw.FPDF_StructTree_GetChildAtIndex(tree, index))
        if element:
            walk.take(element, _role(element), (index,), NOWHERE)
    if not marks <= walk.tags.marks.keys():
        walk.ask_the_rest()
    return walk.tags


def _role(element: int) -> str:
    written: int = _element_type(element, _ROLE_AT, _LONGEST_ROLE)
    said = _ROLE_BUFFER.raw[: max(0, min(written, _LONGEST_ROLE) - 2)]
    role = _ROLES.get(said)
    if role is None:
        role = said.decode("utf-16-le", "replace")
        if len(_ROLES) < _MOST_ROLES:
            _ROLES[said] = role
    return role


def _spans(element: int) -> tuple[int, int]:
    """The rows and columns that a cell's attributes give it."""
    spans = [1, 1]
    for index in range(_attribute_count(element)):
        attribute = _attribute(element, index)
        for at, name in enumerate((b"RowSpan", b"ColSpan")):
            if _number_value(_attribute_value(attribute, name), _NUMBER_AT):
                spans[at] = max(1, min(1000, int(_NUMBER.value)))
    return spans[0], spans[1]


def _row_of(element: int, children: dict[int, int], roles: Sequence[str], count: int) -> list[CellTag]:
    """The cells of a row with so many children, of which those on the page are known."""
    cells = [CellTag(own_mark=at not in children and _child_mark(element, at) >= 0) for at in range(count)]
    for (index, child), role in zip(children.items(), roles, strict=True):
        cells[index] = CellTag(role == "TH", *_spans(child), role in _CELLS)
    return cells


def _place_in(role: str, path: Path, place: MarkPlace) -> MarkPlace:
    """Where the words of an element of one of `_PLACES` belong; `place` says where it stands itself."""
    table, row, cell = place.table, place.row, place.cell
    match role:
        case "Table" if table is None:
            return MarkPlace(role, path, path)
        case "TR" if table is not None and cell < 0:
            return MarkPlace(role, path, table, path)
        case "TD" | "TH" if row and path[:-1] == row:
            return MarkPlace(role, path, table, row, path[-1])
        case "Caption" if table is not None and not row:
            return MarkPlace(role, path)  # printed over or under its table
        case "Table" | "TR" | "TH":
            return place
        case _:
            return MarkPlace(place.role if place.role in HEADING_ROLES else role, path, table, row, cell)


class _Walk:
    """Collects the tags of one page while its structure is walked."""

    def __init__(self, reached: dict[Path, int]) -> None:
        self.tags = PageTags()
        self.reached = reached
        # elements with many blank branches, which may yet hold marks: asking for those is put off
        self.unasked: list[tuple[int, int, Container[int], MarkPlace]] = []

    def take(self, element: int, role: str, path: Path, place: MarkPlace) -> None:
        """Take an element with all that is below it; `place` says where it stands."""
        count = _child_count(element)
        children = _children(element, count, path, self.reached)
        roles = [_role(child) for child in children.values()]
        if role in _PLACES:
            place = _place_in(role, path, place)
            if place.table is path:
                self.tags.tables.setdefault(path, {})
            elif place.row is path and place.table is not None:
                self.tags.tables[place.table][path] = _row_of(element, children, roles, count)
        if len(path) > _DEEPEST:
            return
        for (index, child), of in zip(children.items(), roles, strict=True):
            self.take(child, of, (*path, index), place)
        # the rows of a long table are blanks on nearly all of its pages: asking each for a mark would cost its square
        if count - len(children) > _MANY_BLANKS:
            self.unasked.append((element, count, children, place))
        elif count > len(children):
            self._ask(element, count, children, place)

    def ask_the_rest(self) -> None:
        """Ask for the marks that were put off."""
        for unasked in self.unasked:
            self._ask(*unasked)

    def _ask(self, element: int, count: int, children: Container[int], place: MarkPlace) -> None:
        for index in range(count):
            if index not in children and (mark := _child_mark(element, index)) >= 0:
                self.tags.marks[mark] = place


def _children(element: int, count: int, path: Path, reached: dict[Path, int]) -> dict[int, int]:
    """The children of an element that have something on the page, by their place among all of its children.

    Those of a long branch are looked for at its start, where a header row stands that every page repeats, and around
    the place that the page before reached: asking all of them on every page would cost the square of their number.
    """
    if count <= _MANY_CHILDREN:
        return {index: child for index in range(count) if (child := _child(element, index))}
    if path in reached:
        last = reached[path]
        near = (range(count), range(last, -1, -1), range(last, count))
        found = dict(sorted(item for places in near for item in _until_blanks(element, places)))
    else:
        found = dict(_until_blanks(element, range(count), count))
    if found:
        reached[path] = max(found)
    return found


def _until_blanks(element: int, places: Iterable[int], most: int = _MANY_BLANKS) -> Iterator[tuple[int, int]]:
    """Give the children at some places, one after another, with their place, up to a long run of blanks."""
    blanks = 0
    for index in places:
        child = _child(element, index)
        if child:
            yield index, child
            blanks = 0
        else:
            blanks += 1
            if blanks > most:
                return
