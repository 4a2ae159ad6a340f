"""What a run is told from outside: limits, passwords, and what `sources.toml` says of each file.

    # sources.toml, beside the plans
    [[source]]
    files = "exampleshire/*.pdf"       # glob below the folder that holds sources.toml; ** crosses folders
    council = "Exampleshire County Council"
    title = "Equality action plan 2024-28"
    password = "open sesame"
    abbreviations = { CMT = "Corporate Management Team" }
    plan = "the plan of 2024"          # files of one council with one name here hold one plan, with others another
    series = "whole council"           # plans of one council with one name here are editions of each other
    edition = 2024                     # the year in which the plan's period starts
    counts = true                      # of the files that hold this plan, the one that figures count
    url = "https://example.org/a.pdf"  # where it was fetched; `councilplans fetch` writes these two for its own files
    retrieved = 2026-11-29             # the day

    [groups]                           # groups of councils of one's own, to compare with
    "CIPFA neighbours" = ["Exampleshire County Council", "Otherham Borough Council"]

Every entry whose glob fits a file holds for it; where two say different things, the later one counts. All of them count
before what `sources.csv` says, the record of the files that `councilplans fetch` wrote.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePosixPath
from re import Pattern
from re import compile as compile_pattern
from typing import Any

from extractors.limits import Limits
from pipeline.correction import OF_OWNERS, Correction, in_order

SOURCES_NAME = "sources.toml"
CORRECTIONS_NAME = "corrections.csv"
RECORD_NAME = "sources.csv"  # what `councilplans fetch` wrote down of the files that it fetched
BESIDE_PLANS = (SOURCES_NAME, CORRECTIONS_NAME, RECORD_NAME)  # what lies beside the plans and is none
_TEXT_KEYS = ("council", "title", "password", "plan", "series", "url")
_KEYS = (*_TEXT_KEYS, "edition", "counts", "retrieved")
_YEARS = range(1990, 2100)  # that an edition may be of

Groups = tuple[tuple[str, tuple[str, ...]], ...]  # name of the group, names of councils


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
    plan: str | None = None
    series: str | None = None
    edition: int | None = None
    counts: bool = False
    url: str | None = None  # where the file was fetched
    retrieved: str | None = None  # the day, ISO 8601
    corrections: tuple[Correction, ...] = ()  # by people, of corrections.csv

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SourceEntry:
        """Read what `asdict` gave, passed through JSON."""
        abbreviations = tuple((short, words) for short, words in value["abbreviations"])
        corrections = tuple(Correction(**one) for one in value["corrections"])
        return cls(**{**value, "abbreviations": abbreviations, "corrections": corrections})


Origins = Mapping[str, SourceEntry]  # what a `sources.csv` says of files, by their paths below the input root


@dataclass(frozen=True, slots=True)
class Settings:
    """All that may change how one document is read, apart from its bytes and the program itself."""

    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()  # tried in turn on a file that needs one
    sources: tuple[SourceEntry, ...] = ()
    origins: Origins = field(default_factory=dict, hash=False)
    timeout: float = 300.0  # seconds of wall time for one document
    max_memory_bytes: int = 6 * 1024**3  # address space of the process that reads one document; 0 for no limit

    def about(self, source: str) -> SourceEntry:
        """Unite what `sources.toml` says of one file; `source` is its path below the input root, with `/`."""
        told: dict[str, Any] = {}
        abbreviations: dict[str, str] = {}
        corrections: list[Correction] = []
        own = self.origins.get(source)
        fitting = [entry for entry in self.sources if fits(entry.files, source)]
        for entry in fitting if own is None else [own, *fitting]:
            told.update({key: value for key in _KEYS if (value := getattr(entry, key))})
            abbreviations.update(entry.abbreviations)
            corrections += entry.corrections
        short_forms = tuple(sorted(abbreviations.items()))
        return SourceEntry(files=source, abbreviations=short_forms, corrections=in_order(corrections), **told)

    def passwords_for(self, source: str) -> tuple[str, ...]:
        """Return the passwords to try on one file, its own first, each once."""
        own = self.about(source).password
        return tuple(dict.fromkeys(([own] if own else []) + list(self.passwords)))

    def for_document(self, source: str) -> Settings:
        """Give the part of these settings that bears on one file, so that another file's entry changes nothing here."""
        about = self.about(source)
        return replace(self, sources=(about,), origins={})

    def to_json(self) -> dict[str, Any]:
        """Return the settings as plain values for a worker's process."""
        told = asdict(self)
        del told["origins"]  # what it says of a file goes with that file
        return told

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Settings:
        """Read what `to_json` gave."""
        return cls(
            limits=Limits(**value["limits"]),
            passwords=tuple(value["passwords"]),
            sources=tuple(map(SourceEntry.from_json, value["sources"])),
            timeout=value["timeout"],
            max_memory_bytes=value["max_memory_bytes"],
        )


def read_sources(path: Path, prefix: str = "") -> tuple[SourceEntry, ...]:
    """Read what a `sources.toml` says of files; `prefix` is put before every glob.

    Raises SettingsError naming every fault. What it says of councils is read by `read_groups`.
    """
    return parse_sources(_content(path), origin=str(path), prefix=prefix)


def read_origins(folder: Path) -> Origins:
    """Read what the `sources.csv` of a folder says of the files in it. Raises SettingsError where it cannot be read."""
    path = folder / RECORD_NAME
    try:
        return parse_origins(path.read_bytes(), origin=str(path))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error


def parse_origins(data: bytes, *, origin: str) -> Origins:
    """Type the content of a `sources.csv`. Raises SettingsError where it is none.

    >>> parse_origins(b"file,council,url,retrieved\\na/b.pdf,A,https://a.uk/b,2026-11-29T10:00:00Z", origin="x")[
    ...     "a/b.pdf"
    ... ].retrieved
    '2026-11-29'
    """
    try:
        lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{origin}: is no CSV in UTF-8. Make it again with 'councilplans fetch'.") from error
    entries = {}
    for line in lines:
        file, day = line.get("file") or "", (line.get("retrieved") or "")[:10]
        council, title, url = ((line.get(key) or "").removeprefix("'") or None for key in ("council", "title", "url"))
        if file:
            entries[file] = SourceEntry(file, council, title, url=url, retrieved=day if _is_day(day) else None)
    return entries


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def read_groups(path: Path) -> Groups:
    """Read the groups of councils of a `sources.toml`. Raises SettingsError naming every fault."""
    return parse_groups(_content(path), origin=str(path))


def correction_entries(corrections: Iterable[Correction]) -> tuple[SourceEntry, ...]:
    """Return corrections as entries for the files that they may hold for.

    A file is found by its bytes or by a glob; what may be either stands in an entry for each.
    """
    by_bytes = [replace(one, files="") for one in corrections if one.sha256 and one.field not in OF_OWNERS]
    by_glob: dict[str, list[Correction]] = {}
    for one in corrections:
        if one.files and one.field not in OF_OWNERS:
            by_glob.setdefault(one.files, []).append(replace(one, sha256="", files=""))
    entries = [SourceEntry(glob, corrections=in_order(some)) for glob, some in sorted(by_glob.items())]
    return (*entries, SourceEntry("**", corrections=in_order(by_bytes))) if by_bytes else tuple(entries)


def _content(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}). Name a file that can.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not TOML ({error}). Correct it there.") from error


def parse_groups(content: Mapping[str, Any], *, origin: str) -> Groups:
    """Type the groups of a `sources.toml`, sorted. Raises SettingsError that lists every fault at once.

    >>> parse_groups({"groups": {"Near": ["B Council", "A Council"]}}, origin="x")
    (('Near', ('A Council', 'B Council')),)
    """
    groups = content.get("groups", {})
    if not isinstance(groups, dict):
        raise SettingsError(
            f'{origin}: \'groups\' should be a table: [groups] and lines like "Near us" = ["A Council"].'
        )
    faults = [
        f"[groups] '{name}' should be a list of names of councils in quotes"
        for name, members in groups.items()
        if not isinstance(members, list) or not all(isinstance(member, str) for member in members)
    ]
    if faults:
        raise SettingsError(f"{origin}: " + "; ".join(faults) + ".")
    return tuple(sorted((name, tuple(sorted(set(members)))) for name, members in groups.items()))


def parse_sources(content: Mapping[str, Any], *, origin: str, prefix: str = "") -> tuple[SourceEntry, ...]:
    """Type the content of a `sources.toml`. Raises SettingsError that lists every fault at once.

    >>> parse_sources({"source": [{"files": "a/*", "council": "Exampleshire"}]}, origin="x")[0].council
    'Exampleshire'
    """
    faults = [
        f"'{key}' is no table of this file; expected [[source]] or [groups]"
        for key in content
        if key not in ("source", "groups")
    ]
    entries: list[SourceEntry] = []
    tables = content.get("source", [])
    if not isinstance(tables, list):
        raise SettingsError(f"{origin}: [source] should be [[source]], one for each group of files.")
    for number, table in enumerate(tables, 1):
        where = f"[[source]] number {number}"
        for key in table:
            if key not in (*_KEYS, "files", "abbreviations"):
                faults.append(f"{where}: '{key}' is not known; expected files, {', '.join(_KEYS)}, abbreviations")
        for key in ("files", *_TEXT_KEYS):
            if not isinstance(table.get(key, ""), str):
                faults.append(f"{where}: '{key}' should be text in quotes")
        edition, counts = table.get("edition"), table.get("counts", False)
        if edition is not None and (not isinstance(edition, int) or edition not in _YEARS):
            faults.append(f"{where}: 'edition' should be a year, such as 2024, without quotes")
        if not isinstance(table.get("retrieved", date.min), date):
            faults.append(f"{where}: 'retrieved' should be a day, such as 2026-11-29, without quotes")
        if not isinstance(counts, bool):
            faults.append(f"{where}: 'counts' should be true or false, without quotes")
        short_forms = table.get("abbreviations", {})
        if not isinstance(short_forms, dict) or not all(isinstance(words, str) for words in short_forms.values()):
            faults.append(f"{where}: 'abbreviations' should be a table of SHORT = \"words\"")
            short_forms = {}
        if not faults:
            values = {key: table[key] for key in _KEYS if table.get(key)}
            if "retrieved" in values:
                values["retrieved"] = values["retrieved"].isoformat()[:10]
            files, short = prefix + table.get("files", "**"), tuple(sorted(short_forms.items()))
            entries.append(SourceEntry(files, abbreviations=short, **values))
    if faults:
        raise SettingsError(f"{origin}: " + "; ".join(faults) + ".")
    return tuple(entries)


def fits(glob: str, source: str) -> bool:
    """Return whether a source fits a glob: the whole path, or a glob without `/` the file's name or a folder's."""
    if glob == source or _pattern(glob).match(source):
        return True
    if "/" not in glob.rstrip("/"):
        return any(_pattern(glob.rstrip("/")).match(part) for part in PurePosixPath(source).parts)
    return glob.endswith("/") and source.startswith(glob)


@lru_cache(maxsize=4096)
def _pattern(glob: str) -> Pattern[str]:
    return compile_pattern(translate(glob.replace("**/", "*").replace("**", "*")))
