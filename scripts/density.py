"""How dense the conditions of each room are: `python -m scripts.density [--check | --record ROOM… | --worst N]`.

The measure is boolean operators (`and`, `or`) in a thousand lines of functions, from `def` to the last line. What is
recorded in density.toml may only fall: `--check` fails where a room is denser than its record, or a function holds more
operators than the most that any may hold, unless it stands on the list of the worst with as many. `--record` writes
what stands now where it is lower, and never what is higher; a function that moves keeps its number, changed by hand.
"""

from __future__ import annotations

import argparse
import ast
import math
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

ROOT = Path(__file__).resolve().parents[1]
RECORD = Path(__file__).with_name("density.toml")
SLACK = 1.0  # by which a room may be above its record: plain lines that go are no fault
HEAD = """# The density of conditions: boolean operators in a thousand lines of functions, by room. It may only fall.
# Written by `make density RECORD="ROOM…"`, read by `make check`. A function that is not listed may hold
# `most_in_a_function`.

"""


@dataclass(frozen=True, slots=True)
class Function:
    """One function that stands in no other: where, its boolean operators, its lines from `def` on."""

    place: str  # `pipeline/read/rows.py:fold_rows`
    operators: int
    lines: int


@dataclass(frozen=True, slots=True)
class Density:
    """The figures of one room."""

    name: str
    functions: tuple[Function, ...]

    @property
    def operators(self) -> int:
        """Return the boolean operators of all its functions."""
        return sum(function.operators for function in self.functions)

    @property
    def lines(self) -> int:
        """Return the lines of all its functions."""
        return sum(function.lines for function in self.functions)

    @property
    def figure(self) -> float:
        """Return operators in a thousand lines; 0 where the room has no function."""
        return 1000 * self.operators / self.lines if self.lines else 0.0


def functions(text: str, file: str) -> Iterator[Function]:
    r"""Yield the functions of a source file, methods among them; what stands inside a function counts with it.

    >>> one = next(functions("def f(a, b):\n    return a and b or a\n", "x.py"))
    >>> one.place, one.operators, one.lines
    ('x.py:f', 2, 2)
    """
    for name, node in _outermost(ast.parse(text), ""):
        operators = sum(len(part.values) - 1 for part in ast.walk(node) if isinstance(part, ast.BoolOp))
        yield Function(f"{file}:{name}", operators, (node.end_lineno or node.lineno) - node.lineno + 1)


def _outermost(node: ast.AST, inside: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inside + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _outermost(child, f"{inside}{child.name}.")
        else:
            yield from _outermost(child, inside)


def measure(room: dict[str, Any]) -> Density:
    """Measure one room of density.toml: the Python files that its `files` patterns find."""
    paths = sorted({path for pattern in room["files"] for path in ROOT.glob(pattern)})
    found = [one for path in paths for one in functions(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())]
    return Density(room["name"], tuple(found))


def faults(record: dict[str, Any], measured: list[Density]) -> Iterator[str]:
    """Yield a sentence for each room and function that is above its record."""
    for room, now in zip(record["room"], measured, strict=True):
        if now.figure > room["most"] + SLACK:
            yield (
                f"{now.name}: {now.figure:.1f} boolean operators in a thousand lines, recorded {room['most']}. "
                "Make it a fact and a weight, or a smaller function; see CONTRIBUTING.md."
            )
    worst = record["worst"]
    for function in (function for room in measured for function in room.functions):
        most = max(worst.get(function.place, 0), record["most_in_a_function"])
        if function.operators > most:
            yield f"{function.place}: {function.operators} boolean operators, recorded {most}."


def lowered(record: dict[str, Any], measured: list[Density], rooms_named: Sequence[str] = ()) -> dict[str, Any]:
    """Return the record with what is lower now; functions that are gone or small enough leave the list.

    `rooms_named` are the rooms whose figure is lowered, all where none is named.
    """
    rooms = [
        {**room, "most": min(room["most"], math.ceil(now.figure * 10) / 10)}
        if not rooms_named or now.name in rooms_named
        else room
        for room, now in zip(record["room"], measured, strict=True)
    ]
    now = {function.place: function.operators for room in measured for function in room.functions}
    worst = {place: min(most, now[place]) for place, most in record["worst"].items() if place in now}
    worst = {place: most for place, most in worst.items() if most > record["most_in_a_function"]}
    ordered = dict(sorted(worst.items(), key=lambda item: (-item[1], item[0])))
    return {"most_in_a_function": record["most_in_a_function"], "room": rooms, "worst": ordered}


def main(words: list[str]) -> int:
    """Print the figures; check or record them. Exit code 1 where something is above its record."""
    parser = argparse.ArgumentParser(prog="python -m scripts.density", description=__doc__)
    parser.add_argument("--check", action="store_true", help="print only what is above its record")
    parser.add_argument("--record", nargs="*", metavar="ROOM", help="write what is lower now into density.toml")
    parser.add_argument("--worst", type=int, default=10, metavar="N", help="functions to name")
    args = parser.parse_args(words)
    record = tomllib.loads(RECORD.read_text("utf-8"))
    measured = [measure(room) for room in record["room"]]
    if args.record is not None:
        record = lowered(record, measured, args.record)
        RECORD.write_text(HEAD + tomli_w.dumps(record), "utf-8")
    if not args.check:
        for room, now in zip(record["room"], measured, strict=True):
            print(f"{now.name:12} {now.figure:6.1f} (recorded {room['most']}): {now.operators} in {now.lines} lines")
        every = (function for now in measured for function in now.functions)
        for function in sorted(every, key=lambda function: (-function.operators, function.place))[: args.worst]:
            print(f"{function.operators:5} {function.place}")
    found = list(faults(record, measured))
    for fault in found:
        print(f"FAULT {fault}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
