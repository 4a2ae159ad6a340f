"""When a value found by the reader is the value expected: by meaning, not by the mark that a producer printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

TEXTS = (
    "theme",
    "objective",
    "reference",
    "action",
    "outcome",
    "evidence",
    "progress",
    "owner_text",
    "timescale_text",
    "status_text",
)
CODES = ("recurrence", "state", "rag")
DAYS = ("start", "due")
FIELDS = (*TEXTS, "owners", "periods", *DAYS, "ongoing", *CODES, "extras")

_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("•·▪●◦‣\uf0b7", " "),
        "\u00ad": None,
    }
)


def fold_text(value: object) -> str:
    """Text with white space, quotes, dashes, bullets and case made alike; "" for nothing."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", str(value)).translate(_MARKS)
    text = re.sub(r"\s*([-/])\s*", r"\1", text)
    return " ".join(text.split()).casefold()


def comparable(field: str, value: Any) -> Any:
    """A value of a row, from JSON or from the reader, in a form that `==` compares by meaning."""
    if field in TEXTS:
        return fold_text(value)
    if field == "owners":
        return sorted(fold_text(getattr(owner, "mention", owner)) for owner in value or ())
    if field == "periods":
        return sorted(_days(period) for period in value or ())
    if field in DAYS:
        return _iso(value)
    if field == "ongoing":
        return bool(value)
    if field == "extras":
        pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, Mapping) else (value or ())
        return sorted((fold_text(name), fold_text(text)) for name, text in pairs if fold_text(text))
    return None if value is None else str(getattr(value, "value", value))


def differences(expected: Mapping[str, Any], found: Any) -> list[str]:
    """What a found row says otherwise than expected, one line a field; other right readings are accepted."""
    lines = []
    for field in FIELDS:
        right = [expected.get(field), *expected.get("accept", {}).get(field, ())]
        got = getattr(found, field)
        if comparable(field, got) not in [comparable(field, value) for value in right]:
            lines.append(f"{field}: expected {right[0]!r}, found {got!r}")
    return lines


def _days(period: Any) -> tuple[str, str]:
    if isinstance(period, Mapping):
        return str(period["start"]), str(period["end"])
    return period.start.isoformat(), period.end.isoformat()


def _iso(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
