"""Corrections of files that a run does not hold, which are told and stay for another run."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.correction import Correction
from pipeline.settings import fits
from pipeline.store.parts import PartHead

_NAMED = 3  # files that the sentence names


def tell_unmatched(corrections: Iterable[Correction], heads: Iterable[PartHead]) -> str | None:
    """Return a sentence on the corrections that fit none of some files; None where each fits one."""
    waiting = list(corrections)
    for head in heads if waiting else ():
        waiting = [one for one in waiting if not _is_of(one, head)]
        if not waiting:
            break
    if not waiting:
        return None
    named = list(dict.fromkeys(one.files or f"{one.sha256[:16]}…" for one in waiting))
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    count = "1 correction is" if len(waiting) == 1 else f"{len(waiting)} corrections are"
    return f"{count} about files that are not among those read ({', '.join(named[:_NAMED])}{more})"


def _is_of(one: Correction, head: PartHead) -> bool:
    by_bytes = bool(one.sha256) and one.sha256.startswith(head.document_id)
    return by_bytes or (bool(one.files) and fits(one.files, head.source))
