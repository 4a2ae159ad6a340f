"""How near the rows that were read come to the rows that a plan was made from: rows, fields, and doubts.

Rows are paired in order so that the likeness of their texts is greatest; a field is right where it equals the value of
the gold or one that the gold accepts, after folding of white space, quotes, dashes, bullets and case. A value is
doubted where the row's `doubts` name its field, or the row as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from schema.rows import ActionRow

TEXTS = (
    "theme", "objective", "reference", "action", "outcome", "evidence", "progress", "owner_text", "timescale_text",
)  # fmt: skip
FIELDS = (*TEXTS, "ongoing", "recurrence", "state", "rag", "start", "due", "owners", "periods", "extras")
NOT_DOUBTED = ("start", "extras")  # fields whose doubts are told by others, or nowhere
_ALIKE = 60  # likeness (0-100) from which two rows may be paired
_SAME = 97  # likeness from which two long texts are the same
_LONG = 25  # letters
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("•·▪●◦‣\uf0b7", " "),
        "\u00ad": None,
    }
)
_JOINT = re.compile(r"\s*([-/])\s*")


def fold_value(value: object) -> str:
    """Fold a text for comparison."""
    text = unicodedata.normalize("NFKC", str(value)).translate(_MARKS)
    return " ".join(_JOINT.sub(r"\1", text).split()).casefold()


def same_text(one: object, other: object) -> bool:
    """Tell whether two texts are the same after folding, or long and all but the same."""
    a, b = fold_value(one), fold_value(other)
    return a == b or (min(len(a), len(b)) >= _LONG and fuzz.ratio(a, b) >= _SAME)


def _iso(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def as_items(name: str, value: Any) -> list[Any]:
    """A field's value as comparable items; empty where there is none."""
    if value is None or value in ("", [], {}, ()):
        return []
    match name:
        case "owners":
            return sorted(fold_value(getattr(owner, "mention", owner)) for owner in value)
        case "periods":
            return sorted(_days(period) for period in value)
        case "extras":
            pairs: Iterable[tuple[str, str]] = value.items() if isinstance(value, Mapping) else value
            return [fold_value(text) for _, text in pairs if text]
        case "start" | "due":
            return [_iso(value)]
        case "ongoing":
            return [True] if value else []
        case _ if name in TEXTS:
            return [fold_value(value)]
    return [fold_value(value)]


def _days(period: Any) -> tuple[str, str]:
    if isinstance(period, Mapping):
        return str(period["start"]), str(period["end"])
    return period.start.isoformat(), period.end.isoformat()


def is_right(name: str, wanted: Any, got: Any) -> bool:
    """Tell whether a value is the one that was wanted."""
    want, have = as_items(name, wanted), as_items(name, got)
    if name in TEXTS:
        return same_text(want[0], have[0]) if want and have else not want and not have
    if name == "extras":
        return len(want) == len(have) and all(any(same_text(one, other) for other in have) for one in want)
    return want == have


@dataclass(slots=True)
class Score:
    """Counts over any number of plans; add scores up with `add`."""

    plans: int = 0
    rows: list[int] = field(default_factory=lambda: [0, 0, 0])  # right, wanted, found
    fields: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0, 0] for name in FIELDS})
    wrong: int = 0  # values that are wrong, rows that are none among them
    wrong_doubted: int = 0
    right: int = 0
    right_doubted: int = 0
    tenths: list[list[int]] = field(default_factory=lambda: [[0, 0] for _ in range(11)])  # rows, wholly right
    misses: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)  # wrong and not doubted
    empty_plans: int = 0  # documents without an action in which none was found
    without: int = 0  # documents without an action

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for name in ("plans", "wrong", "wrong_doubted", "right", "right_doubted", "empty_plans", "without"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        _add(self.rows, other.rows)
        for name in FIELDS:
            _add(self.fields[name], other.fields[name])
        for mine, others in zip(self.tenths, other.tenths, strict=True):
            _add(mine, others)
        self.misses += other.misses
        self.silent += other.silent

    @property
    def rows_f1(self) -> float:
        """F1 of the actions, 0 to 1."""
        return f1(self.rows)

    @property
    def fields_f1(self) -> float:
        """F1 of all values together, 0 to 1."""
        return f1([sum(counts) for counts in zip(*self.fields.values(), strict=True)])


def _add(mine: list[int], other: list[int]) -> None:
    for at, count in enumerate(other):
        mine[at] += count


def f1(counts: Sequence[int]) -> float:
    """F1 of counts of right, wanted and found; 1 where nothing was wanted and nothing found."""
    right, wanted, found = counts
    return 2 * right / (wanted + found) if wanted + found else 1.0


def _row_text(row: Mapping[str, Any]) -> str:
    return fold_value(row.get("action") or row.get("evidence") or row.get("outcome") or "")


def _read_text(row: ActionRow) -> str:
    return fold_value(row.action or row.evidence or row.outcome or "")


def pair_rows(gold: Sequence[Mapping[str, Any]], rows: Sequence[ActionRow]) -> list[tuple[int, int]]:
    """Pair rows in order so that the sum of their likenesses is greatest."""
    like = [
        [
            fuzz.ratio(_row_text(want), _read_text(row)) + (3 if want.get("reference") == row.reference else 0)
            for row in rows
        ]
        for want in gold
    ]
    best = [[0.0] * (len(rows) + 1) for _ in range(len(gold) + 1)]
    for i in range(len(gold) - 1, -1, -1):
        for j in range(len(rows) - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] >= _ALIKE else -1
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(gold) and j < len(rows):
        if like[i][j] >= _ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def score_plan(name: str, gold: Sequence[Mapping[str, Any]], rows: Sequence[ActionRow]) -> Score:
    """Score the rows that were read of one plan."""
    score = Score(plans=1, without=not gold, empty_plans=not gold and not rows)
    pairs = pair_rows(gold, rows)
    read_of, taken = dict(pairs), {j for _, j in pairs}
    must = [i for i, want in enumerate(gold) if not want.get("optional")]
    spare = sum(1 for i, _ in pairs if gold[i].get("optional"))
    score.rows = [sum(1 for i in must if i in read_of), len(must), len(rows) - spare]
    for j, row in enumerate(rows):
        if j not in taken:
            _count_no_action(score, name, row)
    for i, want in enumerate(gold):
        found = rows[read_of[i]] if i in read_of else None
        if found is not None:
            _count_fields(score, name, want, found)
        elif not want.get("optional"):
            score.misses.append(f"{name} row {want['position']}: not found: {_row_text(want)[:90]}")
            for field_name in FIELDS:
                score.fields[field_name][1] += bool(as_items(field_name, want.get(field_name)))
    return score


def doubted_fields(row: ActionRow) -> frozenset[str]:
    """The fields of a row that its doubts name; all of them where they name the row."""
    named = frozenset(doubt.field for doubt in row.doubts)
    return named | {"row", *FIELDS} if "row" in named else named


def _count_no_action(score: Score, name: str, row: ActionRow) -> None:
    line = f"{name}: what is no action: {_read_text(row)[:90]}"
    score.misses.append(line)
    known = "row" in doubted_fields(row)
    score.wrong += 1
    score.wrong_doubted += known
    score.tenths[int(row.confidence * 10)][0] += 1
    if not known:
        score.silent.append(line)


def _count_fields(score: Score, name: str, want: Mapping[str, Any], row: ActionRow) -> None:
    doubted, whole = doubted_fields(row), True
    for field_name in FIELDS:
        values = [want.get(field_name), *want.get("accept", {}).get(field_name, ())]
        got = getattr(row, field_name)
        right = any(is_right(field_name, value, got) for value in values)
        wanted, found = bool(as_items(field_name, values[0])), bool(as_items(field_name, got))
        if right:  # an accepted value may be empty where the first is not, or the reverse
            wanted = found
        _add(score.fields[field_name], [int(right and wanted), int(wanted), int(found)])
        line = f"{name} row {want['position']} {field_name}: wanted {values[0]!r:.120} got {_shown(got)!r:.120}"
        if not right:
            score.misses.append(line)
        if field_name in NOT_DOUBTED:
            continue
        known = field_name in doubted
        if right:
            score.right += found
            score.right_doubted += found and known
            continue
        whole = False
        score.wrong += 1
        score.wrong_doubted += known
        if not known:
            score.silent.append(line)
    place = int(row.confidence * 10)
    _add(score.tenths[place], [1, int(whole)])


def _shown(value: Any) -> Any:
    if isinstance(value, tuple) and value and hasattr(value[0], "mention"):
        return [owner.mention for owner in value]
    if isinstance(value, tuple) and value and hasattr(value[0], "start"):
        return [_days(period) for period in value]
    return value
