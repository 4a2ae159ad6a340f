"""Writing the report: pages, data files, styles and scripts in one folder, put in place of the old one at the end.

Actions are read plan by plan, so what is in memory at a time is one plan and the figures, however many there are. The
same tables and the same day give the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.compare.quality import Finding, check_plan
from pipeline.progress import Tell, quiet
from pipeline.report.facts import Council, FileRow, gather_facts
from pipeline.report.items import council_item, meanings, more_of_item, short_item, theme_number
from pipeline.report.limits import LIMITS, ReportLimits
from pipeline.report.lists import Lists, council_list, find_cut_lists, quarter_list, theme_list
from pipeline.report.near import NearActions
from pipeline.report.pages import Pages
from pipeline.report.peers import AllPeers
from pipeline.report.quality_sums import QualitySums
from pipeline.report.quarters import quarter_of
from pipeline.report.script_data import join_json, script_json, write_data
from pipeline.report.sources import SourceLinks, find_plans, opens_at_page
from pipeline.report.steps import read_steps
from pipeline.report.worth import gather_worth
from pipeline.store.code_version import program_version
from pipeline.store.database import check_tables, connect
from pipeline.store.errors import StoreError
from pipeline.store.read_rows import count_rows, read_counted
from pipeline.store.report_standing import FOLDER, write_made_from
from pipeline.store.similar_table import ensure_similar, known_similar
from schema.rows import ActionRow
from schema.toml_file import read_toml_file

_MARK = "assets/report.js"  # by which a folder shows itself to be a report of ours
NOT_WITHOUT_DAY = "not_overdue"  # the check that needs a day to reckon from
_ASSETS = ("report.css", "report.js")
_SOURCE_MAP = "//# sourceMappingURL="  # names a file that is not carried


def write_report(
    out: Path,
    *,
    today: date | None = None,
    plans: Path | None = None,
    limits: ReportLimits = LIMITS,
    tell: Tell = quiet,
) -> Path:
    """Write `out`/report and give the path of its first page.

    `today` is the day that "next quarter" and "overdue" are reckoned from; without one, neither is shown. `plans` is
    the folder that was read, for links to the plans; without one, `raw` beside `out` is taken where it is there.
    Raises StoreError where the tables or the folder cannot be used; a report that stood there then still stands.
    """
    similar = _similar(out, limits, tell)
    folder, staging = out / FOLDER, out / f".{FOLDER}.next"
    with connect(out) as connection:
        tell("counting for the figures", 0, 0)
        facts = gather_facts(connection, today, similar=similar)
        cut = find_cut_lists(connection, facts.slugs, limits)
        _refuse_another_folder(folder)
        try:
            shutil.rmtree(staging, ignore_errors=True)
            for name in ("assets", "data", "councils", "themes"):
                (staging / name).mkdir(parents=True)
            _write_assets(staging / "assets")
            links = SourceLinks(plans or find_plans(out), folder / "councils")  # data files are used one folder down
            pages = Pages(
                staging,
                facts,
                today=today,
                version=program_version(),
                links=links,
                limits=limits,
                peers=AllPeers(connection),
                steps=read_steps(connection),
            )
            near = NearActions(connection if similar else None)
            sums = QualitySums(by_plan=facts.plans <= limits.plans)
            writer = _ActionsWriter(pages, Lists(staging / "data", cut), near, sums, facts.slugs)
            writer.write(read_counted(out), tell)
            tell("writing pages", 0, 0)
            pages.write_others(sums, gather_worth(out))
            write_data(staging / "data", "meanings", meanings())
            write_data(staging / "data", "councils", [council_item(council, facts) for council in facts.councils])
            write_made_from(staging, out, today, plans)
            _replace(folder, staging)
        except OSError as error:
            raise StoreError(
                f"{folder}: the report could not be written ({error.strerror or error}). "
                "Free space, close programs that have it open, and try again."
            ) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return folder / "index.html"


def _similar(out: Path, limits: ReportLimits, tell: Tell) -> bool:
    """Whether there are similar actions to show; they are looked for now where that takes minutes."""
    check_tables(out)
    if count_rows(out, "actions") <= limits.similar:
        ensure_similar(out, tell)
    return known_similar(out) is not None


@dataclass(frozen=True, slots=True)
class _ActionsWriter:
    """Writes each council's page and data file and the lists over councils, and sums up what the checks find."""

    pages: Pages
    lists: Lists
    near: NearActions
    sums: QualitySums
    slugs: Mapping[str, str]

    def write(self, actions: Iterable[ActionRow], tell: Tell) -> None:
        """Write every action; those of a council and those of a plan must stand together."""
        facts, today = self.pages.facts, self.pages.today
        of_document = {file.document_id: file for file in reversed(facts.files) if not file.duplicate}
        councils = {council.label: council for council in facts.councils}
        self.lists.begin(theme_list(theme.number) for theme in facts.themes)
        self.lists.begin((theme_list(None),))
        done = 0
        for label, group in groupby(actions, key=lambda action: of_document[action.document_id].label):
            council = councils[label]
            self.lists.begin((council_list(council.slug),))
            messages: list[Finding] = []
            for document_id, of_plan in groupby(group, key=lambda action: action.document_id):
                rows = list(of_plan)
                found = [one for one in check_plan(rows, today or date.min) if today or one.code != NOT_WITHOUT_DAY]
                self.sums.add(label, found)
                messages += [one for one in found if not one.ok]
                plan = _plan(of_document[document_id], self.pages.links)
                for action in rows:
                    self._add(action, council, plan)
                done += len(rows)
                tell("writing actions", done, facts.actions)
            self.lists.close(council_list(council.slug))
            self.pages.write_council(council, messages)
        self.lists.close_all()

    def _add(self, action: ActionRow, council: Council, plan: Mapping[str, Any]) -> None:
        """Add an action to those of its lists that have room for it."""
        near = self.near.of(action.action_id)
        own = council_list(council.slug)
        in_own = self.lists.room(own, action.document_id)
        names = [theme_list(theme_number(action.eflg_theme))]
        if action.due:
            names.append(quarter_list(quarter_of(action.due)))
        names = [name for name in names if self.lists.room(name, council.label)]
        if not in_own and not names:
            return
        item = script_json(short_item(action, council.label, council.slug))
        for name in names:
            self.lists.add(name, council.label, item, action.document_id, plan)
        if in_own:
            more = script_json(more_of_item(action, near, self.slugs))
            self.lists.add(own, action.document_id, join_json(item, more), action.document_id, plan)


def _plan(file: FileRow, links: SourceLinks) -> dict[str, Any]:
    """Return what a list of actions shows of a document; `paged` says whether a link can open at a page."""
    return {
        "title": file.title or Path(file.source).name,
        "source": file.source,
        "href": links.find(file.source),
        "paged": opens_at_page(file.media_type),
    }


def _write_assets(folder: Path) -> None:
    here = files("pipeline.report")
    for name in _ASSETS:
        (folder / name).write_bytes((here / "static" / name).read_bytes())
    lines, licences = list[str](), list[str]()
    for script in read_toml_file("pipeline.report", "vendor/vendor.toml")["script"]:
        text = (here / "vendor" / script["file"]).read_text("utf-8")
        lines += [line for line in text.split("\n") if not line.startswith(_SOURCE_MAP)]
        licence = (here / "vendor" / script["licence_file"]).read_text("utf-8")
        licences.append(f"{script['package']} {script['version']}\n\n{licence}")
    (folder / "vega.js").write_text("\n".join(lines), "utf-8", newline="\n")
    (folder / "vega-licences.txt").write_text("\n\n".join(licences), "utf-8", newline="\n")


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
