"""One PDF into one `Document`: pages read in turn, tables by tags or geometry, the rest as headings and paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from pypdfium2 import PdfiumError, raw

from extractors.document import Block, Box, Document, Note, Table
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.marked import wordless_note
from extractors.pdf.abreast import Place, Stand, order_blocks, part_in_place
from extractors.pdf.beside import notes_of_document
from extractors.pdf.boxes import holds_centre
from extractors.pdf.cells import Part, words_inside
from extractors.pdf.furniture import LinesMet, find_furniture, margin_lines
from extractors.pdf.legible import is_legible
from extractors.pdf.near_tables import TableOnPage, find_words_near_tables
from extractors.pdf.over_pages import is_cut_above
from extractors.pdf.page import PageObjects, PageOverfull, Word
from extractors.pdf.pdfium import open_page, open_pdf
from extractors.pdf.prose import Piece, name_pieces, read_pieces
from extractors.pdf.read_page import read_page
from extractors.pdf.settings import DEFAULTS, Settings
from extractors.pdf.stacked_pairs import words_set_apart
from extractors.pdf.streams import refuse_bombs
from extractors.pdf.tables import find_parts, find_ruled_grids
from extractors.pdf.tagged_pairs import with_pairs
from extractors.pdf.tagged_tables import Outcome, TaggedTables, WholeTable
from extractors.pdf.tags import PageTags, Path, read_tags
from extractors.pdf.typed_on import is_typed_on, read_typed_on
from extractors.pdf.wide_sheets import join_wide_sheets
from extractors.pdf.words import Hyphenation, learn_hyphenation
from extractors.same_shapes import common_forms

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPE = "application/pdf"
# The program itself is on no index, so that an extra of it cannot be named to pip.
_GET_OCR = "type `make extras` in a clone, elsewhere `pip install rapidocr onnxruntime` where the program is installed"
_NO_OCR = f"The page is a picture of text and was not read: {_GET_OCR}, and run again."
_FEW_LETTERS = 20  # a page number or a stamp over a scan is no text layer
_UNDECODED = 0.3  # share of letters without a known character from which a text layer is worth nothing
_PICTURED = 0.3  # share of the page that pictures must cover
_SEEN_CONFIDENCE = 0.8
_ENOUGH_PROSE = 400  # letters
_ROUNDS = 3  # after which a document's tags are not believed at all
_PAGES_AT_ONCE = 64  # bounds the memory of a long document
_OVERFULL = (
    "The page holds {reason} (limit max_page_letters), which no page of a plan does, and was left out: "
    "print the page to a new PDF and run again."
)
_UNDECODABLE = (
    f"The fonts of the page do not say which letters they draw, so its text was not read: {_GET_OCR}, "
    "and run again, or print the page to a new PDF."
)
_TOO_LARGE = (
    "The page is a picture and too large to be read by OCR (over {most:,} pixels, limit max_pixels): "
    "print it to a new PDF of A3 or less and run again."
)
_UNSEEN = (
    "Words that nobody sees on the page (hidden, covered, of the colour of their ground, outside the page, or printed "
    "twice) are in no value: {words}."
)
_CUT = "Words are cut off at the border of their cell, and what follows them cannot be seen: {words}."
_TYPED_ON = (
    "Notes and form fields of the page, words typed or stamped onto it, are in no cell: {words}. "
    "Compare the page with its rows."
)
_NEAR = (
    "Words that stand in line with a table, or look like one, are in no cell: {words}. Compare the page with its rows."
)
_LEFT_OUT = "Words in the area of a table that the PDF's tags leave out of it are in no value: {words}."
_ICON = 40.0  # points: the longest side of a picture that may be a rating
_WORDS_TOLD = 20
_UNDRAWN = "Page {page} is too large to be drawn (over {most:,} pixels): print it to a new PDF of A3 or less."
_FAILED = "The PDF could not be read ({reason}): open it in a PDF viewer, print it to a new PDF and run again."


def read_pdf(data: bytes, limits: Limits, passwords: Sequence[str] = ()) -> Document:
    """Read a PDF; each of `passwords` is tried where it is encrypted.

    Raises DocumentUnreadable (`encrypted`, `damaged`, `unsupported`) for trouble in the file; a fault of this reader is
    left to its caller, so that it is not taken for damage.
    """
    if len(data) > limits.max_bytes:
        raise DocumentUnreadable(
            "unsupported", f"The PDF has more than {limits.max_bytes} bytes (limit max_bytes): split it and run again."
        )
    refuse_bombs(data, limits)
    try:
        with open_pdf(data, passwords) as document:
            return _read(document, limits, replace(DEFAULTS, most_letters=limits.max_page_letters))
    except PdfiumError as error:
        raise DocumentUnreadable("damaged", _FAILED.format(reason=error)) from error


def render_page(data: bytes, page: int, scale: float, passwords: Sequence[str] = ()) -> Image:
    """Draw a page (counted from 1) as it is displayed; `scale` is pixels a point. Raises DocumentUnreadable."""
    refuse_bombs(data, Limits())
    with open_pdf(data, passwords) as document:
        if not 1 <= page <= len(document):
            raise DocumentUnreadable(
                "failed", f"The PDF has {len(document)} pages and no page {page}: give one of those."
            )
        if not _can_be_drawn(document, page - 1, scale, Limits()):
            raise DocumentUnreadable("unsupported", _UNDRAWN.format(page=page, most=Limits().max_pixels))
        image: Image = document[page - 1].render(scale=scale).to_pil()
        return image


@dataclass(slots=True)
class _Reading:
    """What was found so far, in page order."""

    parts: list[tuple[Part, bool | None]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    letters: Counter[float] = field(default_factory=Counter)  # by size, of the pages up to where prose is enough
    prose: int = 0  # letters of running text
    notes: list[Note] = field(default_factory=list)
    characters: int = 0
    cells: int = 0
    seen: set[int] = field(default_factory=set)  # pages read from their pixels
    pictures: dict[int, tuple[Box, ...]] = field(default_factory=dict)  # small ones, by page


def _read(document: Any, limits: Limits, settings: Settings) -> Document:
    count = len(document)
    if count == 0:
        raise DocumentUnreadable("damaged", _FAILED.format(reason="no pages"))
    if count > limits.max_pages:
        raise DocumentUnreadable(
            "unsupported",
            f"The PDF has {count} pages, more than {limits.max_pages} (limit max_pages): split it and run again.",
        )
    tagged = bool(raw.FPDFCatalog_IsTagged(document))
    beside = list(notes_of_document(document))
    reading, outcome = _read_pages(document, count, tagged, limits, settings)
    _refuse_nothing_read(reading, count)
    ignored: frozenset[Path] = frozenset()
    doubted = False
    for _ in range(_ROUNDS):
        # words of tables set aside may show that a neighbour's tags are not to be believed either
        again = outcome.unsound | outcome.frames
        if not again:
            break
        ignored |= again
        doubted |= bool(outcome.unsound)
        reading, outcome = _read_pages(document, count, tagged, limits, settings, ignored=ignored)
    else:
        if outcome.unsound or outcome.frames:
            doubted = True
            reading, outcome = _read_pages(document, count, False, limits, settings)
    if doubted:
        reading.notes.append(
            Note(
                "tags_unsound",
                "The tags of a table disagree with the page, so its rules and white space were read instead.",
            )
        )
    reading.notes.extend(beside)
    return _document(document, count, reading, outcome.whole)


def _read_pages(
    document: Any,
    count: int,
    tagged: bool,
    limits: Limits,
    settings: Settings,
    *,
    ignored: frozenset[Path] = frozenset(),
) -> tuple[_Reading, Outcome]:
    reading = _Reading()
    tables = TaggedTables(settings)
    fonts: dict[int | None, bool] = {}
    reached: dict[Path, int] = {}
    met = LinesMet(settings)
    known = learn_hyphenation(())
    before: Part | None = None
    for start in range(0, count, _PAGES_AT_ONCE):
        pages = _load(
            document,
            range(start, min(count, start + _PAGES_AT_ONCE)),
            reading,
            limits,
            settings,
            tagged=tagged,
            fonts=fonts,
            reached=reached,
        )
        reading.characters += sum(page.letters for page, _ in pages)
        if reading.characters > limits.max_characters:
            raise DocumentUnreadable(
                "unsupported",
                f"The PDF has over {limits.max_characters} letters (limit max_characters): split it and run again.",
            )
        pages = with_pairs(pages, settings)
        margins = [margin_lines(page, settings) for page, _ in pages]
        met.add([page for page, _ in pages], margins)
        known = learn_hyphenation((word.text for page, _ in pages for word in page.words), known)
        loose = [
            find_furniture(page, lines, met, tags.marks if tags else {}, settings)
            for (page, tags), lines in zip(pages, margins, strict=True)
        ]
        claims: list[set[Word]] = []
        untagged: list[PageObjects] = []
        for (page, tags), furniture in zip(pages, loose, strict=True):
            claimed, rest = _read_tagged(page, tags, furniture, tables, settings, ignored=ignored)
            claims.append(claimed)
            untagged.append(rest)
        found = _find_all(untagged, loose, known, settings)
        for (page, tags), furniture, taken, parts in zip(pages, loose, claims, found, strict=True):
            held = [*_by_table(taken, tags), *(TableOnPage(part.held) for part in parts if part.held)]
            for part in parts:
                taken.update(part.held)
                part = replace(part, held=())
                reading.parts.append((part, is_cut_above(before, part, settings)))
                reading.cells += len(part.cells)
                before = part
                if part.columns > limits.max_columns:
                    raise DocumentUnreadable(
                        "unsupported",
                        f"A table on page {page.number} has {part.columns} columns, more than {limits.max_columns} "
                        "(limit max_columns): split it and run again.",
                    )
            if reading.cells > limits.max_cells:
                raise DocumentUnreadable(
                    "unsupported",
                    f"The PDF has more than {limits.max_cells} cells (limit max_cells): split it and run again.",
                )
            told = taken | furniture | words_set_apart(page, tags)
            near = find_words_near_tables(page, held, told, settings)
            if near:
                reading.notes.append(Note("words_near_table", _said(_NEAR, near), page.number, words=len(near)))
            if beside := [word for word in page.words if is_typed_on(word) and word not in taken]:
                reading.notes.append(Note("form_unread", _said(_TYPED_ON, beside), page.number, words=len(beside)))
            marks = tags.marks if tags else {}
            turns = bool(tags and tags.in_turn)
            pieces = read_pieces(page, taken, furniture, marks, known=known, settings=settings, in_turn=turns)
            reading.pieces.extend(pieces)
            if reading.prose < _ENOUGH_PROSE:  # else the size of all letters is not asked for
                reading.prose += sum(len(piece.text) for piece in pieces if not piece.furniture)
                for size, words in groupby(page.words, key=attrgetter("size")):
                    reading.letters[round(2 * size) / 2] += sum([len(word.text) for word in words])
    return reading, tables.finish(known)


def _by_table(claimed: Iterable[Word], tags: PageTags | None) -> list[TableOnPage]:
    """The words that tagged tables hold on a page, table by table."""
    held: dict[Path, list[Word]] = {}
    for word, table in ((word, tags.place(word.mark).table) for word in claimed) if tags is not None else ():
        if table is not None:
            held.setdefault(table, []).append(word)
    return [TableOnPage(tuple(words)) for words in held.values()]


def _read_tagged(
    page: PageObjects,
    tags: PageTags | None,
    furniture: frozenset[Word],
    tables: TaggedTables,
    settings: Settings,
    *,
    ignored: frozenset[Path],
) -> tuple[set[Word], PageObjects]:
    """Take a page's tagged tables; gives the words they claim, and the page without them and their rules."""
    if tags is None:
        return set(), page
    tags = _without(tags, ignored)
    if not tags.tables:
        return set(), page
    grids = find_ruled_grids(page, furniture, settings) if tags.tables.keys() - tags.pairs else []
    claimed = tables.add_page(page, tags, grids, furniture)
    if not claimed:
        return claimed, page
    told = claimed | words_set_apart(page, tags)
    areas = [grid.box for grid in grids if any(word in claimed for word in words_inside(page.words, grid.box))]
    rest = replace(
        page,
        words=tuple(word for word in page.words if word not in told),
        across=tuple(rule for rule in page.across if not any(a.top - 4 <= rule.at <= a.bottom + 4 for a in areas)),
        down=tuple(rule for rule in page.down if not any(a.top - 4 <= rule.start <= a.bottom + 4 for a in areas)),
    )
    return claimed, rest


def _find_all(
    pages: Sequence[PageObjects], furniture: Sequence[frozenset[Word]], known: Hyphenation, settings: Settings
) -> list[list[Part]]:
    """Find the tables of each page, then once more where another page shows more columns of the same table."""
    found = [find_parts(page, loose, known, settings) for page, loose in zip(pages, furniture, strict=True)]
    hints = sorted({part.grid.xs for parts in found for part in parts}, key=lambda xs: (-len(xs), xs))
    for at, parts in enumerate(found):
        near = [xs for xs in hints if any(_shows_more(xs, part) for part in parts)]
        if not parts and at and pages[at].words:
            near = [part.grid.xs for part in found[at - 1] if part.route != "lines"]
        if near:
            found[at] = find_parts(pages[at], furniture[at], known, settings, near)
    return found


def _shows_more(xs: tuple[float, ...], part: Part) -> bool:
    own = part.grid.xs
    if len(xs) <= len(own):
        return False
    # a table without rules is as wide as its text on each page
    return abs(xs[0] - own[0]) <= 8 and (part.route == "white_space" or abs(xs[-1] - own[-1]) <= 4)


def _load(
    document: Any,
    indices: range,
    reading: _Reading,
    limits: Limits,
    settings: Settings,
    *,
    tagged: bool,
    fonts: dict[int | None, bool],
    reached: dict[Path, int],
) -> list[tuple[PageObjects, PageTags | None]]:
    pages: list[tuple[PageObjects, PageTags | None]] = []
    for index in indices:
        with open_page(document, index) as page:
            if page is None:
                reading.notes.append(
                    Note("page_unreadable", "The page is damaged and was left out: look at it by eye.", index + 1)
                )
                continue
            try:
                objects = read_page(page, index + 1, fonts, settings)
            except PageOverfull as full:
                reading.notes.append(Note("page_overfull", _OVERFULL.format(reason=full), index + 1))
                continue
            tags = read_tags(page, objects.marks, reached) if tagged else None
            typed = read_typed_on(document, page, objects, settings)
        if objects.unseen:
            reading.notes.append(Note("text_not_visible", _said(_UNSEEN, objects.unseen), index + 1))
        if _is_pictured(objects):
            seen = _read_picture(document, index, limits, reading, undecoded=objects.undecoded > _UNDECODED)
            if seen is not None:
                seen = _with_common_forms(seen)
                objects, tags, typed = seen, None, replace(typed, words=())  # the picture shows them too
            elif objects.undecoded > _UNDECODED:
                # words of other letters than those printed are worse than none
                objects, tags = replace(objects, words=()), None
        if typed.words:
            objects = replace(objects, words=objects.words + typed.words)
        if typed.told:
            told = _said(_TYPED_ON, typed.told)
            reading.notes.append(Note("form_unread", told, index + 1, words=len(typed.told)))
        if small := tuple(objects.displayed(box) for box in objects.images if _is_small(box)):
            reading.pictures[index + 1] = small
        pages.append((objects, tags))
    return pages


def _with_common_forms(page: PageObjects) -> PageObjects:
    """The page with words of letters of one shape in the form that it has most: "ElAs" as "EIAs"."""
    forms = common_forms(word.text for word in page.words)
    if not forms:
        return page
    words = (word._replace(text=_in_form(word.text, forms)) for word in page.words)
    return replace(page, words=tuple(words))


def _in_form(text: str, forms: Mapping[str, str]) -> str:
    bare = text.strip(".,;:()")
    return text.replace(bare, forms[bare]) if bare in forms else text


def _is_small(box: Box) -> bool:
    return max(box.x1 - box.x0, box.bottom - box.top) <= _ICON


def _is_pictured(page: PageObjects) -> bool:
    """Whether a page shows a picture of text: no words on it to speak of, or words that cannot be decoded."""
    if page.letters >= _FEW_LETTERS:
        return page.undecoded > _UNDECODED and not is_legible([word.text for word in page.words])
    pictured = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in page.images)
    return pictured >= _PICTURED * page.width * page.height


def _read_picture(
    document: Any, index: int, limits: Limits, reading: _Reading, *, undecoded: bool
) -> PageObjects | None:
    """Read a page by OCR; None, and a note, where that is not wanted or not installed."""
    from extractors import ocr

    if not limits.ocr or not ocr.is_available():
        if undecoded:
            reading.notes.append(Note("text_undecoded", _UNDECODABLE, index + 1))
        elif not any(note.code == "ocr_missing" for note in reading.notes):
            reading.notes.append(Note("ocr_missing", _NO_OCR, index + 1))
        return None
    scale = ocr.DOTS_PER_INCH / 72
    if not _can_be_drawn(document, index, scale, limits):
        reading.notes.append(Note("page_too_large", _TOO_LARGE.format(most=limits.max_pixels), index + 1))
        return None
    image = document[index].render(scale=scale).to_pil()
    page = ocr.read_pixels(image, index + 1, ocr.load_engine())
    reading.notes.append(
        Note("ocr", "The page is a picture and was read by OCR: compare its words with it.", index + 1)
    )
    reading.seen.add(index + 1)
    return page


def _can_be_drawn(document: Any, index: int, scale: float, limits: Limits) -> bool:
    """Tell whether a page drawn at `scale` pixels a point keeps to the limit of pixels."""
    width, height = document.get_page_size(index)
    return bool(0 < width * height * scale**2 <= limits.max_pixels)


def _refuse_nothing_read(reading: _Reading, count: int) -> None:
    """Raise DocumentUnreadable where none of the pages was read."""
    unread = Counter(note.code for note in reading.notes if note.code in ("page_unreadable", "page_overfull"))
    if unread.total() < count:
        return
    if unread["page_unreadable"] == count:
        raise DocumentUnreadable("damaged", _FAILED.format(reason="none of its pages can be loaded"))
    raise DocumentUnreadable("unsupported", next(n.message for n in reading.notes if n.code == "page_overfull"))


def _without(tags: PageTags, ignored: frozenset[Path]) -> PageTags:
    if not ignored:
        return tags
    # their marks stay: words known to be elsewhere do not make a neighbour's tags unsound
    return replace(tags, tables={path: rows for path, rows in tags.tables.items() if path not in ignored})


def _document(document: Any, count: int, reading: _Reading, whole: Sequence[WholeTable]) -> Document:
    body = _body_size(reading)
    tables: list[tuple[Table, Stand]] = []
    for part, cut in reading.parts:
        table = Table(
            0,
            part.rows,
            part.columns,
            part.cells,
            part.words,
            part.route,
            part.page,
            part.furniture,
            cut,
            part.confidence,
            part.grid.exact_rows,
            part.grid.exact_spans,
            part.inside,
        )
        if part.page in reading.seen:
            confidence = part.confidence * _SEEN_CONFIDENCE
            table = replace(table, route="ocr", confidence=confidence, exact_rows=False, exact_spans=False)
        tables.append((table, Stand(part.page, part.box, part.grid.xs)))
    for item in whole:
        table = Table(0, item.rows, item.columns, item.cells, item.words, "tags", item.first_page, item.furniture)
        tables.append((table, Stand(item.first_page, item.box, turn=item.turn)))
        reading.notes.extend(_left_out_notes(item))
    tables = part_in_place(tables)
    named = name_pieces(reading.pieces, body)
    of_pieces, of_tables = order_blocks(reading.pieces, [stand for _, stand in tables])
    placed: list[tuple[Place, Block]] = [*zip(of_pieces, named, strict=True)]
    placed += zip(of_tables, (table for table, _ in tables), strict=True)
    placed.sort(key=lambda entry: entry[0])
    metadata = document.get_metadata_dict(skip_empty=True)
    blocks = _numbered(join_wide_sheets([block for _, block in placed]))
    tables_read = [block for block in blocks if isinstance(block, Table)]
    reading.notes.extend(_cut_notes(tables_read))
    reading.notes.extend(_wordless_notes(tables_read, reading.pictures))
    return Document(
        MEDIA_TYPE,
        tuple(blocks),
        count,
        metadata.get("Title"),
        metadata.get("Producer") or metadata.get("Creator"),
        tuple(reading.notes),
        metadata.get("Author"),
    )


def _body_size(reading: _Reading) -> float:
    """The letter size of running text in points: the prose's where there is enough, else the whole document's."""
    prose: Counter[float] = Counter()
    for piece in reading.pieces:
        if not piece.furniture:
            prose[round(2 * piece.size) / 2] += len(piece.text)
    letters = prose if sum(prose.values()) >= _ENOUGH_PROSE else reading.letters
    return letters.most_common(1)[0][0] if letters else 10.0


def _said(sentence: str, words: Sequence[Word | str]) -> str:
    """A sentence with the first of some words in it."""
    told = " ".join(word if isinstance(word, str) else word.text for word in words[:_WORDS_TOLD])
    return sentence.format(words=f"{told} …" if len(words) > _WORDS_TOLD else told)


def _left_out_notes(table: WholeTable) -> Iterator[Note]:
    """Tell, page by page, of words in a table's area that its tags leave out."""
    for number, words in groupby(table.left_out, key=itemgetter(0)):
        left = [word for _, word in words]
        yield Note("words_near_table", _said(_LEFT_OUT, left), number, words=len(left))


def _wordless_notes(tables: Iterable[Table], pictures: Mapping[int, Sequence[Box]]) -> Iterator[Note]:
    """Tell of cells that hold a picture and nothing else."""
    for table in tables if pictures else ():
        for cell in table.cells:
            box = cell.box
            if cell.text or cell.fill or box is None:
                continue
            if any(holds_centre(box, picture) for picture in pictures.get(cell.page or 0, ())):
                yield wordless_note(table.number, cell.row, cell.column, cell.page)


def _cut_notes(tables: Iterable[Table]) -> Iterator[Note]:
    """Tell of cells whose text is cut off."""
    for table in tables:
        for cell in table.cells:
            if cell.cut:
                yield Note("text_cut", _CUT.format(words=cell.text), cell.page, table.number, cell.row, cell.column)


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    numbered: list[Block] = []
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            number += 1
            numbered.append(replace(block, number=number))
        else:
            numbered.append(block)
    return numbered
