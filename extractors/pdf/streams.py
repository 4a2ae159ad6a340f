"""Refuses a PDF with a stream that unpacks to more than a limit, before PDFium unpacks it into memory.

A stream's packed bytes stand in the file as they are, so they are unpacked here piece by piece and thrown away. Deflate
packs at most 1032 to 1: a stream that is too short to reach the limit is passed over, so ordinary files cost a search.
Streams that are not deflate at first (under a password, in ASCII, LZW) are left to the memory limit of the process.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from extractors.errors import DocumentUnreadable
from extractors.limits import Limits

_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)?")
_END = b"endstream"
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 2_000  # bytes before the stream in which its dictionary stands
_MOST_RATIO = 1032  # of deflate
_PIECE = 1 << 20  # bytes
_MOST_LAYERS = 4  # of FlateDecode in one filter chain


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Raise DocumentUnreadable (`unsupported`) where a stream unpacks to more than the limits allow.

    A picture may take all of `max_unpacked_bytes` (it is unpacked only where its page is drawn), anything else, which
    becomes objects that take many times its bytes, a quarter.
    """
    for start, end, dictionary in _packed_streams(data, limits.max_unpacked_bytes // 4):
        most = limits.max_unpacked_bytes if _IMAGE.search(dictionary) else limits.max_unpacked_bytes // 4
        layers = min(len(_FLATE.findall(dictionary)), _MOST_LAYERS)
        if _unpacks_beyond(memoryview(data)[start:end], layers, most):
            raise DocumentUnreadable(
                "unsupported",
                f"A stream of the PDF unpacks to more than {most:,} bytes, the limit. It may be a decompression bomb: "
                "open the PDF only if you know where it comes from, print it to a new PDF and run again.",
            )


def _packed_streams(data: bytes, most: int) -> Iterator[tuple[int, int, bytes]]:
    """Give where each stream that could unpack to more than `most` bytes starts and ends, and its dictionary."""
    at = 0
    while (found := _STREAM.search(data, at)) is not None:
        start = found.end()
        end = data.find(_END, start)
        end = len(data) if end < 0 else end
        at = end + len(_END)
        dictionary = data[max(0, found.start() - _DICTIONARY) : found.start()]
        dictionary = dictionary[dictionary.rfind(b"obj") + 3 :] if b"obj" in dictionary else dictionary
        layers = min(len(_FLATE.findall(dictionary)), _MOST_LAYERS)
        if layers and (end - start) * _MOST_RATIO**layers > most:
            yield start, end, dictionary


def _unpacks_beyond(packed: memoryview, layers: int, most: int) -> bool:
    """Tell whether packed bytes, unpacked so many times over, come to more than `most`. What is broken ends early."""
    size = 0
    for piece in _unpacked((bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE)), layers):
        size += len(piece)
        if size > most:
            return True
    return False


def _unpacked(pieces: Iterator[bytes], layers: int) -> Iterator[bytes]:
    if layers == 0:
        yield from pieces
        return
    reader = zlib.decompressobj()
    try:
        for piece in _unpacked(pieces, layers - 1):
            rest = piece
            while rest and not reader.eof:
                yield reader.decompress(rest, _PIECE)
                rest = reader.unconsumed_tail
    except zlib.error:
        return
