"""Equality action plans of UK councils as comparable tables: what a researcher imports.

    read_plan            one file to its rows
    read_plans           files and folders to Arrow tables
    read_tables          the tables of an earlier run
    parse_timescale      a "by when" cell to days
    parse_owners         a "who" cell to owners
    place_action         an action to its place in the LGA Equality Framework
    find_characteristics the protected characteristics that texts speak of

and the types of what they give. What stands in `__all__` keeps its name and meaning within a major version; everything
else in this distribution may change. Nothing is imported before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from councilplans.errors import CannotRead
    from councilplans.plans import Frames, Tables, read_plan, read_plans, read_tables
    from pipeline.normalise.characteristics import CharacteristicHit, find_characteristics
    from pipeline.normalise.framework import FrameworkPlace, place_action
    from pipeline.normalise.owner import OwnerMention, OwnerReading, parse_owners
    from pipeline.normalise.timescale import Period, PlanPeriod, Timescale, YearOver, parse_timescale
    from schema.rows import (
        ActionRow,
        CellRow,
        ChangeRow,
        DocumentRow,
        DoubtValue,
        IssueRow,
        OwnerRow,
        OwnerValue,
        PeriodValue,
        PlanRows,
        RuleValue,
    )

    __version__: str

_HOMES = {
    "councilplans.errors": ("CannotRead",),
    "councilplans.plans": ("Frames", "Tables", "read_plan", "read_plans", "read_tables"),
    "pipeline.normalise.characteristics": ("CharacteristicHit", "find_characteristics"),
    "pipeline.normalise.framework": ("FrameworkPlace", "place_action"),
    "pipeline.normalise.owner": ("OwnerMention", "OwnerReading", "parse_owners"),
    "pipeline.normalise.timescale": ("Period", "PlanPeriod", "Timescale", "YearOver", "parse_timescale"),
    "schema.rows": (
        "ActionRow",
        "CellRow",
        "ChangeRow",
        "DocumentRow",
        "DoubtValue",
        "IssueRow",
        "OwnerRow",
        "OwnerValue",
        "PeriodValue",
        "PlanRows",
        "RuleValue",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "ActionRow",
    "CannotRead",
    "CellRow",
    "ChangeRow",
    "CharacteristicHit",
    "DocumentRow",
    "DoubtValue",
    "Frames",
    "FrameworkPlace",
    "IssueRow",
    "OwnerMention",
    "OwnerReading",
    "OwnerRow",
    "OwnerValue",
    "Period",
    "PeriodValue",
    "PlanPeriod",
    "PlanRows",
    "RuleValue",
    "Tables",
    "Timescale",
    "YearOver",
    "__version__",
    "find_characteristics",
    "parse_owners",
    "parse_timescale",
    "place_action",
    "read_plan",
    "read_plans",
    "read_tables",
]


def __getattr__(name: str) -> Any:
    """Import a name of `__all__` when it is first asked for."""
    if name == "__version__":
        from pipeline.store.code_version import program_version

        value: Any = program_version()
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what is exported, imported yet or not."""
    return sorted({*globals(), *__all__})
