"""Writing the report: pages, data files, styles and scripts in one folder, put in place of the old one at the end.

Actions are read council by council, so what is in memory at a time is one council and the figures. The same tables and
the same day give the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.compare.quality import Finding, check_plan
from pipeline.report.facts import Facts, FileRow, gather_facts, similar_of_actions
from pipeline.report.items import full_item, meanings, short_item
from pipeline.report.pages import Pages
from pipeline.report.quarters import quarter_of
from pipeline.report.script_data import ActionsFile, write_data
from pipeline.report.sources import SourceLinks, find_plans, opens_at_page
from pipeline.store.code_version import program_version
from pipeline.store.database import connect
from pipeline.store.errors import StoreError
from pipeline.store.layout import table_files
from pipeline.store.similar_table import ensure_similar
from schema.rows import ActionRow

FOLDER = "report"
_MARK = "assets/report.js"  # by which a folder shows itself to be a report of ours
NOT_WITHOUT_DAY = "not_overdue"  # the check that needs a day to reckon from
_ASSETS = ("report.css", "report.js")


def write_report(out: Path, *, today: date | None = None, plans: Path | None = None) -> Path:
    """Write `out`/report and give the path of its first page.

    `today` is the day that "next quarter" and "overdue" are reckoned from; without one, neither is shown. `plans` is
    the folder that was read, for links to the plans; without one, `raw` beside `out` is taken where it is there.
    Raises StoreError where the tables or the folder cannot be used; a report that stood there then still stands.
    """
    ensure_similar(out)
    connection = connect(out)
    try:
        facts = gather_facts(connection, today)
        near = similar_of_actions(connection)
    finally:
        connection.close()
    folder, staging = out / FOLDER, out / f".{FOLDER}.next"
    _refuse_another_folder(folder)
    try:
        shutil.rmtree(staging, ignore_errors=True)
        for name in ("assets", "data", "councils", "themes"):
            (staging / name).mkdir(parents=True)
        _write_assets(staging / "assets")
        links = SourceLinks(plans or find_plans(out), folder / "councils")  # data files are used one folder down
        pages = Pages(staging, facts, today, program_version(), links)
        findings = _write_actions(out, staging, facts=facts, near=near, today=today, pages=pages)
        pages.write_others(findings)
        write_data(staging / "data", "meanings", meanings())
        _replace(folder, staging)
    except OSError as error:
        raise StoreError(
            f"{folder}: the report could not be written ({error.strerror or error}). "
            "Free space, close programs that have it open, and try again."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder / "index.html"


@dataclass(slots=True)
class _Lists:
    """The lists over councils: one file a theme, one for actions of no theme, one a quarter."""

    folder: Path
    open: dict[str, ActionsFile] = field(default_factory=dict)

    def add(self, name: str, item: dict[str, Any], plan_id: str, plan: dict[str, Any]) -> None:
        if name not in self.open:
            self.open[name] = ActionsFile(self.folder, name)
        self.open[name].add(item, plan_id, plan)

    def close(self) -> None:
        for file in self.open.values():
            file.close()


def _write_actions(
    out: Path,
    staging: Path,
    *,
    facts: Facts,
    near: dict[str, list[tuple[str, str, str, float]]],
    today: date | None,
    pages: Pages,
) -> list[Finding]:
    """Write each council's page and data file and the lists over councils; give what the checks found."""
    slugs = facts.slugs
    of_document = {file.document_id: file for file in reversed(facts.files) if not file.duplicate}
    plans = {document_id: _plan(file, pages.links) for document_id, file in of_document.items()}
    lists = _Lists(staging / "data")
    for theme in facts.themes:
        lists.open[f"theme-{theme.number}"] = ActionsFile(lists.folder, f"theme-{theme.number}")
    lists.open["theme-none"] = ActionsFile(lists.folder, "theme-none")
    findings: list[Finding] = []
    for label, group in groupby(_actions(out), key=lambda action: of_document[action.document_id].label):
        slug = slugs[label]
        own = ActionsFile(staging / "data", f"council-{slug}")
        found: list[Finding] = []
        for document_id, of_plan in groupby(group, key=lambda action: action.document_id):
            rows = list(of_plan)
            found += [one for one in check_plan(rows, today or date.min) if today or one.code != NOT_WITHOUT_DAY]
            for action in rows:
                plan = plans[document_id]
                own.add(full_item(action, label, slug, near.get(action.action_id, ()), slugs), document_id, plan)
                item = short_item(action, label, slug)
                lists.add(f"theme-{item.get('eflg', 'none')}", item, document_id, plan)
                if action.due:
                    lists.add(f"quarter-{quarter_of(action.due).key}", item, document_id, plan)
        own.close()
        pages.write_council(facts.council(label), found)
        findings += found
    lists.close()
    return findings


def _actions(out: Path) -> Iterator[ActionRow]:
    """Give every action in the order of its table: documents of one council stand together."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from schema.arrow import from_arrow

    for path in table_files(out, "actions"):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=2048):
                yield from from_arrow("actions", pa.Table.from_batches([batch]))


def _plan(file: FileRow, links: SourceLinks) -> dict[str, Any]:
    """Give what a list of actions shows of a document; `paged` says whether a link can open at a page."""
    return {
        "title": file.title or Path(file.source).name,
        "source": file.source,
        "href": links.find(file.source),
        "paged": opens_at_page(file.media_type),
    }


def _write_assets(folder: Path) -> None:
    import vl_convert

    for name in _ASSETS:
        (folder / name).write_bytes((files("pipeline.report") / "static" / name).read_bytes())
    bundle: Any = vl_convert.javascript_bundle  # its stub asks for an argument that it does not need
    # The bundle declares names at its top level, where they would be names of every script of the page.
    (folder / "vega.js").write_text(f"(function(){{{bundle()}}})();\n", "utf-8", newline="\n")


def _refuse_another_folder(folder: Path) -> None:
    if folder.exists() and not (folder / _MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: is there and is no report of this program. Move it away and try again.")


def _replace(folder: Path, staging: Path) -> None:
    old = folder.with_name(f".{FOLDER}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
