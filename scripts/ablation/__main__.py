"""The command: `python -m scripts.ablation [ROOM…] [--plans PATH…] [--only TEXT] [--write] [--list]`."""

from __future__ import annotations

import argparse
import queue
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.ablation.entries import Entry, entries
from scripts.ablation.table import Line, write_section
from scripts.ablation.trial import ROOT, Outcome, Workshop, workshop
from scripts.differences import documents_that_differ, rows_that_differ

ROOMS = Path(__file__).with_name("rooms.toml")


@dataclass(frozen=True, slots=True)
class Room:
    """A room of rooms.toml: its cases (arguments of pytest), and each entry of its parts with its file."""

    name: str
    cases: tuple[str, ...]
    entries: tuple[tuple[str, Entry], ...]


def read_rooms() -> list[Room]:
    """Read rooms.toml and the files that it names; raises ValueError naming a part that holds nothing."""
    return [_room(told) for told in tomllib.loads(ROOMS.read_text("utf-8"))["room"]]


def _room(told: dict[str, Any]) -> Room:
    found: list[tuple[str, Entry]] = []
    for part in told["part"]:
        path = ROOT / part["file"]
        try:
            of_part = entries(path.read_text("utf-8"), path.suffix, part["of"], part.get("zero", ""))
        except ValueError as error:
            raise ValueError(f"rooms.toml, {told['name']}: {part['file']}: {error}") from error
        found += [(part["file"], entry) for entry in of_part]
    return Room(told["name"], tuple(told["cases"]), tuple(found))


def try_room(room: Room, plans: Sequence[Path], jobs: int) -> list[Line]:
    """Try every entry of a room, in order. Raises SystemExit where the plans cannot be read as the program stands."""
    with ExitStack() as stack:
        shops: queue.SimpleQueue[Workshop] = queue.SimpleQueue()
        made = [stack.enter_context(workshop()) for _ in range(min(jobs, len(room.entries)))]
        with ThreadPoolExecutor(len(made)) as pool:
            whole, *_ = list(pool.map(lambda shop: shop.run(room.cases, plans), made))
            if plans and not whole.rows:
                raise SystemExit("The plans could not be read, so that nothing can be compared.")
            for shop in made:
                shops.put(shop)
            done = pool.map(lambda told: _try_entry(shops, room, told, plans, whole), room.entries)
            lines = []
            for line in done:
                lines.append(line)
                print(line.as_text(), flush=True)
    return lines


def _try_entry(
    shops: queue.SimpleQueue[Workshop], room: Room, told: tuple[str, Entry], plans: Sequence[Path], whole: Outcome
) -> Line:
    file, entry = told
    shop = shops.get()
    try:
        with shop.changed(file, entry.text):
            outcome = shop.run(room.cases, plans)
    finally:
        shops.put(shop)
    failing = tuple(sorted(outcome.failing - whole.failing))
    mended = tuple(sorted(whole.failing - outcome.failing))
    documents = len(documents_that_differ(whole.rows, outcome.rows))
    actions = rows_that_differ(whole.rows, outcome.rows, "actions")
    return Line(file, entry.name, entry.change, failing, mended, documents, actions, entry.case)


def main(words: list[str]) -> int:
    """Try rooms and print a line for each entry; exit code 1 with --strict where an entry changes nothing."""
    parser = argparse.ArgumentParser(prog="python -m scripts.ablation", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="rooms of rooms.toml; all where none is named")
    parser.add_argument("--plans", nargs="*", type=Path, default=[], help="plans to read in every trial, too")
    parser.add_argument("--only", default="", help="entries whose name holds this text")
    parser.add_argument("--jobs", type=int, default=2, help="trials at a time")
    parser.add_argument("--write", action="store_true", help="write the room's table into docs/ablation.md")
    parser.add_argument("--list", action="store_true", help="name the entries and try nothing")
    parser.add_argument("--strict", action="store_true", help="exit code 1 where an entry changes nothing")
    args = parser.parse_args(words)
    rooms = read_rooms()
    if unknown := set(args.rooms) - {room.name for room in rooms}:
        parser.error(f"no such room: {', '.join(sorted(unknown))}; rooms.toml has {', '.join(r.name for r in rooms)}")
    plans = [path.resolve() for path in args.plans]
    idle = 0
    for room in rooms:
        if args.rooms and room.name not in args.rooms:
            continue
        chosen = tuple((file, entry) for file, entry in room.entries if args.only in entry.name)
        print(f"{room.name}: {len(chosen)} entries", flush=True)
        if args.list:
            print("\n".join(f"  {file}: {entry.name}: {entry.change}" for file, entry in chosen))
        elif chosen:
            lines = try_room(Room(room.name, room.cases, chosen), plans, args.jobs)
            idle += sum(line.changes_nothing for line in lines)
            print(f"{room.name}: {sum(line.changes_nothing for line in lines)} of {len(lines)} change nothing")
            if args.write:
                write_section(ROOT / "docs" / "ablation.md", room.name, room.cases, bool(plans), lines)
    return int(args.strict and idle > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
