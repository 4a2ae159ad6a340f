"""What a run is told from outside: limits, passwords, and what `sources.toml` says of each file.

    # sources.toml, beside the plans
    [[source]]
    files = "exampleshire/*.pdf"       # glob below the folder that holds sources.toml; ** crosses folders
    council = "Exampleshire County Council"
    title = "Equality action plan 2024-28"
    password = "open sesame"
    abbreviations = { CMT = "Corporate Management Team" }

Every entry whose glob fits a file holds for it; where two say different things, the later one counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePosixPath
from re import Pattern
from re import compile as compile_pattern
from typing import Any

from extractors.limits import Limits

SOURCES_NAME = "sources.toml"
_TEXT_KEYS = ("council", "title", "password")


class SettingsError(ValueError):
    """Settings of ours that cannot be used; the message lists every fault and what to do."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What `sources.toml` says of the files that fit `files`; `None` where it says nothing."""

    files: str = "*"
    council: str | None = None
    title: str | None = None
    password: str | None = None
    abbreviations: tuple[tuple[str, str], ...] = ()  # (short form, words it stands for)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that may change how one document is read, apart from its bytes and the program itself."""

    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()  # tried in turn on a file that needs one
    sources: tuple[SourceEntry, ...] = ()
    timeout: float = 300.0  # seconds of wall time for one document
    max_memory_bytes: int = 6 * 1024**3  # address space of the process that reads one document; 0 for no limit

    def about(self, source: str) -> SourceEntry:
        """Unite what `sources.toml` says of one file; `source` is its path below the input root, with `/`."""
        council = title = password = None
        abbreviations: dict[str, str] = {}
        for entry in self.sources:
            if _fits(entry.files, source):
                council = entry.council or council
                title = entry.title or title
                password = entry.password or password
                abbreviations.update(entry.abbreviations)
        return SourceEntry(source, council, title, password, tuple(sorted(abbreviations.items())))

    def passwords_for(self, source: str) -> tuple[str, ...]:
        """Return the passwords to try on one file, its own first, each once."""
        own = self.about(source).password
        return tuple(dict.fromkeys(([own] if own else []) + list(self.passwords)))

    def for_document(self, source: str) -> Settings:
        """Give the part of these settings that bears on one file, so that another file's entry changes nothing here."""
        about = self.about(source)
        return Settings(self.limits, self.passwords, (about,), self.timeout, self.max_memory_bytes)

    def to_json(self) -> dict[str, Any]:
        """Return the settings as plain values for a worker's process."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Settings:
        """Read what `to_json` gave."""
        return cls(
            limits=Limits(**value["limits"]),
            passwords=tuple(value["passwords"]),
            sources=tuple(
                SourceEntry(**{**entry, "abbreviations": tuple((a, b) for a, b in entry["abbreviations"])})
                for entry in value["sources"]
            ),
            timeout=value["timeout"],
            max_memory_bytes=value["max_memory_bytes"],
        )


def read_sources(path: Path, prefix: str = "") -> tuple[SourceEntry, ...]:
    """Read a `sources.toml`; `prefix` is put before every glob. Raises SettingsError naming every fault."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}). Name a file that can.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not TOML ({error}). Correct it there.") from error
    return parse_sources(content, origin=str(path), prefix=prefix)


def parse_sources(content: Mapping[str, Any], *, origin: str, prefix: str = "") -> tuple[SourceEntry, ...]:
    """Type the content of a `sources.toml`. Raises SettingsError that lists every fault at once.

    >>> parse_sources({"source": [{"files": "a/*", "council": "Exampleshire"}]}, origin="x")[0].council
    'Exampleshire'
    """
    faults = [f"'{key}' is no table of this file; expected [[source]]" for key in content if key != "source"]
    entries: list[SourceEntry] = []
    tables = content.get("source", [])
    if not isinstance(tables, list):
        raise SettingsError(f"{origin}: [source] should be [[source]], one for each group of files.")
    for number, table in enumerate(tables, 1):
        where = f"[[source]] number {number}"
        for key in table:
            if key not in (*_TEXT_KEYS, "files", "abbreviations"):
                faults.append(f"{where}: '{key}' is not known; expected files, {', '.join(_TEXT_KEYS)}, abbreviations")
        for key in ("files", *_TEXT_KEYS):
            if not isinstance(table.get(key, ""), str):
                faults.append(f"{where}: '{key}' should be text in quotes")
        short_forms = table.get("abbreviations", {})
        if not isinstance(short_forms, dict) or not all(isinstance(words, str) for words in short_forms.values()):
            faults.append(f"{where}: 'abbreviations' should be a table of SHORT = \"words\"")
            short_forms = {}
        if not faults:
            values = {key: table.get(key) or None for key in _TEXT_KEYS}
            entries.append(
                SourceEntry(
                    prefix + table.get("files", "**"), abbreviations=tuple(sorted(short_forms.items())), **values
                )
            )
    if faults:
        raise SettingsError(f"{origin}: " + "; ".join(faults) + ".")
    return tuple(entries)


def _fits(glob: str, source: str) -> bool:
    """Whether a source fits a glob: the whole path, or a glob without `/` the file's name or a folder's."""
    if glob == source or _pattern(glob).match(source):
        return True
    if "/" not in glob.rstrip("/"):
        return any(_pattern(glob.rstrip("/")).match(part) for part in PurePosixPath(source).parts)
    return glob.endswith("/") and source.startswith(glob)


@lru_cache(maxsize=4096)
def _pattern(glob: str) -> Pattern[str]:
    return compile_pattern(translate(glob.replace("**/", "*").replace("**", "*")))
