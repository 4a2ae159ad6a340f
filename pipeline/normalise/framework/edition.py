"""The framework as published: modules, themes, and the names of modules in every edition, from the codelist.

Source: LGA Equality Framework for Local Government, 2021 edition; `schema/codelists/eflg_2021.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schema.toml_file import read_toml_file


@dataclass(frozen=True, slots=True)
class Module:
    """One of the four modules; `name` is the value of `eflg_module`."""

    number: str  # "1" to "4"
    name: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the 18 themes; `name` is the value of `eflg_theme`."""

    number: str  # "1.1" to "4.5": the module's number, then its own
    name: str
    covers: str


@dataclass(frozen=True, slots=True)
class ModuleName:
    """A name that a module has in some edition; `themes` are those it points to where it is only part of a module."""

    name: str
    module: str
    edition: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The framework in one edition, with the names of the editions before it."""

    edition: str
    modules: tuple[Module, ...]
    themes: tuple[Theme, ...]
    names: tuple[ModuleName, ...]

    def module(self, number: str) -> Module:
        """Give a module by its number, or by that of one of its themes."""
        return next(module for module in self.modules if module.number == number.partition(".")[0])

    def theme(self, number: str) -> Theme:
        """Give a theme by its number."""
        return next(theme for theme in self.themes if theme.number == number)


def parse_edition(data: Mapping[str, Any]) -> Edition:
    """Type the codelist's contents; raise ValueError for a theme or name of no module."""
    modules = tuple(Module(entry["number"], entry["name"]) for entry in data["module"])
    themes = tuple(Theme(entry["number"], entry["name"], entry["covers"]) for entry in data["theme"])
    names = [ModuleName(module.name, module.number, data["edition"]) for module in modules]
    for entry in data["module"]:
        names += [ModuleName(name, entry["number"], data["edition"]) for name in entry.get("also", ())]
    for entry in data["heading"]:
        names.append(ModuleName(entry["name"], entry["module"], entry["edition"], tuple(entry.get("themes", ()))))
    numbers = {module.number for module in modules}
    faults = [theme.number for theme in themes if theme.number.split(".")[0] not in numbers]
    faults += [name.name for name in names if name.module not in numbers]
    faults += [name.name for name in names if not set(name.themes) <= {theme.number for theme in themes}]
    if faults:
        raise ValueError(f"eflg codelist: of no module or theme: {', '.join(faults)}")
    return Edition(data["edition"], modules, themes, tuple(names))


@lru_cache(maxsize=1)
def read_edition() -> Edition:
    """Read the edition that the program works with."""
    return parse_edition(read_toml_file("schema", "codelists/eflg_2021.toml"))
