"""Which program reads: its version for people, fingerprints of its code, lexicons and libraries for what is kept."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec

_PACKAGES = ("extractors", "schema", "pipeline")
# folders of `pipeline` that change no row
_NO_BEARING = ("audit", "batch", "cli", "fetch", "looks", "publish", "report", "review")
_OF_THE_SET = ("compare",)  # and those that change none of one document alone,
_OF_ONE = ("compare/sketch.py",)  # these apart
_KINDS = {".py", ".toml", ".csv", ".json"}
_VERSION = re.compile(r"^Version: *(\S+) *$", re.MULTILINE)
# Distributions whose versions can change what is read; a test holds them to what the code imports.
EXTRACTING = (
    "cssselect2",
    "lxml",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pillow",
    "pypdfium2",
    "rapidocr",
    "tinycss2",
    "webencodings",
)
LIBRARIES = (*EXTRACTING, "pyarrow", "rapidfuzz")


def program_version() -> str:
    """Return the program's version as people cite it."""
    return (_pinned and _pinned.version) or _installed("councilplans") or "0"


def build_name() -> str:
    """Return the program's version with what tells one build from another: code, Python and system.

    The build is the fingerprint of all that makes rows: two programs that name the same one read alike.
    """
    import platform

    python = f"Python {platform.python_version()}"
    return f"{program_version()} (build {code_fingerprint()}, {python}, {platform.system()} {platform.machine()})"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What tells one program from another: 16 hexadecimal digits each."""

    code: str  # of all that makes rows: code, lexicons, codelists, libraries
    extraction: str  # of what makes documents: the code of `extractors` and the libraries that read
    tables: str = ""  # of all that makes tables from the rows of documents, and those rows
    version: str = field(default="", compare=False)  # as people cite it


def code_fingerprint() -> str:
    """Return 16 hexadecimal digits that change when code, a lexicon, a codelist or a library that reads changes."""
    return fingerprints().code


def tables_fingerprint() -> str:
    """Return 16 hexadecimal digits that change when what makes tables from parts changes, or what makes the parts."""
    return fingerprints().tables


def extraction_fingerprint() -> str:
    """Return 16 hexadecimal digits that change when what turns files into documents changes."""
    return fingerprints().extraction


def fingerprints() -> Fingerprints:
    """Return the fingerprints of the program that runs."""
    return _pinned or _computed()


def pin_fingerprints(known: Fingerprints) -> None:
    """Use fingerprints that are known: a worker takes its parent's, so that one run has one program."""
    global _pinned  # noqa: PLW0603 - set once, when a process starts
    _pinned = known


_pinned: Fingerprints | None = None


@cache
def _computed() -> Fingerprints:
    return Fingerprints(
        _digest(_PACKAGES, LIBRARIES, (*_NO_BEARING, *_OF_THE_SET)),
        _digest(("extractors",), EXTRACTING),
        _digest(_PACKAGES, LIBRARIES, _NO_BEARING),
        program_version(),
    )


def _digest(packages: tuple[str, ...], libraries: tuple[str, ...], left_out: tuple[str, ...] = ()) -> str:
    digest = hashlib.sha256()
    for package in packages:
        for inner, content in _files(package):
            left = package == "pipeline" and inner.split("/", 1)[0] in left_out and inner not in _OF_ONE
            if not left:
                digest.update(f"{package}/{inner}\0".encode())
                digest.update(content)
    for library in libraries:
        digest.update(f"{library}={_installed(library)}\0".encode())
    return digest.hexdigest()[:16]


@cache
def _files(package: str) -> tuple[tuple[str, bytes], ...]:
    """Return the files of a package that bear on rows: the path inside it, with `/`, and the SHA-256 of the content."""
    spec = find_spec(package)
    found: list[tuple[str, bytes]] = []
    for root in (spec and spec.submodule_search_locations) or ():
        for folder, _, names in os.walk(root):
            inner = folder[len(root) :].replace(os.sep, "/").strip("/")
            for name in names:
                if os.path.splitext(name)[1] in _KINDS:  # noqa: PTH122 - hundreds of paths at each start
                    with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123
                        found.append((f"{inner}/{name}".lstrip("/"), hashlib.sha256(file.read()).digest()))
    return tuple(sorted(found))


@cache
def _installed(package: str) -> str | None:
    """Return the version of an installed distribution; its line alone is read, as parsing all of them takes longer."""
    from importlib.metadata import PackageNotFoundError, distribution  # not in a worker, which is told

    try:
        found = distribution(package)
    except PackageNotFoundError:
        return None
    told = _VERSION.search(found.read_text("METADATA") or "")
    return told[1] if told else found.version
