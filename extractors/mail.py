"""Web archives (.mht, "single file web page") and saved e-mails: the page that is in them.

The part with the most cells of tables is read, so that of a workbook saved as one web page the sheet is taken and not
its frame. Styles in parts of their own are the page's where it links to them; pictures and attached files are not
opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Final

from extractors.document import Document, Note
from extractors.encodings import decode
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits

if TYPE_CHECKING:
    from email.message import EmailMessage

MEDIA_TYPE: Final = "multipart/related"
_HEADER: Final = re.compile(
    rb"\s*(?:(?:From|To|Subject|Date|MIME-Version|Content-[\w-]+|Message-ID|Received|Return-Path|Snapshot-[\w-]+"
    rb"|X-[\w-]+|Delivered-To|Reply-To|Thread-[\w-]+)\s*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}",
    re.IGNORECASE,
)
_IN_PARTS: Final = re.compile(rb"^Content-Type\s*:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_LINK: Final = re.compile(
    r"<link\b[^>]{0,500}?\bhref\s*=\s*[\"']?(?P<href>[^\"'>\s]{1,300})[^>]{0,500}>", re.IGNORECASE
)
_MEDIA: Final = re.compile(r"\bmedia\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_CELLS: Final = re.compile(r"<t[dh][\s>]|role\s*=\s*[\"']?cell", re.IGNORECASE)


def is_mail(head: bytes) -> bool:
    """Whether bytes begin with the header of a message that holds a page.

    >>> is_mail(b"MIME-Version: 1.0\\nContent-Type: multipart/related; boundary=x\\n"), is_mail(b"To: all\\n\\nHello")
    (True, False)
    """
    found = _HEADER.match(head)
    return found is not None and _IN_PARTS.search(found[0]) is not None


def read_mail(data: bytes, limits: Limits) -> Document:
    """Read the page of a web archive or message held in memory.

    Raises only `DocumentUnreadable`: `unsupported` where it holds no page, and as `read_html` does.
    """
    import email
    import email.policy

    from extractors.html import read_html

    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = sorted(_pages(message), key=lambda page: len(_CELLS.findall(page)))
    if not pages:
        raise DocumentUnreadable(
            "unsupported", "This is an e-mail without a web page in it. Save the file attached to it and run again."
        )
    document = read_html(b"\xef\xbb\xbf" + _with_styles(pages[-1], message).encode("utf-8"), limits)
    attached = [name for part in _attached(message) if (name := part.get_filename())]
    if not attached:
        return document
    note = Note("embedded_document", f"The e-mail has files attached that were not read: {', '.join(attached[:5])}.")
    return replace(document, notes=(*document.notes, note))


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """The files that come with a letter; the parts of a web archive are the page's own."""
    from email.message import EmailMessage

    if message["To"] is not None:
        yield from (part for part in message.iter_attachments() if isinstance(part, EmailMessage))


def _with_styles(page: str, message: EmailMessage) -> str:
    """A page with the style sheets that it links to, where they are parts of the message, in place of the links."""
    sheets: dict[str, str] = {}
    for part, text in _texts(message, "text/css"):
        names = (part["Content-Location"], f"cid:{str(part['Content-ID'] or '').strip('<>')}")
        sheets |= {str(name).strip(): text for name in names if name}

    def styled(link: re.Match[str]) -> str:
        media = _MEDIA.search(link[0])
        sheet = sheets.get(unescape(link["href"]), "")
        seen = media is None or not {"all", "screen"}.isdisjoint(re.findall(r"[a-z]+", media[1].lower()))
        return f"<style>{sheet}</style>" if seen and sheet and "</style" not in sheet.lower() else link[0]

    return _LINK.sub(styled, page) if sheets else page


def _pages(message: EmailMessage) -> Iterator[str]:
    """The texts of the parts that are pages."""
    return (text for _, text in _texts(message, "text/html"))


def _texts(message: EmailMessage, kind: str) -> Iterator[tuple[EmailMessage, str]]:
    """The parts of a kind, each with its text."""
    for part in message.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == kind else None
        if not isinstance(payload, bytes):
            continue
        charset = part.get_content_charset()
        try:
            yield part, payload.decode(charset) if charset else decode(payload)
        except (LookupError, UnicodeDecodeError):
            yield part, decode(payload)
