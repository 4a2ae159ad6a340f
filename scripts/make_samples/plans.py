"""The content of the sample plans: TOML files beside this module, read into plans of groups of actions.

The expected rows come from here, never from what a reader made of the finished file. How a timescale or an owner is to
be understood stands, phrase by phrase, in `content/readings.toml`, written by hand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
TEXT_FIELDS = ("reference", "action", "outcome", "evidence", "progress", "owner_text", "timescale_text", "status_text")
COLUMN_FIELDS = (*TEXT_FIELDS, "start", "due", "rag")


@dataclass(frozen=True, slots=True)
class Action:
    """One action as the author means it; `printed` holds the columns by field, further columns by their heading."""

    printed: dict[str, str]
    theme: str | None
    objective: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that stand under one theme and, perhaps, one objective."""

    theme: str | None
    objective: str | None
    objective_reference: str | None
    lead: str | None  # one statement of the owner for the whole group
    note: str | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of an invented council."""

    name: str
    council: str  # the body, and the folder of its file
    title: str
    period: tuple[str, str] | None
    intro: tuple[str, ...]
    groups: tuple[Group, ...]
    listed: bool = True  # its name is that of a council or an authority

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions in document order."""
        return tuple(action for group in self.groups for action in group.actions)


@dataclass(frozen=True, slots=True)
class Readings:
    """What each phrase of the plans means, by the phrase as printed."""

    timescales: dict[str, dict[str, Any]] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)


def read_plan_content(name: str) -> Plan:
    """Read `content/<name>.toml`; raise ValueError where a row has not one value for each field."""
    data = tomllib.loads((CONTENT / f"{name}.toml").read_text("utf-8"))
    groups = []
    for entry in data["group"]:
        fields: list[str] = entry.get("fields", data.get("fields"))
        actions = []
        for row in entry["rows"]:
            if len(row) != len(fields):
                raise ValueError(f"{name}.toml: {row!r} has {len(row)} values for the {len(fields)} fields {fields}")
            printed = dict(zip(fields, row, strict=True))
            if "lead" in entry:
                printed["owner_text"] = entry["lead"]
            if "objective_reference" in entry:
                printed.setdefault("reference", entry["objective_reference"])
            actions.append(Action(printed, entry.get("theme"), entry.get("objective")))
        groups.append(
            Group(
                entry.get("theme"),
                entry.get("objective"),
                entry.get("objective_reference"),
                entry.get("lead"),
                entry.get("note"),
                tuple(actions),
            )
        )
    period = data.get("period")
    return Plan(
        name,
        data["council"],
        data["title"],
        (str(period[0]), str(period[1])) if period else None,
        tuple(data.get("intro", ())),
        tuple(groups),
        data.get("listed", True),
    )


def read_readings() -> Readings:
    """Read the hand-written readings of all phrases."""
    data = tomllib.loads((CONTENT / "readings.toml").read_text("utf-8"))
    return Readings(data["timescale"], data["owner"], data["status"])
