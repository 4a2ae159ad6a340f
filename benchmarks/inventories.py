"""How much of an inventory of phrases and actions is read rightly, and how much of what is wrong is doubted.

    python -m benchmarks.inventories FOLDER... [--misses N] [--json]

A folder holds `timescales.json` (phrases with the periods, `ongoing`, `recurrence` and `state` that they say) and
`framework.json` (actions with their module, theme and characteristics); either may be absent. `accept` beside a value
lists others that are as good. An inventory judges the program only while nobody has written a rule from it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.normalise.characteristics import characteristic_codes, find_characteristics
from pipeline.normalise.framework import place_action
from pipeline.normalise.timescale import PlanPeriod, Timescale, parse_timescale

VALUES = ("periods", "ongoing", "recurrence", "state")
_OTHER_NAME = {"Leadership and organisational commitment": "Leadership, partnership and organisational commitment"}


@dataclass(slots=True)
class Tally:
    """Counts of one inventory, by what was counted, and the entries that were read wrongly."""

    counts: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, number: int = 1) -> None:
        """Count something."""
        self.counts[name] = self.counts.get(name, 0) + number

    def share(self, part: str, whole: str) -> float | None:
        """Return one count as a part of another, None of nothing."""
        total = self.counts.get(whole, 0)
        return self.counts.get(part, 0) / total if total else None


def score_timescales(entries: Iterable[Mapping[str, Any]]) -> Tally:
    """Score phrases: a phrase is right where all its periods, `ongoing`, `recurrence` and `state` are."""
    tally = Tally()
    for entry in entries:
        timescale = parse_timescale(entry["text"], _plan(entry))
        said = _said(timescale)
        wrong = [name for name in VALUES if not _fits(entry, name, said[name])]
        doubted = _doubted(timescale)
        group = entry.get("group", "all")
        tally.add(f"phrases {group}")
        tally.add("phrases")
        tally.add(f"right {group}", not wrong)
        tally.add("right", not wrong)
        days = [period[:2] for period in said["periods"]]
        tally.add("right days", any(days == [p[:2] for p in want] for want in _accepted(entry, "periods")))
        tally.add("flags", sorted(entry.get("flags", ())) == sorted(timescale.flags))
        _count_doubts(tally, VALUES, wrong, doubted, lambda name, said=said: bool(said[name]))
        if wrong:
            want = "; ".join(f"{name} {_accepted(entry, name)} read {said[name]}" for name in wrong)
            tally.misses.append(f"{'' if doubted & set(wrong) else 'SILENT '}{entry['text']!r}: {want}")
    return tally


def _plan(entry: Mapping[str, Any]) -> PlanPeriod | None:
    context = entry.get("context")
    held = {**entry, **(context if isinstance(context, Mapping) else {})}
    start, end = (date.fromisoformat(held[key]) if held.get(key) else None for key in ("plan_start", "plan_end"))
    return PlanPeriod(start, end) if start or end else None


def _said(timescale: Timescale) -> dict[str, Any]:
    return {
        "periods": [(str(period.start), str(period.end), period.precision) for period in timescale.periods],
        "ongoing": timescale.ongoing,
        "recurrence": timescale.recurrence,
        "state": timescale.state,
    }


def _accepted(entry: Mapping[str, Any], name: str) -> list[Any]:
    values = [entry.get(name), *entry.get("accept", {}).get(name, ())]
    if name == "periods":
        return [[(p["start"], p["end"], p["precision"]) for p in value or ()] for value in values]
    return [bool(value) if name == "ongoing" else value for value in values]


def _fits(entry: Mapping[str, Any], name: str, value: Any) -> bool:
    return value in _accepted(entry, name)


def _doubted(reading: Any) -> set[str]:
    """Return the fields that a reading doubts; a doubt of the last day is one of the periods."""
    return {{"due": "periods", "start": "periods"}.get(one.field, one.field) for one in getattr(reading, "doubts", ())}


def _count_doubts(tally: Tally, names: Iterable[str], wrong: Iterable[str], doubted: set[str], is_said: Any) -> None:
    wrong = set(wrong)
    for name in names:
        if name in wrong:
            tally.add("wrong values")
            tally.add("wrong values doubted", name in doubted)
        elif is_said(name):
            tally.add("right values")
            tally.add("right values doubted", name in doubted)


def score_framework(actions: Iterable[Mapping[str, Any]]) -> Tally:
    """Score actions: module, theme, and the characteristics that their words speak of."""
    tally = Tally()
    for entry in actions:
        place = place_action(entry.get("action"), entry.get("outcome"), entry.get("theme"), entry.get("objective"))
        codes = characteristic_codes(find_characteristics([entry.get("action"), entry.get("outcome")]))
        tally.add("actions")
        said = {"eflg_module": _named(place.module), "eflg_theme": place.theme}
        wrong = [name for name, value in said.items() if value not in _places(entry, name)]
        for name, value in said.items():
            tally.add(f"{name} right", name not in wrong)
            tally.add(f"{name} answered", value is not None)
            tally.add(f"{name} right where answered", value is not None and name not in wrong)
        either = "eflg_theme" not in wrong or (place.second and place.second in _places(entry, "eflg_theme"))
        tally.add("either theme right", bool(either))
        _count_doubts(tally, said, wrong, _doubted(place), lambda name, said=said: said[name] is not None)
        if wrong:
            want = "; ".join(f"{_places(entry, name)} read {said[name]} ({place.score})" for name in wrong)
            silent = "" if _doubted(place) & set(wrong) else "SILENT "
            tally.misses.append(
                f"{silent}{entry.get('theme')} | {entry.get('objective')} | {entry['action']!r}: {want}"
            )
        _score_characteristics(tally, entry, codes)
    return tally


def _places(entry: Mapping[str, Any], name: str) -> list[str | None]:
    values = [entry.get(name), *entry.get(f"{name}_accept", ())]
    return [_named(value) for value in values]


def _named(name: str | None) -> str | None:
    """Return a module by its name in the edition of 2021, whichever edition an inventory names it by."""
    return _OTHER_NAME.get(name, name) if name else None


def _score_characteristics(tally: Tally, entry: Mapping[str, Any], codes: tuple[str, ...]) -> None:
    accepted = [entry.get("characteristics", ()), *entry.get("characteristics_accept", ())]
    best = min((set(one) for one in accepted), key=lambda one: len(one ^ set(codes)))
    tally.add("codes wanted", len(best))
    tally.add("codes found", len(codes))
    tally.add("codes right", len(best & set(codes)))
    if best != set(codes):
        tally.misses.append(f"characteristics {entry['action']!r}: {sorted(best)} read {list(codes)}")


_SCORES = {
    "timescales": (
        ("right", "phrases"),
        ("right ordinary", "phrases ordinary"),
        ("right odd", "phrases odd"),
        ("right days", "phrases"),
        ("flags", "phrases"),
    ),
    "framework": (
        ("eflg_module right", "actions"),
        ("eflg_module answered", "actions"),
        ("eflg_module right where answered", "eflg_module answered"),
        ("eflg_theme right", "actions"),
        ("eflg_theme right where answered", "eflg_theme answered"),
        ("either theme right", "actions"),
        ("codes right", "codes found"),
        ("codes right", "codes wanted"),
    ),
}
_DOUBTS = (("wrong values doubted", "wrong values"), ("right values doubted", "right values"))


def read_inventories(folder: Path) -> Iterator[tuple[str, Tally]]:
    """Score the inventories of a folder, each by its name."""
    for name, key, score in (("timescales", "entries", score_timescales), ("framework", "actions", score_framework)):
        path = folder / f"{name}.json"
        if path.exists():
            yield name, score(json.loads(path.read_text("utf-8"))[key])


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--misses", type=int, default=0, help="print so many of the entries read wrongly")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    options = parser.parse_args()
    for folder in options.folders:
        for name, tally in read_inventories(folder):
            if options.json:
                print(json.dumps({"folder": folder.name, "inventory": name, **tally.counts}))
                continue
            print(f"{folder.name} {name}")
            for part, whole in (*_SCORES[name], *_DOUBTS):
                share = tally.share(part, whole)
                if share is not None:
                    print(f"  {share:.3f}  {part} of {tally.counts[whole]} {whole}")
            for miss in tally.misses[: options.misses]:
                print(f"  - {miss}")


if __name__ == "__main__":
    main()
