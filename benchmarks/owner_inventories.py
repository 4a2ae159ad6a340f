"""How much of an inventory of owner cells is read rightly, how one council's owners are united, and what is doubted.

    python -m benchmarks.owner_inventories [FOLDER|FILE.toml]... [--misses N] [--json]

A folder holds `owners.json` (cells with their mentions in reading order) and `councils.json` (cells of several
councils; each mention says which owner it is); either may be absent. `accept` beside a value lists others that are as
good. A TOML file holds both in short, as `owner_examples.toml` beside this module does, which is read with
`owner_held_out.toml` where nothing is named. An inventory judges the program only while nobody has written a rule
from it.

A cell is split rightly where its mentions are those of the inventory, in order; it is wholly right where also kind,
function, seniority, relation and canonical name of each are. United owners are judged by pairs of different printed
spellings: of the pairs given one name, how many are one owner (precision), and the other way about (recall). Pairs and
mentions that the inventory calls uncertain or renamed are left out.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.fold import fold
from pipeline.normalise.owner import OwnerMatch, OwnerMention, find_abbreviations, match_owners, parse_owners

ATTRIBUTES = ("kind", "function", "seniority", "relation")
_JOINT_SPACE = re.compile(r"\s*([/-])\s*")


def plain(text: str) -> str:
    """Fold a text for comparing: case, kinds of dash and quote, white space, "&" and marks at its ends are left out."""
    folded = _JOINT_SPACE.sub(r"\1", fold(text).replace("&", "and"))
    return re.sub(r"[–—]", "-", folded).strip(" ,;:.-•")


def accepted(want: Mapping[str, Any], key: str) -> list[Any]:
    """Return the values of a mention that count as right."""
    values = [want.get(key), *want.get("accept", {}).get(key, ())]
    return [*values, None] if key == "relation" and "relation" in want.get("accept", {}) else values


def split_right(entry: Mapping[str, Any], got: Sequence[OwnerMention]) -> bool:
    """Whether the mentions of a cell are those of its entry, in order."""
    printed = [plain(mention.mention) for mention in got]
    if any(printed == [plain(text) for text in other] for other in entry.get("accept", {}).get("mentions", ())):
        return True
    wanted = [[plain(text) for text in accepted(want, "mention")] for want in entry["mentions"]]
    return len(printed) == len(wanted) and all(text in texts for text, texts in zip(printed, wanted, strict=True))


def faults(entry: Mapping[str, Any], got: Sequence[OwnerMention]) -> list[str]:
    """Return the attributes of a rightly split cell that are wrong, each with what was read."""
    found: list[str] = []
    if len(got) != len(entry["mentions"]):
        return found  # another division that counts as right: its attributes are not given
    for want, mention in zip(entry["mentions"], got, strict=True):
        for key in ATTRIBUTES:
            values, value = accepted(want, key), getattr(mention, key)
            if value not in values:
                found.append(f"{key} of {mention.mention!r}: {value}, not {values[0]}")
        names = [plain(name) for name in accepted(want, "canonical")]
        if plain(mention.name) not in names:
            found.append(f"name of {mention.mention!r}: {mention.name!r}, not {want['canonical']!r}")
    return found


def score_cells(entries: Iterable[Mapping[str, Any]]) -> tuple[Counter[str], list[str]]:
    """Score cells alone: split, every attribute, canonical name, and what is doubted."""
    count: Counter[str] = Counter()
    misses: list[str] = []
    for entry in entries:
        reading = parse_owners(entry["text"])
        doubted = bool(getattr(reading, "doubts", ()))
        split = split_right(entry, reading.mentions)
        wrong = faults(entry, reading.mentions) if split else ["split"]
        named = [fault for fault in wrong if fault.startswith("name ")]
        count["cells"] += 1
        count["cells split rightly"] += split
        for kind in {fault.partition(" ")[0] for fault in wrong}:
            count[f"cells with a wrong {kind}"] += 1
        count["cells with all attributes"] += len(wrong) == len(named) and split
        count["cells wholly right"] += not wrong
        count["wrong cells" if wrong else "right cells"] += 1
        count["wrong cells doubted" if wrong else "right cells doubted"] += doubted
        if wrong:
            said = " | ".join(mention.mention for mention in reading.mentions)
            misses.append(f"{'' if doubted else 'SILENT '}{entry['text']!r}: {said if not split else '; '.join(wrong)}")
        elif doubted:
            misses.append(f"DOUBTED {entry['text']!r}: {reading.doubts}")
    return count, misses


def read_council(texts: Sequence[str]) -> list[list[OwnerMention]]:
    """Read the cells of one council as a run does: its own abbreviations, then its names united."""
    abbreviations = find_abbreviations(texts)
    read = [parse_owners(text, abbreviations).mentions for text in texts]
    cells = [number for number, mentions in enumerate(read) for _ in mentions]
    matched = match_owners([mention for mentions in read for mention in mentions], cells)
    return [[_renamed(mention, matched[mention.name]) for mention in mentions] for mentions in read]


def _renamed(mention: OwnerMention, match: OwnerMatch) -> OwnerMention:
    return replace(mention, name=match.name, kind=match.kind, function=match.function, seniority=match.seniority)


def score_council(council: Mapping[str, Any]) -> tuple[Counter[str], list[str]]:
    """Score how one council's owners are united."""
    count: Counter[str] = Counter()
    misses: list[str] = []
    unsure = {plain(text) for text in council.get("uncertain_mentions", ())}
    either = {frozenset((p["a"], p["b"])) for p in council["pairs"] if p.get("renamed") or p.get("uncertain")}
    items: dict[tuple[str, str], OwnerMention | None] = {}
    for cell, got in zip(council["cells"], read_council([cell["text"] for cell in council["cells"]]), strict=True):
        left = list(got)
        count["mentions"] += len(cell["mentions"])
        for want in cell["mentions"]:
            text = plain(want["mention"])
            found = next((mention for mention in left if plain(mention.mention) == text), None)
            if found is not None:
                left.remove(found)
                count["mentions found"] += 1
            if text not in unsure and (found is not None or (text, want["owner"]) not in items):
                items[text, want["owner"]] = found
    for (one, first), (other, second) in combinations(items, 2):
        if frozenset((first, second)) in either:
            continue
        left_read, right_read = items[one, first], items[other, second]
        same = first == second
        united = left_read is not None and right_read is not None and left_read.name == right_read.name
        count["pairs of one owner"] += same
        count["pairs united"] += united
        count["pairs rightly united"] += same and united
        if same != united:
            names = " / ".join(read.name if read else "(not found)" for read in (left_read, right_read))
            misses.append(f"{'APART' if same else 'UNITED'} {one!r}, {other!r}: {names}")
    spellings: dict[str, list[OwnerMention]] = {}
    for (_, owner), mention in items.items():
        if mention is not None:
            spellings.setdefault(owner, []).append(mention)
    about = {owner["owner"]: owner for owner in council["owners"]}
    for owner, read in spellings.items():
        if len(read) < 2:
            continue
        functions = {mention.function for mention in read}
        count["owners of several spellings"] += 1
        count["owners of one function"] += len(functions) == 1
        count["owners of known function"] += owner in about
        count["owners of one function, the right one"] += owner in about and functions == {about[owner]["function"]}
        if len(functions) > 1:
            misses.append(f"FUNCTIONS {[(mention.mention, mention.function) for mention in read]}")
    return count, misses


def read_inventory(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the cells (`owners`) and `councils` of a folder of JSON files or of one TOML file, in one form."""
    if path.suffix == ".toml":
        content = tomllib.loads(path.read_text("utf-8"))
        cells = [_entry(cell) for kind in content.get("cells", {}).values() for cell in kind]
        return {"owners": cells, "councils": [_council(council) for council in content.get("council", ())]}
    found: dict[str, list[dict[str, Any]]] = {}
    for name, key in (("owners", "entries"), ("councils", "councils")):
        if (file := path / f"{name}.json").exists():
            found[name] = json.loads(file.read_text("utf-8"))[key]
    return found


def _entry(cell: Sequence[str]) -> dict[str, Any]:
    text, *owners = cell
    return {"text": text, "mentions": [_mention(owner) for owner in owners if owner]}


def _mention(owner: str) -> dict[str, Any]:
    mention, codes, *name = owner.split(" | ")
    mentions = mention.split(" ~ ")
    values = {"mention": mentions, "canonical": name[0].split(" ~ ") if name else mentions}
    values |= {key: code.split("/") for key, code in zip(ATTRIBUTES, codes.split(), strict=False)}
    first = {key: found[0] for key, found in values.items()}
    return {**first, "accept": {key: found[1:] for key, found in values.items() if found[1:]}}


def _council(council: Mapping[str, Any]) -> dict[str, Any]:
    cells = []
    for text, *owners in council["cells"]:
        pairs = [owner.rpartition(" = ") for owner in owners]
        said = [{"mention": mention or text, "owner": owner} for mention, _, owner in pairs]
        cells.append({"text": text, "mentions": said})
    owners = [{"owner": key, "function": function} for key, function in council["owners"].items()]
    return {
        "council": council["name"],
        "cells": cells,
        "owners": owners,
        "pairs": (),
        "uncertain_mentions": council.get("uncertain", ()),
    }


SHARES = (
    ("cells split rightly", "cells"),
    ("cells with all attributes", "cells"),
    ("cells wholly right", "cells"),
    ("wrong cells doubted", "wrong cells"),
    ("right cells doubted", "right cells"),
    ("mentions found", "mentions"),
    ("pairs rightly united", "pairs united"),
    ("pairs rightly united", "pairs of one owner"),
    ("owners of one function", "owners of several spellings"),
    ("owners of one function, the right one", "owners of known function"),
)


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", type=Path, nargs="*", metavar="FOLDER|FILE.toml")
    parser.add_argument("--misses", type=int, default=0, help="print so many of the misses of each inventory")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    options = parser.parse_args()
    for path in options.paths or [Path(__file__).with_name(f"owner_{name}.toml") for name in ("examples", "held_out")]:
        for name, entries in read_inventory(path).items():
            count, misses = Counter[str](), list[str]()
            if name == "owners":
                count, misses = score_cells(entries)
            for council in entries if name == "councils" else ():
                counted, missed = score_council(council)
                count += counted
                misses += [f"{council['council']}: {miss}" for miss in missed]
            if options.json:
                print(json.dumps({"inventory": f"{path.stem} {name}", **count}))
            else:
                _print(f"{path.stem} {name}", count, misses[: options.misses])


def _print(title: str, count: Counter[str], misses: Iterable[str]) -> None:
    print(title)
    for part, whole in SHARES:
        if count[whole]:
            print(f"  {count[part] / count[whole]:.3f}  {part}: {count[part]} of {count[whole]} {whole}")
    for key in sorted(count):
        if key.startswith("cells with a wrong"):
            print(f"  {count[key]:5}  {key}")
    for miss in misses:
        print(f"  - {miss}")


if __name__ == "__main__":
    main()
