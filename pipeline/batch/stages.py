"""Seconds by stage of what a worker does, measured from outside: functions are wrapped where they are called.

Nothing in the code that reads knows of clocks, and nothing is wrapped unless a run asks for it. A stage is named by its
path (`extract/pages` is inside `extract`) and holds its own seconds, those of the stages inside left out. `route: …`
and `pages: …` count extraction once more, by how the tables were found.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any

DOCUMENT = "document"
ROUTE = "route: "
PAGES = "pages: "

WATCHED: Mapping[str, tuple[str, ...]] = {
    "open": ("pipeline.batch.unit:read_bytes",),
    "keep": ("pipeline.store.documents:DocumentCache.get", "pipeline.store.documents:DocumentCache.put"),
    "extract": ("pipeline.plan:extract_bytes",),
    "pages": ("extractors.pdf.reader:read_page",),
    "tags": ("extractors.pdf.reader:read_tags",),
    "tables": ("extractors.pdf.reader:find_parts",),
    "prose": ("extractors.pdf.reader:read_pieces", "extractors.pdf.reader:name_pieces"),
    "read": ("pipeline.read.reading:read_document",),
    "normalise": ("pipeline.plan_rows:rows_of",),
    "timescale": (
        "pipeline.years_over:parse_timescale",
        "pipeline.years_over:timescale_pair",
        "pipeline.plan_rows:plan_period_from_text",
    ),
    "owner": ("pipeline.plan_rows:parse_owners",),
    "abbreviations": ("pipeline.plan_rows:find_abbreviations",),
    "framework": ("pipeline.plan_rows:place_action",),
    "characteristics": ("pipeline.plan_rows:find_characteristics",),
    "council": ("pipeline.plan_rows:match_council",),
    "status": ("pipeline.plan_rows:read_status", "pipeline.plan_rows:read_rag"),
    "check": (
        "pipeline.batch.unit:find_faults",
        "pipeline.batch.unit:find_doubts",
        "pipeline.batch.unit:find_unknown_codes",
    ),
    "write part": ("pipeline.batch.unit:write_part",),
    DOCUMENT: ("pipeline.batch.unit:read_unit",),
}
"""The functions of each stage, as `module:name` where they are called from."""


class Stages:
    """Adds up seconds by stage in one thread."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._open: list[list[Any]] = []  # of the stages that are running: path, seconds of those inside

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and adds its seconds to a stage."""

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            above = self._open[-1] if self._open else None
            path = f"{above[0]}/{stage}" if above and above[0] != DOCUMENT else stage
            self._open.append([path, 0.0])
            began = self._clock()
            try:
                given = function(*args, **kwargs)
            finally:
                took = self._clock() - began
                inside = self._open.pop()[1]
                self._seconds[path] += took - inside
                if above is not None:
                    above[1] += took
            if stage == "extract":
                self._count_route(given, took)
            return given

        return call

    def take(self) -> dict[str, float]:
        """Return the seconds since the last call."""
        taken = {path: round(seconds, 6) for path, seconds in self._seconds.items()}
        self._seconds.clear()
        return taken

    def _count_route(self, document: Any, seconds: float) -> None:
        routes = sorted({table.route for table in document.tables})
        route = "+".join(routes) or f"no table, {document.media_type}"
        self._seconds[ROUTE + route] += seconds
        self._seconds[PAGES + route] += document.pages or 0


def watch_stages() -> Stages:
    """Wrap every watched function of this process. Raises AttributeError where one is no longer there."""
    stages = Stages()
    for stage, names in WATCHED.items():
        for name in names:
            module, _, path = name.partition(":")
            owner = import_module(module)
            *outer, last = path.split(".")
            for part in outer:
                owner = getattr(owner, part)
            setattr(owner, last, stages.timed(stage, getattr(owner, last)))
    return stages


def inclusive(stages: Mapping[str, float]) -> dict[str, float]:
    """Return for each stage its seconds with those of the stages inside, in the order of their paths."""
    paths = [path for path in stages if not path.startswith((ROUTE, PAGES))]
    return {
        path: sum(seconds for other, seconds in stages.items() if other == path or other.startswith(f"{path}/"))
        for path in sorted(paths)
    }
