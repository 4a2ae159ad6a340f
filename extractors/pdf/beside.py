"""What a PDF holds beside its pages, as notes: embedded files and XFA forms.

None of it is read, opened or written; a person is told what it is, for a plan may be in it (a portfolio is a cover page
with the plan embedded).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from extractors.document import Note

_NAMED = 3  # names of embedded files that a sentence holds
_LONGEST_NAME = 60  # letters


def notes_of_document(document: Any) -> Iterator[Note]:
    """Give what is known of the document as a whole."""
    count = raw.FPDFDoc_GetAttachmentCount(document)
    if count > 0:
        names = ", ".join(_name(raw.FPDFDoc_GetAttachment(document, index)) for index in range(min(count, _NAMED)))
        more = f" and {count - _NAMED} more" if count > _NAMED else ""
        yield Note(
            "embedded_document",
            f"Files embedded in the PDF were not read ({names}{more}): "
            "if the plan is among them (a PDF portfolio), save it out of the PDF and run again on it.",
        )
    if raw.FPDF_GetFormType(document) in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        yield Note(
            "form_unread",
            "The PDF is an XFA form, whose content shows in Adobe's reader alone and was not read: "
            "open it there, print it to a new PDF and run again.",
        )


def _name(attachment: Any) -> str:
    """The name of an embedded file as text of one line."""
    size = raw.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
    if size <= 2:
        return "no name"
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    name = " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
