"""`councilplans check FILE`: what would make a draft clearer, printed for the person who writes it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from extractors.errors import DocumentUnreadable
from pipeline.batch.pages_told import page_words, watch_pages
from pipeline.cli.progress_bar import progress_bar
from pipeline.cli.screen import safe
from pipeline.plan import extract_document, rows_of_document
from pipeline.publish.advice import Advice, Advised, Place, advise
from pipeline.settings import Settings
from schema.rows import DocumentRow

_SHOWN = 6  # places of one sentence


def check_draft(file: Path, today: date | None, *, jsonl: bool) -> int:
    """Print what would make a draft clearer; give the exit code, 1 where nothing could be read."""
    settings = Settings()
    try:
        if file.stat().st_size > settings.limits.max_bytes:
            return _refuse(
                f"{file}: is larger than {settings.limits.max_bytes // 1024**2} MiB, the limit for a file.", 1
            )
        data = file.read_bytes()
    except OSError as error:
        return _refuse(f"{file}: cannot be opened ({error.strerror}).", 2)
    content = hashlib.sha256(data).hexdigest()
    try:
        with progress_bar(wanted=not jsonl) as tell:
            unwatch = watch_pages(lambda at: tell(page_words(file.name, at).partition(", page")[0], at.page, at.pages))
            try:
                document = extract_document(data, content, file.name, settings)
            finally:
                unwatch()
    except DocumentUnreadable as trouble:
        return _refuse(f"{file}: {trouble.sentence}", 1)
    rows = rows_of_document(document, file.absolute(), file.name, content[:16], settings)
    found = advise(document, rows, today)
    lines = map(_json, found.advice) if jsonl else _page(file, rows.document, found)
    for line in lines:
        sys.stdout.write(line + "\n")
    return 0 if rows.actions else 1


def _page(file: Path, row: DocumentRow, found: Advised) -> Iterator[str]:
    yield safe(f"{row.title or file.name}  ({file.name})")
    pages = [_number(row.pages, "page")] if row.pages else []  # a format without pages has none to count
    yield ", ".join([_number(row.actions, "action"), *pages])
    if row.error:
        yield safe(row.error)
    if found.advice:
        yield "\nWhat would make it clearer:"
    for number, advice in enumerate(found.advice, 1):
        yield f"\n{number:2}. {safe(advice.sentence)}"
        yield from (f"      {safe(_where(place))}" for place in advice.places[:_SHOWN])
        if len(advice.places) > _SHOWN:
            yield f"      … and {len(advice.places) - _SHOWN} more"
    if found.good:
        yield "\nClear as it is:"
        yield from (f"  - {safe(meaning)}" for meaning in found.good)
    if row.actions and not found.advice:
        yield "\nNothing to change."


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def _where(place: Place) -> str:
    """Return page, reference and words of a place, as far as there are any."""
    parts = (
        f"page {place.page}" if place.page else "",
        place.reference or "",
        f"“{place.words}”" if place.words else "",
    )
    return ", ".join(filter(None, parts)) or "in the file"


def _json(advice: Advice) -> str:
    return json.dumps(asdict(advice), ensure_ascii=False)


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return code
