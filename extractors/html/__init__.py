"""Web pages as a `Document`: headings, paragraphs and tables in order, read without a network.

Tables keep `rowspan` and `colspan`, and may be made of elements with the roles of a table; a table that only lays out
the page (other tables or headings stand in it) is looked through. What a person does not see is kept out of the cells;
struck words and raised marks are told (`extractors.marked`). Colours come from attributes, from `style` and from the
page's own style sheets.
"""

from __future__ import annotations

import re
from typing import Final

import webencodings
from lxml import etree, html

from extractors.document import Document
from extractors.encodings import UTF16_MARKS, decode, mend_twice
from extractors.errors import DocumentUnreadable
from extractors.html.reader import PageReader
from extractors.html.styles import read_styles
from extractors.limits import Limits
from extractors.marked import without_marks

MEDIA_TYPE: Final = "text/html"
_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_DECLARED: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES: Final = re.compile(r"\s+")
_TOO_DEEP: Final = (
    "The web page is nested too deeply to be read whole, so nothing was read. Print it to PDF and run again."
)


def read_html(data: bytes, limits: Limits) -> Document:
    """Read a web page held in memory; `pages` is None.

    Raises only `DocumentUnreadable`: `damaged` where it holds no markup, `unsupported` over a limit.
    """
    if len(data) > min(limits.max_bytes, limits.max_unpacked_bytes // 4):
        raise DocumentUnreadable(
            "unsupported", f"The page has {len(data):,} bytes, more than the limit allows. Split it and run again."
        )
    source = _NO_TEXT.sub("", _DECLARED.sub("", without_marks(_decoded(data))))
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
        root = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentUnreadable(
            "damaged", "The web page holds no readable markup. Save it again from a browser."
        ) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DocumentUnreadable("damaged", _TOO_DEEP)
    reader = PageReader(read_styles(root), limits)
    try:
        blocks = tuple(reader.read(root))
    except RecursionError as error:
        raise DocumentUnreadable("damaged", _TOO_DEEP) from error
    title = _SPACES.sub(" ", root.findtext(".//title") or "").strip() or None
    return Document(media_type=MEDIA_TYPE, blocks=blocks, title=title, notes=tuple(reader.notes))


def _decoded(data: bytes) -> str:
    """The page's text: by its byte order mark, else its declared encoding as browsers take it, else by its letters."""
    declared = None if data.startswith((b"\xef\xbb\xbf", *UTF16_MARKS)) else _CHARSET.search(data[:4096])
    encoding = webencodings.lookup(declared[1].decode("ascii")) if declared else None
    if encoding is not None and encoding.name not in ("utf-8", "utf-16le", "utf-16be"):
        text: str = encoding.codec_info.decode(data, "replace")[0]
        return mend_twice(text)
    return decode(data)
