"""The rows of one document with the corrections that hold for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.document import Document
from pipeline.correction import OF_DOCUMENT, Correction, in_order
from pipeline.corrections.apply import correct_rows, correct_texts, not_needed, tell_reading
from pipeline.counted import counted_document
from pipeline.normalise.timescale import PlanPeriod
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import PlanRows


def corrected_rows(document: Document, known: Known, corrections: Sequence[Correction]) -> PlanRows:
    """Return the rows of a document with its corrections applied; pure, as `rows_of`. Raises nothing."""
    corrections = in_order(corrections)
    others = [one for one in corrections if one.field in OF_DOCUMENT]
    counted = counted_document(document)
    told = tell_reading(counted, corrections)
    reading = read_document(counted, told.told)
    texts = correct_texts(reading, corrections)
    unused = (*texts.unused, *not_needed(counted, told, reading))
    said = others
    if len({one.field for one in others} & {"period_start", "period_end"}) == 1:  # the other end is as read
        plain = rows_of(document, texts.reading, known).document
        read = [
            Correction(field=name, correct=day.isoformat())
            for name, day in (("period_start", plain.period_start), ("period_end", plain.period_end))
            if day is not None
        ]
        said = [*read, *others]
    rows = rows_of(document, texts.reading, _known_better(known, said))
    return correct_rows(rows, told, replace(texts, unused=unused), reading.actions, others)


def _known_better(known: Known, others: Sequence[Correction]) -> Known:
    """What is known of a document, with what people said of it as a whole."""
    said = {one.field: one.value for one in others}
    days = [date.fromisoformat(said[name]) if said.get(name) else None for name in ("period_start", "period_end")]
    return replace(
        known,
        council=said.get("council") or known.council,
        title=said.get("plan_title") or known.title,
        period=PlanPeriod(*days) if any(days) else known.period,
    )
