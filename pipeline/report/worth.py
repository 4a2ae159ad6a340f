"""What the report says of values worth a look, and of those that were looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.looks.checked import Checked, checked_fields
from pipeline.looks.look import Look
from pipeline.looks.queue import find_looks
from pipeline.store.read_rows import read_counted

SHOWN = 300  # looks on the page; `councilplans issues` lists all


@dataclass(frozen=True, slots=True)
class Worth:
    """The looks of a set of tables: counts by council and field, and the first of them."""

    total: int
    values: int
    fields: tuple[str, ...]
    councils: Mapping[str, Mapping[str, int]]  # label, then field; "" is the file itself
    codes: Mapping[str, int]
    first: tuple[Look, ...]
    checked: tuple[Checked, ...]


def gather_worth(out: Path) -> Worth:
    """Count what is worth a look in the tables of `out`. Raises StoreError."""
    looks = find_looks(out)
    councils: dict[str, Counter[str]] = {}
    for look in looks:
        councils.setdefault(look.council or look.source, Counter())[look.field] += 1
    fields = Counter(look.field for look in looks)
    return Worth(
        total=len(looks),
        values=sum(look.values for look in looks),
        fields=tuple(field for field, _ in fields.most_common()),
        councils=dict(sorted(councils.items())),
        codes=dict(Counter(look.code for look in looks).most_common()),
        first=tuple(looks[:SHOWN]),
        checked=tuple(checked_fields(read_counted(out, ("document_id", "action_id", "rules"), editions=True))),
    )
