"""`python -m tests.fuzz.guided PARSER`: coverage-guided fuzzing of one parser of text by atheris, which is optional.

The parser must take any text: an exception is a finding, and what it gives must hold its own promises. Options after
`--` are libFuzzer's (`-max_total_time=60`, a folder of inputs to begin with).
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType

_MISSING = (
    "Guided fuzzing needs atheris, which is not among the locked packages: .venv/bin/python -m pip install atheris\n"
)
_LETTERS = r"[^\W_]+"
_LONGEST = 400  # bytes; a cell of a plan has 40, and what is slow shows in short texts too


def timescales(text: str) -> None:
    """Any text gives a timescale whose periods end after they start."""
    from pipeline.normalise.timescale import parse_timescale

    found = parse_timescale(text)
    assert all(period.start <= period.end for period in found.periods), text


def owners(text: str) -> None:
    """Any text gives owners, each with words of the text."""
    from pipeline.fold import fold_space
    from pipeline.normalise.owner import parse_owners

    printed = set(re.findall(_LETTERS, fold_space(text)))
    for owner in parse_owners(text).mentions:
        assert owner.mention.strip(), text
        assert set(re.findall(_LETTERS, owner.mention)) <= printed, text


def texts(text: str) -> None:
    """Any text gives a document whose words all stand in it, or a status."""
    from extractors.document import count_words, table_texts
    from extractors.errors import DocumentUnreadable
    from extractors.limits import Limits
    from extractors.text import read_text

    try:
        document = read_text(text.encode(), Limits())
    except DocumentUnreadable as told:
        assert told.sentence
        return
    for table in document.tables:
        assert table.words == count_words(table_texts(table)), text


PARSERS: Mapping[str, Callable[[str], None]] = {"timescales": timescales, "owners": owners, "text": texts}
_SEEDS: Mapping[str, Sequence[str]] = {
    "timescales": ("Q3 2024/25", "By end of March 2026 and ongoing", "Spring 2023 - autumn 2024", "31/03/2025"),
    "owners": ("Head of HR / Comms team", "Director of Adults' Services (lead), CMT", "Cllr A; HR & OD"),
    "text": ("Ref\tAction\tOwner\n1\t<b>Train</b>\tHR\n\n12\n", "\tAction\n\tOwner\n\n\tPublish\n\tHR\n"),
}


def run_guided(atheris: ModuleType, parser: str, options: Sequence[str]) -> None:
    """Fuzz until libFuzzer's options say to stop; ends the process."""
    target = PARSERS[parser]
    with atheris.instrument_imports(include=["pipeline.normalise", "pipeline.fold", "extractors.text"]):
        for seed in _SEEDS[parser]:
            target(seed)  # imports what it needs

    def one_input(data: bytes) -> None:
        target(data.decode("utf-8", "replace"))

    atheris.Setup([sys.argv[0], f"-max_len={_LONGEST}", *options], one_input)
    atheris.Fuzz()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run by the options of the command line; exit code 3 where atheris is missing."""
    told = argparse.ArgumentParser(prog="python -m tests.fuzz.guided", description="Coverage-guided fuzzing.")
    told.add_argument("parser", choices=sorted(PARSERS))
    told.add_argument("options", nargs="*", help="libFuzzer's, after --")
    wanted = told.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write(_MISSING)
        return 3
    run_guided(importlib.import_module("atheris"), wanted.parser, wanted.options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
