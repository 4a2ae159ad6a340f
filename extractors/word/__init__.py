"""Word documents (.docx, .docm, .dotx, Transitional and Strict) as a `Document`, read from their XML.

The words are those that a reader of the accepted document sees, automatic numbers included. Macros, embedded objects
and linked files are never opened.
"""

from __future__ import annotations

from typing import Final

from extractors.document import Document, Note
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.word.body import read_blocks
from extractors.word.context import Context
from extractors.word.numbering import number_paragraphs, read_lists
from extractors.word.package import open_package
from extractors.word.shading import read_theme
from extractors.word.styles import read_styles

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(data: bytes, limits: Limits) -> Document:
    """Read a Word document held in memory; `pages` is None, since Word files have none until they are laid out.

    Raises only `DocumentUnreadable`: `encrypted` where a password guards it, `unsupported` for the older binary format,
    `damaged` where its archive or main part is broken, `unsupported` over a limit, `failed` where memory ran out.
    """
    try:
        parts = open_package(data, limits)
        styles = read_styles(parts.styles)
        labels = number_paragraphs(parts.body, read_lists(parts.numbering), styles)
        context = Context(styles, labels, read_theme(parts.theme, parts.settings))
        blocks, notes = read_blocks(parts, context, limits)
    except MemoryError as error:
        raise DocumentUnreadable(
            "failed", "The document needs more memory than there is. Split it and run again."
        ) from error
    except RecursionError as error:
        raise DocumentUnreadable(
            "damaged", "The document is nested too deeply to be read. Save a fresh copy."
        ) from error
    return Document(
        media_type=MEDIA_TYPE,
        blocks=blocks,
        title=parts.title,
        producer=parts.producer,
        notes=(*((_EMBEDDED,) if parts.has_embedded else ()), *notes),
        author=parts.author,
    )


_EMBEDDED: Final = Note(
    "embedded_document",
    "Another file is embedded in this document and its text was not read. "
    "Open the document in Word, save it and run again.",
)
