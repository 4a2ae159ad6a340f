"""Codelists as data: every code that a column may hold, with its meaning, from the TOML files of `codelists/`.

A file is one codelist under the file's name: `[[code]]` entries with `code` and `meaning`. The codelist `flags` unites
`flags.toml` with every `*_flags.toml`, whose entries say besides how much the thing matters, whose doubt it is and what
a person is told. A file of another shape is another module's and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from schema.rows import Responsible, Severity
from schema.toml_file import read_toml_file

SEVERITIES = ("info", "warning", "error")
RESPONSIBLE = ("publisher", "reader")


class CodelistError(ValueError):
    """Codelists that contradict themselves; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a codelist and what it means."""

    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Flag(Code):
    """One flag: `message` is what a person is told where the code that raises it has nothing more precise to say."""

    severity: Severity = "warning"
    responsible: Responsible = "reader"
    message: str = ""


@dataclass(frozen=True, slots=True)
class Codelist:
    """One codelist, in the order of its file."""

    name: str
    about: str
    codes: tuple[Code, ...]

    def __contains__(self, code: object) -> bool:
        """Whether a value is one of the codes."""
        return any(entry.code == code for entry in self.codes)

    def names(self) -> tuple[str, ...]:
        """Return the codes without their meanings."""
        return tuple(entry.code for entry in self.codes)


@lru_cache(maxsize=1)
def codelists() -> Mapping[str, Codelist]:
    """Return every codelist by name. Raises CodelistError where the files contradict themselves."""
    folder = files("schema") / "codelists"
    contents = {
        entry.name.removesuffix(".toml"): read_toml_file("schema", f"codelists/{entry.name}")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    return parse_codelists(contents)


@lru_cache(maxsize=1)
def flags() -> Mapping[str, Flag]:
    """Return every flag by its code."""
    return {code.code: code for code in codelists()["flags"].codes if isinstance(code, Flag)}


def flag(code: str) -> Flag:
    """Return one flag; a code that no codelist knows gives a flag that says so, for a run must not stop at it."""
    return flags().get(code) or Flag(code, "This code stands in no codelist.", "warning", "reader", "")


def parse_codelists(contents: Mapping[str, Mapping[str, Any]]) -> dict[str, Codelist]:
    """Type the contents of the codelist files, given by file name without `.toml`. Raises CodelistError.

    >>> parse_codelists({"rag": {"about": "Ratings.", "code": [{"code": "red", "meaning": "Late."}]}})["rag"].names()
    ('red',)
    """
    faults: list[str] = []
    result: dict[str, Codelist] = {}
    united: list[Code] = []
    for name in sorted(contents, key=lambda name: (name != "flags", name)):
        content = contents[name]
        entries = list(_entries(content))
        if not entries:
            continue
        if name == "flags" or name.endswith("_flags"):
            united += [_flag(entry, name, faults) for entry in entries]
        else:
            codes = tuple(Code(entry["code"], str(entry.get("meaning", ""))) for entry in entries)
            faults += [f"{name}.toml: '{code}' stands twice. Keep it once." for code in _twice(codes)]
            result[name] = Codelist(name, str(content.get("about", "")), codes)
    faults += [f"flags: '{code}' stands twice in the *_flags.toml files. Keep it once." for code in _twice(united)]
    if united:
        result["flags"] = Codelist("flags", str(contents.get("flags", {}).get("about", "")), tuple(united))
    if faults:
        raise CodelistError(" ".join(faults))
    return result


def _entries(content: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Give the entries of a file: `[[code]]` or `[[flag]]` lists, or tables named by their code that have a meaning."""
    for key in ("code", "flag"):
        listed = content.get(key)
        if isinstance(listed, list):
            yield from (entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("code"), str))
    for key, value in content.items():
        nested = value.items() if key in ("codes", "flags") and isinstance(value, dict) else [(key, value)]
        for code, entry in nested:
            if isinstance(entry, dict) and isinstance(entry.get("meaning"), str) and "code" not in entry:
                yield {"code": code, **entry}


def _flag(entry: Mapping[str, Any], name: str, faults: list[str]) -> Flag:
    severity = entry.get("severity", "info" if entry.get("kind") == "info" else "warning")
    responsible = entry.get("responsible", "reader")
    if severity not in SEVERITIES:
        faults.append(f"{name}.toml: '{entry['code']}' has severity '{severity}'; expected {', '.join(SEVERITIES)}.")
    if responsible not in RESPONSIBLE:
        faults.append(
            f"{name}.toml: '{entry['code']}' has responsible '{responsible}'; expected {', '.join(RESPONSIBLE)}."
        )
    meaning = str(entry.get("meaning", ""))
    return Flag(
        entry["code"],
        meaning,
        cast(Severity, severity),
        cast(Responsible, responsible),
        str(entry.get("message", "")) or meaning,
    )


def _twice(codes: Iterable[Code]) -> list[str]:
    seen: set[str] = set()
    return [entry.code for entry in codes if entry.code in seen or seen.add(entry.code)]  # type: ignore[func-returns-value]
