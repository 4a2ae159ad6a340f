"""The lines of an ablation, as text for the screen and as a section of docs/ablation.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEAD = """# What each weight and rule does

Made by `make ablate ROOM=… WRITE=1`: each entry is taken out in turn (a number is set to 0, halved, doubled), the
room's cases are run and plans are read, and what then changes is counted. An entry that changes nothing has no case, or
is not needed.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry does: tests that fail or pass only without it; documents and actions of the plans that change."""

    file: str
    name: str
    change: str
    failing: tuple[str, ...]
    mended: tuple[str, ...]
    documents: int
    actions: int
    case: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether neither a case nor a plan is read differently without the entry."""
        return not (self.failing or self.mended or self.documents)

    @property
    def case_stands(self) -> bool:
        """Whether the entry's own case fails without it; true where it names none."""
        return any(self.case in test for test in self.failing)

    def as_text(self) -> str:
        """Return the line for the screen."""
        said = [f"{len(self.failing)} tests fail" if self.failing else ""]
        said.append(f"{len(self.mended)} pass that failed" if self.mended else "")
        said.append(f"{self.documents} documents, {self.actions} actions differ" if self.documents else "")
        said.append(f"its case {self.case} does not fail" if self.case and not self.case_stands else "")
        told = "; ".join(filter(None, said)) or "NOTHING CHANGES"
        return f"  {self.name}: {self.change}: {told}" + (f" ({self.failing[0]})" if self.failing else "")


def section(room: str, cases: Sequence[str], with_plans: bool, lines: Sequence[Line]) -> str:
    """Return a room's section of the page."""
    idle = sum(line.changes_nothing for line in lines)
    head = (
        "| entry | change | tests that fail | documents | actions |"
        if with_plans
        else "| entry | change | tests that fail |"
    )
    rows = [head, re.sub(r"[^|]+", " --- ", head)]
    for line in lines:
        name = line.name.replace("|", "\\|")
        told = f"{len(line.failing)}" + (" (its case is not among them)" if line.case and not line.case_stands else "")
        numbers = f" {line.documents} | {line.actions} |" if with_plans else ""
        rows.append(f"| {name} | {line.change} | {told} |{numbers}")
    ran = ", ".join(f"`{case}`" for case in cases)
    return f"## {room}\n\nCases: {ran}. {idle} of {len(lines)} changes change nothing.\n\n" + "\n".join(rows) + "\n"


def write_section(page: Path, room: str, cases: Sequence[str], with_plans: bool, lines: Sequence[Line]) -> None:
    """Put a room's section into the page, in place of the old one; the page is made where there is none."""
    text = page.read_text("utf-8") if page.exists() else HEAD
    head, *sections = re.split(r"(?m)^(?=## )", text)
    kept = {part.split("\n", 1)[0]: part for part in sections}
    kept[f"## {room}"] = section(room, cases, with_plans, lines)
    page.write_text(head.rstrip() + "\n\n" + "\n".join(kept[name].rstrip() + "\n" for name in sorted(kept)), "utf-8")
