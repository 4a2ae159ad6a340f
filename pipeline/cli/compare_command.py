"""`councilplans check`, `similar` and `diff`: what comparing the tables shows, printed."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.progress_bar import progress_bar
from pipeline.cli.screen import safe, short
from pipeline.store.errors import StoreError
from pipeline.store.layout import table_files
from pipeline.store.read_rows import count_rows, read_counted, read_rows
from pipeline.store.standing import check_whole

if TYPE_CHECKING:
    from pipeline.compare.diff import Change
    from pipeline.compare.quality import Finding
    from schema.rows import ActionRow, DocumentRow

_NEEDS_DAY = "not_overdue"
_THIS = "select 1 from plan_actions where action_id = $action"
_MANY = 100_000  # actions from which finding similar ones takes more than some minutes
_SHOWN = 8  # failing actions that are named for a check
_KINDS = {
    "added": "added",
    "dropped": "dropped",
    "reworded": "reworded",
    "re_dated": "re-dated",
    "re_owned": "re-owned",
    "re_rated": "re-rated",
    "re_stated": "other state",
    "regrouped": "moved to another group",
}


def print_checks(out: Path, today: date | None, *, jsonl: bool) -> int:
    """Print what the checks find in each plan; give the exit code."""
    from pipeline.compare.quality import check_plan
    from pipeline.store.database import connect

    try:
        with connect(out) as connection:
            rows = connection.execute("select document_id, label, source from plans").fetchall()
    except StoreError as error:
        return _fail(str(error))
    sources = {document_id: (label, source) for document_id, label, source in rows}
    for document_id, group in groupby(read_counted(out, editions=True), key=lambda action: action.document_id):
        findings = [one for one in check_plan(list(group), today or date.min) if today or one.code != _NEEDS_DAY]
        label, source = sources[document_id]
        _print(_finding_json(one, source) for one in findings) if jsonl else _print(_plan(label, source, findings))
    if today is None and not jsonl:
        _print(["Overdue actions were not looked for; --date gives the day to reckon from."])
    return 0


def print_similar(out: Path, action_id: str | None, most: int) -> int:
    """Make the table of similar actions where it is not there, and print the nearest pairs; give the exit code."""
    from pipeline.store.database import connect
    from pipeline.store.similar_table import ensure_similar

    own = "s.action_id = $action" if action_id else "s.action_id < s.other_action_id"
    query = f"""
        select s.score, one.label, one.action_id, coalesce(one.action, one.outcome, ''),
               other.label, other.action_id, coalesce(other.action, other.outcome, '')
        from similar_actions s
        join plan_actions one on one.action_id = s.action_id
        join plan_actions other on other.action_id = s.other_action_id
        where {own} order by s.score desc, s.action_id, s.other_action_id limit {most}
    """  # noqa: S608
    wanted = {"action": action_id} if action_id else None
    try:
        with progress_bar() as tell:
            _warn_of_many(out)
            path = ensure_similar(out, tell)
        with connect(out) as connection:
            known = not wanted or connection.execute(_THIS, wanted).fetchone()
            rows = connection.execute(query, wanted).fetchall() if known else []
    except StoreError as error:
        return _fail(str(error))
    except MemoryError:
        return _fail(f"{out}: there is not the memory to compare so many actions. Run it on a machine with more.")
    if not known:
        return _fail(f"{action_id}: no action of {out} has this id. Take one from the column action_id of actions.")
    for score, *texts in rows:
        label, one, action, other_label, other, other_action = (safe(text) for text in texts)
        _print([f"{score:.2f}  {label}: {action}  [{one}]", f"      {other_label}: {other_action}  [{other}]"])
    if not rows:
        _print(
            [f"No action of another council is in much the same words as {action_id}." if action_id else "No pairs."]
        )
    _print([f"Table: {safe(str(path))}"])
    return 0


def _warn_of_many(out: Path) -> None:
    """Say before it begins that a long comparison is one."""
    from pipeline.store.similar_table import known_similar

    if (number := count_rows(out, "actions")) > _MANY and known_similar(out) is None:
        sys.stderr.write(f"Comparing {number:,} actions; this takes long, and memory that grows with their number.\n")


def print_diff(old: Path, new: Path, *, jsonl: bool) -> int:
    """Print the changes from one version of a plan to the next; give the exit code."""
    from pipeline.batch.pool import WorkerBroken
    from pipeline.compare.diff import diff_plans

    try:
        before, after = _plan_actions(old), _plan_actions(new)
    except (StoreError, WorkerBroken) as error:
        return _fail(str(error))
    found = diff_plans(before, after)
    if jsonl:
        _print(_change_json(change) for change in found.changes)
        return 0
    for kind, words in _KINDS.items():
        changes = found.of(kind)  # type: ignore[arg-type]
        if changes:
            _print([f"{words} ({len(changes)})", *(_change_line(change) for change in changes), ""])
    _print([f"{len(before)} actions before, {len(after)} after, {len(found.pairs)} in both."])
    return 0


def _plan(label: str, source: str, findings: Iterable[Finding]) -> Iterator[str]:
    yield f"{safe(label)}  ({safe(source)})"
    for finding in findings:
        share = "  –" if finding.share is None else f"{finding.share:4.0%}"
        yield f"  {'ok  ' if finding.ok else 'look'}  {share:>4}  {finding.code:20} {safe(finding.message)}".rstrip()
        if not finding.ok:
            named = ", ".join(finding.failing[:_SHOWN])
            yield f"              {safe(named)}{' …' if len(finding.failing) > _SHOWN else ''}"
    yield ""


def _finding_json(finding: Finding, source: str) -> str:
    return json.dumps(
        {
            "document_id": finding.document_id,
            "source": source,
            "council": finding.council,
            "code": finding.code,
            "ok": finding.ok,
            "share": finding.share,
            "passed": finding.passed,
            "total": finding.total,
            "message": finding.message,
            "failing": list(finding.failing),
        },
        ensure_ascii=False,
    )


def _change_line(change: Change) -> str:
    row = change.new or change.old
    reference = f"{row.reference} " if row and row.reference else ""
    words = short(f"{reference}{row.action or row.outcome or ''}" if row else "", 100)
    if change.kind in ("added", "dropped"):
        return f"  {words}"
    return f"  {words}: {short(change.before or 'nothing', 60)} → {short(change.after or 'nothing', 60)}"


def _change_json(change: Change) -> str:
    told: dict[str, Any] = {
        "kind": change.kind,
        "old_action_id": change.old and change.old.action_id,
        "new_action_id": change.new and change.new.action_id,
        "before": change.before,
        "after": change.after,
    }
    return json.dumps(told, ensure_ascii=False)


def _plan_actions(path: Path) -> list[ActionRow]:
    """Return the actions of a plan's file, which is read now, or of the folder of a run over it. Raises StoreError."""
    if table_files(path, "actions"):
        check_whole([*table_files(path, "actions"), *table_files(path, "documents")])
        return list(read_counted(path))
    if not path.is_file():
        raise StoreError(f"{path}: is neither a plan nor the folder of a run.")
    from pipeline.batch.run import RunOptions, run

    with tempfile.TemporaryDirectory(prefix="councilplans-", ignore_cleanup_errors=True) as folder:
        run(RunOptions(paths=(path,), out=Path(folder), jobs=1))
        document: DocumentRow = next(read_rows(Path(folder), "documents"))
        if document.status != "ok":
            raise StoreError(document.error or f"{path}: nothing was read from it.")
        return list(read_rows(Path(folder), "actions"))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def _fail(sentence: str) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return 2
