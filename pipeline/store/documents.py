"""Documents as they were extracted, kept so that a changed lexicon or reading rule does not open the files again.

A document is found by its file's bytes and by what extraction depends on: the code of `extractors`, the libraries that
read, the limits and the passwords tried. It is stored as JSON (zlib) behind a checksum, fields by position: plain
values that no reader can be made to run. What is damaged counts as not there. A file that could not be read has no
entry and is opened again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from extractors.document import Block, Box, Cell, Document, Heading, Note, Paragraph, Table, Uncounted
from pipeline.settings import Settings
from pipeline.store.atomic import write_atomically
from pipeline.store.code_version import extraction_fingerprint
from pipeline.store.parts import remove_others

DOCUMENTS = ".documents"
SUFFIX = ".doc"
_MAGIC = b"councilplans document 1 "
_CHECKSUM = 32
_HEAD = len(_MAGIC) + _CHECKSUM
_LEVEL = 1  # of zlib: the fastest, a third larger than the best
_BLOCKS: tuple[type[Block], ...] = (Heading, Paragraph, Table)


class DocumentCache:
    """The documents kept in one output folder."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def path(self, key: str) -> Path:
        """Return the place of a document."""
        return self._out / document_name(key)

    def get(self, key: str) -> Document | None:
        """Read a document, or give None where there is none or it is damaged."""
        try:
            content = self.path(key).read_bytes()
        except OSError:
            return None
        return unpack(content)

    def put(self, key: str, document: Document) -> None:
        """Keep a document. A disk that has no room costs the next run time and nothing else, so nothing is raised."""
        with suppress(OSError):
            write_atomically(self.path(key), pack(document), durable=False)

    def keep_only(self, keys: Container[str]) -> int:
        """Remove every document whose key is not among `keys`; give how many were removed."""
        return remove_others(self._out / DOCUMENTS, SUFFIX, keys)


def document_name(key: str) -> str:
    """Return the name of a kept document below the output folder; they are spread over 256 folders."""
    return f"{DOCUMENTS}/{key[:2]}/{key}{SUFFIX}"


def document_key(content_sha256: str, source: str, settings: Settings) -> str:
    """Return the key of an extracted document; its name and its folder do not matter."""
    depends_on = [
        extraction_fingerprint(),
        content_sha256,
        asdict(settings.limits),
        list(settings.passwords_for(source)),
    ]
    return hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()


def pack(document: Document) -> bytes:
    """Return a document as bytes: a mark, a checksum, compressed JSON."""
    text = json.dumps(document, separators=(",", ":"), default=_plain, check_circular=False)
    payload = zlib.compress(text.encode(), _LEVEL)
    return _MAGIC + hashlib.sha256(payload).digest() + payload


def unpack(content: bytes) -> Document | None:
    """Read what `pack` gave, or give None where it is damaged."""
    payload = memoryview(content)[_HEAD:]
    if content[: len(_MAGIC)] != _MAGIC or content[len(_MAGIC) : _HEAD] != hashlib.sha256(payload).digest():
        return None
    try:
        document: Document = _built(Document, json.loads(zlib.decompress(payload)))
    except (TypeError, ValueError, IndexError, zlib.error):
        return None
    return document


def _plain(value: Any) -> Any:
    """Return what JSON has no form for: the fields of a dataclass in order, a block's after its kind; a plain number.

    Raises TypeError for anything else that a document must not hold.
    """
    kind = type(value)
    if kind in _VALUES:
        values = [*_KINDS.get(kind, ()), *_VALUES[kind](value)]
        if kind is Table:  # at once: JSON would come back here for each of thousands of cells
            values[_CELLS_AT] = [*map(_VALUES[Cell], value.cells)]
        return values
    if hasattr(value, "item"):  # a number of an array library
        return value.item()
    raise TypeError(f"a document holds a {kind.__name__}, which JSON has no form for")


_NAMES: Mapping[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (Document, Note, Cell, *_BLOCKS)
}
_VALUES: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_KINDS: Mapping[type, tuple[int]] = {kind: (number,) for number, kind in enumerate(_BLOCKS)}
_CELLS_AT = 1 + _NAMES[Table].index("cells")  # after the kind

_INNER: Mapping[str, Callable[[Any], Any]] = {
    "box": lambda values: values and Box(*values),
    "blocks": lambda values: tuple(_built(_BLOCKS[value[0]], value[1:]) for value in values),
    "cells": lambda values: tuple(_built(Cell, value) for value in values),
    "inside": lambda values: values and tuple(values),
    "furniture": lambda values: values if isinstance(values, bool) else tuple(_built(Cell, value) for value in values),
    "uncounted": lambda values: tuple(Uncounted(*value) for value in values),
    "notes": lambda values: tuple(_built(Note, value) for value in values),
}


def _built(kind: Any, values: list[Any]) -> Any:
    given = zip(_NAMES[kind], values, strict=True)
    return kind(**{name: _INNER[name](value) if name in _INNER else value for name, value in given})
