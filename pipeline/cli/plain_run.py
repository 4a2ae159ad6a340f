"""The ordinary command line of `run`, read without the library that reads all others.

Typer and what it needs take longer to load than a small plan takes to read. Paths and a few options are read here;
whatever else is typed (help, a fault, an option that is seldom used or written otherwise) is left to Typer, which says
what is wrong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

OUT = "data/normalised"
TIMEOUT = 300.0  # seconds for one file
MEMORY = 6144  # MiB for one file

FLAGS = {
    "--strict": "strict",
    "--csv": "csv",
    "--xlsx": "xlsx",
    "--timings": "timings",
    "--profile": "profile",
    "--quiet": "quiet",
    "-q": "quiet",
    "--log-json": "log_json",
}
"""Options without a value, with what each is called in the code."""
_JOBS = re.compile(r"[0-9]{1,4}")
_NOT_PLAIN = re.compile(r"-|.*://|$")
_EXPANDED = re.compile(r"[*?\[~$%]")  # what Typer puts paths or variables for on Windows, whose shell does not


def read_plain(words: Sequence[str]) -> dict[str, Any] | None:
    """Return what `run` is asked for, by the names of `Wanted`; None where that is for Typer to read.

    >>> read_plain(["run", "plans", "--out", "tables", "-q"])["paths"]
    ('plans',)
    >>> read_plain(["run", "--help"])
    """
    if not words or words[0] != "run" or (sys.platform == "win32" and any(map(_EXPANDED.search, words))):
        return None
    told: dict[str, Any] = {"out": OUT, "timeout": TIMEOUT, "memory": MEMORY * 1024**2}
    paths: list[str] = []
    rest = iter(words[1:])
    for word in rest:
        if word in FLAGS:
            told[FLAGS[word]] = True
        elif word == "--jobs" and _JOBS.fullmatch(value := next(rest, "")):
            told["jobs"] = int(value)
        elif word == "--out" and not _NOT_PLAIN.match(value := next(rest, "")):
            told["out"] = value
        elif _NOT_PLAIN.match(word):
            return None
        else:
            paths.append(word)
    return {"paths": tuple(paths), **told} if paths else None
