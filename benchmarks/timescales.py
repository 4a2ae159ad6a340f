"""Phrases per second of the timescale reader, beside general date readers where those are installed.

Run as `python benchmarks/timescales.py`. dateparser, ctparse and edtf are no dependencies: install them in an
environment of their own to compare. Every reader reads the same phrases in the same process. No phrase is read twice
(the years differ), and our own reader is asked to read afresh, so that nobody's memory of earlier readings is timed.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline.normalise.timescale import parse_timescale
from pipeline.normalise.timescale.reading import read_afresh

PHRASES = [
    "Q3 October to December 2021",
    "Q4 2021/22",
    "Q1 & Q3 2023/24",
    "Quarter 2",
    "2022/23",
    "2019-20",
    "2021-25",
    "2023",
    "March 2022",
    "Mar-22",
    "Sept 22",
    "by end of June 2024",
    "31/03/2022",
    "1st April 2023",
    "May & November 2022",
    "April 2021 - March 2025",
    "From September 2021",
    "November 2022 and ongoing",
    "Spring 2024",
    "Winter 2022/23",
    "Autumn term 2023",
    "Year 1",
    "within 6 months",
    "Annually in March",
    "Bi-annual",
    "Ongoing",
    "TBC",
    "Early 2023",
    "June 2022 (revised to May 2023)",
    "Publication of Census 2021 data",
]


SHIFTS = range(-10, 10)  # years by which the phrases are moved to make them distinct


def distinct() -> list[str]:
    """Return the phrases with their four-digit years moved, none of them as it stands in `PHRASES`."""
    moved = [_moved(text, by) for by in SHIFTS if by for text in PHRASES]
    return [text for text in dict.fromkeys(moved) if text not in PHRASES]


def _moved(text: str, by: int) -> str:
    return re.sub(r"20\d\d", lambda year: str(int(year[0]) + by), text)


def others() -> dict[str, Callable[[str], Any]]:
    """Return the other readers that are installed, by name."""
    found: dict[str, Callable[[str], Any]] = {}
    reference = datetime(2021, 6, 1)
    try:
        dateparser = import_module("dateparser")
        settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": reference}
        found["dateparser"] = lambda text: dateparser.parse(text, settings=settings)
        found["dateparser, told English"] = lambda text: dateparser.parse(text, languages=["en"], settings=settings)
    except ImportError:
        pass
    try:
        ctparse = import_module("ctparse").ctparse
        logging.getLogger("ctparse").setLevel(logging.ERROR)
        found["ctparse"] = lambda text: _resolution(ctparse(text, ts=reference, timeout=2))
    except ImportError:
        pass
    with suppress(ImportError):
        found["edtf"] = import_module("edtf").text_to_edtf
    return found


def _resolution(parse: Any) -> Any:
    return None if parse is None else parse.resolution


def speed(read: Callable[[str], Any], phrases: list[str]) -> float:
    """Return phrases per second over one pass, after the thirty phrases of `PHRASES` have warmed the reader up."""
    for phrase in PHRASES:
        read(phrase)
    started = perf_counter()
    for phrase in phrases:
        read(phrase)
    return len(phrases) / (perf_counter() - started)


def main() -> None:
    """Print the speeds and, with `--readings`, what each reader makes of each phrase."""
    phrases = distinct()
    ours = max(speed(lambda text: read_afresh(text, None), phrases) for _ in range(3))
    print(f"councilplans: {ours:,.0f} phrases/s on {len(phrases)} distinct phrases")
    readers = others()
    for name, read in readers.items():
        theirs = speed(read, phrases)
        print(f"{name}: {theirs:,.0f} phrases/s on the same phrases; ratio {ours / theirs:,.1f}")
    if "--readings" in sys.argv:
        for phrase in PHRASES:
            theirs_say = [f"{name}: {read(phrase)}" for name, read in readers.items()]
            print(" | ".join([phrase, _ours(phrase), *theirs_say]))


def _ours(phrase: str) -> str:
    timescale = parse_timescale(phrase)
    said = [timescale.edtf, "ongoing" if timescale.ongoing else None, timescale.recurrence, timescale.state]
    return "; ".join([part for part in said if part] + list(timescale.flags))


if __name__ == "__main__":
    main()
