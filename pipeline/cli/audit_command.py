"""`councilplans audit`: the sources read again by a second reader, and the tables against what they promise."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.screen import safe
from pipeline.store.errors import StoreError

if TYPE_CHECKING:
    from pipeline.audit.audit import DocumentAudit

_USUAL_ROOT = Path("data/raw")
_SHOWN = 20  # findings of one document


def run_audit(
    out: Path, sources: Sequence[Path], passwords: Sequence[str], *, outside: bool = False, jsonl: bool = False
) -> int:
    """Audit the tables in `out`; give the exit code: 0 when nothing was found, 1 with findings, 2 for wrong use."""
    from pipeline.audit.audit import audit_documents, audit_tables
    from pipeline.settings import SettingsError

    try:
        of_tables = audit_tables(out)
    except StoreError as error:
        return _wrong_use(str(error))
    roots = tuple(sources) or (_USUAL_ROOT,)
    missing = [str(root) for root in roots if not root.exists()]
    if missing:
        return _wrong_use(f"{', '.join(missing)}: there is no such file or folder. Name what was read with --plans.")
    for finding in of_tables:
        _print(json.dumps({"finding": finding}) if jsonl else f"  {safe(finding)}")
    if any("columns" in finding for finding in of_tables):
        return 1  # rows of another shape cannot be read
    found, words, carried, documents = len(of_tables), 0, 0, 0
    try:
        for audit in audit_documents(out, roots, passwords):
            found += len(audit.findings)
            words, carried = words + (audit.words or 0), carried + audit.carried
            documents += 1
            _tell(audit, outside=outside, jsonl=jsonl)
    except SettingsError as error:
        return _wrong_use(str(error))
    if not jsonl:
        share = f"{carried / words:.2%}" if words else "none"
        _print(
            f"{documents} documents: {carried:,} of {words:,} words of their tables, as the second reader cuts them, "
            f"are in cells ({share})."
        )
        _print(f"{found} findings." if found else "Nothing was found.")
    return int(found > 0)


def _tell(audit: DocumentAudit, *, outside: bool, jsonl: bool) -> None:
    if jsonl:
        _print(json.dumps({**asdict(audit), "share": audit.share}, ensure_ascii=True))
        return
    if audit.words is None:
        told = audit.remark or audit.status
    else:
        told = (
            f"{audit.share:7.2%}  {audit.carried:,} of {audit.words:,} words, {len(audit.outside):,} near but outside"
        )
    _print(f"{safe(audit.source)}: {safe(told)}")
    if outside and audit.outside:
        _print(f"  outside: {safe(' '.join(audit.outside))}")
    for finding in audit.findings[:_SHOWN]:
        _print(f"  {safe(finding)}")
    if len(audit.findings) > _SHOWN:
        _print(f"  … and {len(audit.findings) - _SHOWN} more")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _wrong_use(sentence: str) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return 2
