"""Reading the TOML files that come with a package: codelists, wordings, weights.

Parsing all of them takes longer than reading a small plan, in every process. So the parsed content is kept as JSON
where Python keeps byte code, in `__pycache__` or under PYTHONPYCACHEPREFIX. It counts no longer when the file's size or
time of change differ. Nothing is kept where PYTHONDONTWRITEBYTECODE is set or the folder cannot be written to.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

_FORM = b"councilplans toml 1 "


def read_toml_file(package: str, inner: str) -> dict[str, Any]:
    """Return the contents of a TOML file that comes with a package; `inner` is its path there, with `/`.

    >>> sorted(read_toml_file("schema", "codelists/rag.toml"))
    ['about', 'code']
    """
    source = files(package) / inner
    return read_kept(source) if isinstance(source, Path) else tomllib.loads(source.read_text("utf-8"))


def read_kept(path: Path) -> dict[str, Any]:
    """Return the contents of a TOML file of ours, as they were kept or parsed now and kept. Raises OSError."""
    place, mark = _place(path), _mark(path.stat())
    if place is None:
        return tomllib.loads(path.read_text("utf-8"))
    told = _find_kept(place, mark)
    if told is None:
        told = tomllib.loads(path.read_text("utf-8"))
        if not sys.dont_write_bytecode:
            _keep(path, place, mark, told)
    return told


def _place(path: Path) -> str | None:
    """Where the parsed content of a file is kept; None where this Python keeps nothing."""
    try:
        return cache_from_source(f"{path}.py").removesuffix(".pyc") + ".parsed"
    except NotImplementedError:
        return None


def _mark(source: os.stat_result) -> bytes:
    """What a kept content begins with that was made from this very file."""
    return _FORM + f"{source.st_size} {source.st_mtime_ns}\n".encode()


def _find_kept(place: str, mark: bytes) -> dict[str, Any] | None:
    try:
        content = Path(place).read_bytes()
        told = json.loads(content[len(mark) :]) if content.startswith(mark) else None
    except (OSError, ValueError):  # not there, or damaged
        return None
    return told if isinstance(told, dict) else None


def _keep(path: Path, place: str, mark: bytes, told: dict[str, Any]) -> None:
    try:
        content = json.dumps(told, ensure_ascii=False).encode()
    except TypeError:  # a day or a time of day, which JSON does not know
        return
    SourceFileLoader(path.name, str(path)).set_data(place, mark + content)  # whole or not at all, and raises nothing
