"""Text with marks in it that say what counts: struck words, raised marks, words that leave no ink, words for a picture.

A reader marks pieces while it gathers them (`mark`), goes on folding and joining text as it would without marks, and at
the end takes the marks off (`take_off`), which gives the printed text and the spans of it that count for no value. The
marks are noncharacters (Unicode 23.7), which no text holds; `without_marks` takes them from text of strangers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from extractors.document import Note, Uncounted
from extractors.raised import is_raised_mark

MarkKind = Literal["struck", "raised", "unseen", "aside", "alternative"]
"""`unseen`: words that a person does not see. `aside`: words for those who hear the page; `alternative`: what a picture
is said to show. Both count where the text has no words besides; words aside that do not count are unseen."""

_WORDLESS: Final = (
    "The cell holds a picture or a sign without words, and nothing in the file says what it means: look at it by eye."
)
_OPENS: Final[dict[str, MarkKind]] = {
    "\ufdd0": "struck", "\ufdd1": "raised", "\ufdd2": "unseen", "\ufdd3": "alternative", "\ufdd4": "aside",
}  # fmt: skip
_OPENING: Final = {kind: letter for letter, kind in _OPENS.items()}
_CLOSE: Final = "\ufdd5"
_MARKS: Final = re.compile("[\ufdd0-\ufdd5]")
_ALL: Final = dict.fromkeys(range(0xFDD0, 0xFDD6))
_WORD: Final = re.compile(r"\w")


class Marked(NamedTuple):
    """A text as printed, its letters that count for no value, and the words in it that a person does not see.

    `pictured` is how many words the text has more than it would have without those that stand for a picture.
    """

    text: str
    uncounted: tuple[Uncounted, ...] = ()
    unseen: tuple[str, ...] = ()
    pictured: int = 0


def mark(text: str, kind: MarkKind) -> str:
    """Mark a piece of text; white space alone needs no mark.

    >>> take_off("By " + mark("June", "struck") + " July")
    Marked(text='By June July', uncounted=(Uncounted(start=3, end=7, kind='struck'),), unseen=(), pictured=0)
    """
    return text if not text or text.isspace() else f"{_OPENING[kind]}{text}{_CLOSE}"


def without_marks(text: str) -> str:
    """Give a text of a stranger without the letters that this module marks with."""
    return text if text.isascii() else text.translate(_ALL)


def is_marked(text: str) -> bool:
    """Whether marks stand in a text."""
    return not text.isascii() and _MARKS.search(text) is not None


def take_off(text: str) -> Marked:
    """Take the marks off: spaces and lines that they leave empty go too. Raises nothing, marks left open included."""
    if not is_marked(text):
        return Marked(text)
    pieces = _pieces(text)
    instead = _instead(pieces)
    unseen: list[str] = []
    seen: list[tuple[str, MarkKind | None]] = []
    for piece, kind in pieces:
        if kind is not None and kind == instead:
            seen.append((f" {piece} ", None))
        elif kind in ("unseen", "aside"):
            seen.append((" ", None))  # it takes up room
            unseen += [words] if (words := " ".join(piece.split())) else []
        elif kind != "alternative":
            seen.append((piece, kind))
    letters = _tidied([(letter, kind) for piece, kind in seen for letter in piece])
    printed = "".join(letter for letter, _ in letters)
    pictured = 0
    if instead == "alternative":
        without = "".join(" " if kind == "unseen" else piece for piece, kind in pieces if kind != "alternative")
        pictured = len(printed.split()) - len(without.split())
    return Marked(printed, _spans(printed, [kind for _, kind in letters]), tuple(unseen), pictured)


def _instead(pieces: Sequence[tuple[str, MarkKind | None]]) -> MarkKind | None:
    """Which pieces stand for what a text says, where it has no words that are seen."""
    if any(kind in (None, "struck", "raised") and _WORD.search(piece) for piece, kind in pieces):
        return None
    kinds = {kind for piece, kind in pieces if piece.strip()}
    return "aside" if "aside" in kinds else "alternative" if "alternative" in kinds else None


def _pieces(text: str) -> list[tuple[str, MarkKind | None]]:
    """The text cut at its marks, each piece with its kind; inside marks of two kinds what hides more counts."""
    pieces: list[tuple[str, MarkKind | None]] = []
    open_marks: list[MarkKind] = []
    at = 0
    for found in _MARKS.finditer(text):
        if found.start() > at:
            pieces.append((text[at : found.start()], _strongest(open_marks)))
        at = found.end()
        if found[0] != _CLOSE:
            open_marks.append(_OPENS[found[0]])
        elif open_marks:
            open_marks.pop()
    if at < len(text):
        pieces.append((text[at:], _strongest(open_marks)))
    return pieces


def _strongest(kinds: list[MarkKind]) -> MarkKind | None:
    order: tuple[MarkKind, ...] = ("unseen", "aside", "alternative", "struck", "raised")
    return next((kind for kind in order if kind in kinds), None)


def _tidied(letters: list[tuple[str, MarkKind | None]]) -> list[tuple[str, MarkKind | None]]:
    """The letters without spaces at the ends of lines, spaces that follow one, and empty lines."""
    kept: list[tuple[str, MarkKind | None]] = []
    for letter, kind in letters:
        if letter == " " and (not kept or kept[-1][0] in " \n"):
            continue
        if letter == "\n":
            if kept and kept[-1][0] == " ":
                kept.pop()
            if not kept or kept[-1][0] == "\n":
                continue
        kept.append((letter, kind))
    while kept and kept[-1][0] in " \n":
        kept.pop()
    return kept


def _spans(text: str, kinds: list[MarkKind | None]) -> tuple[Uncounted, ...]:
    """Runs of letters of one kind, over the spaces between them; what is raised only where it is a mark."""
    runs: list[Uncounted] = []
    at = 0
    while at < len(text):
        kind = kinds[at]
        if kind not in ("struck", "raised"):
            at += 1
            continue
        end = at + 1
        while end < len(text) and (kinds[end] == kind or text[end].isspace()):
            end += 1
        while text[end - 1].isspace() and end - 1 > at:
            end -= 1
        while at < end and text[at].isspace():
            at += 1
        if at < end and (kind == "struck" or is_raised_mark(text[:at], text[at:end])):
            runs.append(Uncounted(at, end, kind))
        at = max(end, at + 1)
    return tuple(runs)


_FILE_NAME: Final = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|svg|emf|wmf|tiff?|webp)", re.IGNORECASE)
_NO_WORDS: Final = re.compile(
    r"(?:image|picture|graphic|icon|shape|logo|photo|rectangle|oval|circle|text ?box|group|object|figure)?\W*\d*\W*",
    re.IGNORECASE,
)
_BY_MACHINE: Final = re.compile(r"automatically generated\W*$", re.IGNORECASE)
_LONGEST: Final = 12  # words; what is longer tells of a photograph


def picture_words(alternative: str) -> str:
    """What the alternative text of a picture says in its place; "" for a file's name, a program's guess, a long tale.

    >>> picture_words("Green: on track"), picture_words("image2.png"), picture_words("Picture 4")
    ('Green: on track', '', '')
    """
    words = " ".join(without_marks(alternative).split())
    if _FILE_NAME.fullmatch(words) or _NO_WORDS.fullmatch(words) or _BY_MACHINE.search(words):
        return ""
    return words if len(words.split()) <= _LONGEST else ""


def wordless_note(table: int, row: int, column: int, page: int | None = None) -> Note:
    """What is said of a cell that holds a picture or a sign, whose meaning nothing in the file tells."""
    return Note("mark_not_read", _WORDLESS, page, table, row, column)


def unseen_note(unseen: Sequence[str], table: int) -> Note:
    """Say which words of a table a person does not see."""
    words = "; ".join(f'"{text[:60]}"' for text in unseen[:3])
    more = f" and {len(unseen) - 3} more" if len(unseen) > 3 else ""
    return Note(
        "text_not_visible",
        f"Words of table {table} that cannot be seen were kept out of its cells: {words}{more}. "
        "Show them in the file if they count, and run again.",
        table=table,
    )
