"""Seconds by stage on the screen: what `councilplans run --profile` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.batch.stages import PAGES, ROUTE, inclusive

if TYPE_CHECKING:
    from rich.console import Console

_TOLD_BY_PARENT = {"find": "find and hash files", "tables": "write tables"}


def print_profile(console: Console, stages: Mapping[str, float]) -> None:
    """Print seconds by stage, those inside a stage indented under it, then extraction by the way tables were found."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    table.add_column("stage")
    table.add_column("seconds", justify="right")
    table.add_column("share", justify="right")
    seconds = inclusive(stages)
    total = sum(took for path, took in seconds.items() if "/" not in path) or 1.0
    for path, took in seconds.items():
        name = path.rpartition("/")[2]
        table.add_row("  " * path.count("/") + _TOLD_BY_PARENT.get(path, name), f"{took:.2f}", f"{took / total:.0%}")
    console.print(table)
    routes = Table(box=SIMPLE_HEAD)
    for heading in ("extraction by route", "seconds", "pages", "pages/s"):
        routes.add_column(heading, justify="left" if heading.startswith("extraction") else "right")
    for key in sorted(stages):
        if key.startswith(ROUTE):
            route, took = key.removeprefix(ROUTE), stages[key]
            pages = stages.get(PAGES + route, 0.0)
            rate = f"{pages / took:.0f}" if pages and took else "–"
            routes.add_row(route, f"{took:.2f}", f"{pages:.0f}" if pages else "–", rate)
    if routes.row_count:
        console.print(routes)
    console.print("Seconds are summed over the worker processes; the rest of a document is under document.")
