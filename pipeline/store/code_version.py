"""Which program reads: its version for people, and a fingerprint of its code, lexicons and libraries for the parts."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_PACKAGES = ("extractors", "schema", "pipeline")
_NO_BEARING = ("batch", "cli", "report")  # folders of `pipeline` that change no row
_KINDS = {".py", ".toml", ".csv", ".json"}
_LIBRARIES = ("lxml", "pdfplumber", "pyarrow", "pypdfium2", "python-docx", "rapidfuzz", "rapidocr", "spacy")


@cache
def program_version() -> str:
    """Give the program's version as people cite it."""
    return _installed("councilplans") or "0"


def code_fingerprint() -> str:
    """Give 16 hexadecimal digits that change when code, a lexicon, a codelist or a library that reads changes."""
    return _pinned or _computed()


def pin_fingerprint(fingerprint: str) -> None:
    """Use a fingerprint that is known: a worker takes its parent's, so that one run has one."""
    global _pinned  # noqa: PLW0603 - set once, when a process starts
    _pinned = fingerprint


_pinned: str | None = None


@cache
def _computed() -> str:
    digest = hashlib.sha256()
    for package in _PACKAGES:
        spec = find_spec(package)
        for root in map(Path, (spec and spec.submodule_search_locations) or ()):
            for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
                inner = path.relative_to(root)
                if path.suffix in _KINDS and not (package == "pipeline" and inner.parts[0] in _NO_BEARING):
                    digest.update(f"{package}/{inner.as_posix()}\0".encode())
                    digest.update(hashlib.sha256(path.read_bytes()).digest())
    for library in _LIBRARIES:
        digest.update(f"{library}={_installed(library)}\0".encode())
    return digest.hexdigest()[:16]


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
