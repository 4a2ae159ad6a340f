"""The report's pages, from templates with autoescape: text of a document can become neither markup nor script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.compare.quality import Check, Finding
from pipeline.report import charts
from pipeline.report.facts import Council, CountGrid, Facts, FileRow, in_words, used_only
from pipeline.report.labels import words
from pipeline.report.limits import ReportLimits
from pipeline.report.quality_sums import QualitySums
from pipeline.report.quarters import Quarter
from pipeline.report.script_data import script_json
from pipeline.report.sources import SourceLinks, read_missed

FEW_COUNCILS = 40  # above this the first page shows sums in place of one line a council
NAMED = 25  # councils named in a sentence before the rest is only counted

_NAVIGATION = (
    ("index.html", "Overview"),
    ("framework.html", "Framework"),
    ("deadlines.html", "Due dates"),
    ("owners.html", "Owners"),
    ("characteristics.html", "Characteristics"),
    ("progress.html", "Progress"),
    ("quality.html", "Quality"),
    ("similar.html", "Similar actions"),
    ("sources.html", "Sources"),
)
_PLAIN_CHECKS = {
    "owner_given": "Owner named",
    "post_named": "Owner is a post",
    "not_everyone": "Not owned by everyone",
    "date_given": "Date given",
    "end_given": "Has an end",
    "outcome_given": "Outcome given",
    "outcome_measurable": "Outcome measurable",
    "not_overdue": "Not overdue",
    "not_repeated": "Not repeated",
    "not_nearly_repeated": "Not nearly repeated",
    "action_given": "Action worded",
}


class Pages:
    """Writes pages into a folder; every page is given the same facts."""

    def __init__(
        self,
        folder: Path,
        facts: Facts,
        *,
        today: date | None,
        version: str,
        links: SourceLinks,
        limits: ReportLimits,
    ) -> None:
        self._folder = folder
        self.facts = facts
        self.today = today
        self.links = links
        self._environment = Environment(
            loader=PackageLoader("pipeline.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            words=words, day=show_day, script_json=script_json, percent=percent, thousands=thousands, plural=plural
        )
        self._environment.globals.update(
            facts=facts,
            slugs=facts.slugs,
            today=today,
            version=version,
            navigation=_NAVIGATION,
            named=NAMED,
            heat=heat_class,
            limits=limits,
        )

    def write_council(self, council: Council, messages: Sequence[Finding]) -> None:
        """Write the page of one council, whose actions stand in a data file; `messages` are the checks not passed."""
        plans = [
            {"file": file, "href": self.links.find(file.source)}
            for file in self.facts.files
            if file.label == council.label
        ]
        framework = self.facts.framework
        self._write(
            f"councils/{council.slug}.html",
            "council.html.j2",
            council=council,
            plans=plans,
            messages=messages,
            themes=[(theme, framework.at(council.label, theme.number)) for theme in self.facts.themes],
            data=f"council-{council.slug}",
        )

    def write_others(self, sums: QualitySums) -> None:
        """Write every page besides those of councils."""
        facts = self.facts
        headings = {theme.number: f"{theme.number} {theme.name}" for theme in facts.themes}
        few = len(facts.councils) <= FEW_COUNCILS
        heat_map = charts.heat_map(facts.framework, "Council", "Theme", column_words=headings)
        timeline = charts.timeline(facts.quarters, self.today)
        self._write(
            "index.html",
            "index.html.j2",
            few=few,
            framework_chart=heat_map if few else charts.theme_bars(facts.framework, facts.themes),
            timeline_chart=timeline,
        )
        self._write("framework.html", "framework.html.j2", chart=heat_map, headings=headings)
        for theme in facts.themes:
            self._write(
                f"themes/theme-{theme.number}.html",
                "theme.html.j2",
                theme=theme,
                number=theme.number,
                data=f"theme-{theme.number}",
                total=facts.framework.column_total(theme.number),
                without=facts.framework.rows_without(theme.number),
            )
        self._write(
            "themes/theme-none.html",
            "theme.html.j2",
            theme=None,
            number="none",
            data="theme-none",
            total=sum(facts.unplaced.values()),
            without=(),
        )
        self._write(
            "deadlines.html",
            "deadlines.html.j2",
            chart=timeline,
            shown=charts.shown_quarters(facts.quarters),
            focus_key=self._first_quarter().key if facts.quarters else None,
        )
        owners_by = used_only(in_words(facts.owners_by, rows=True))
        self._write(
            "owners.html", "owners.html.j2", grid=owners_by, chart=charts.heat_map(owners_by, "Function", "Seniority")
        )
        characteristics = in_words(facts.characteristics)
        self._write(
            "characteristics.html",
            "characteristics.html.j2",
            grid=characteristics,
            chart=charts.heat_map(characteristics, "Council", "Characteristic"),
        )
        totals = {council.label: council.actions for council in facts.councils}
        ratings = in_words(facts.ratings)
        self._write(
            "progress.html",
            "progress.html.j2",
            ratings=ratings,
            states=in_words(facts.states),
            totals=totals,
            chart=charts.ratings(ratings, totals),
        )
        self._write("quality.html", "quality.html.j2", **self._quality(sums))
        self._write("similar.html", "similar.html.j2")
        missed = read_missed(self.links.plans)
        self._write("sources.html", "sources.html.j2", found=self._found_from_top(), missed=missed)

    def _first_quarter(self) -> Quarter:
        """Return the quarter that the page of due dates opens with: that in question, else the latest that has any."""
        known = [one.quarter for one in self.facts.quarters]
        focus = self.facts.focus
        return focus if focus in known and focus is not None else known[-1]

    def _found_from_top(self) -> dict[str, str]:
        """Return the address of each file from a page at the top; council pages stand one folder down."""
        found = {file.source: self.links.find(file.source) for file in self.facts.files}
        return {source: href.removeprefix("../") for source, href in found.items() if href}

    def _quality(self, sums: QualitySums) -> dict[str, Any]:
        checks: list[tuple[Check, str]] = [
            (check, _PLAIN_CHECKS.get(check.code, words(check.code))) for check in sums.checks()
        ]
        if sums.by_plan:
            several = Counter(file.label for file in self.facts.files if file.counts and file.document_id in sums.rows)
            rows = [
                (file.document_id, file.label, _plan_in_words(file, several[file.label] > 1), file.actions)
                for file in self.facts.files
                if file.counts and file.document_id in sums.rows
            ]
        else:
            rows = [
                (council.label, council.label, plural(council.plans, "plan"), council.actions)
                for council in self.facts.councils
                if council.label in sums.rows
            ]
        told = [
            {
                "label": label,
                "printed": printed,
                "actions": actions,
                "shares": [
                    (tally.share, tally.ok(check)) if (tally := sums.rows[key].get(check.code)) else (None, True)
                    for check, _ in checks
                ],
                "absent": sums.absent(key),
            }
            for key, label, printed, actions in rows
        ]
        return {"checks": checks, "rows": told, "by_plan": sums.by_plan}

    def _write(self, name: str, template: str, **context: Any) -> None:
        root = "../" * name.count("/")
        page = self._environment.get_template(template).render(page=name, root=root, **context)
        (self._folder / name).write_bytes(page.encode("utf-8", "replace"))


def _plan_in_words(file: FileRow, several: bool) -> str:
    """Return a plan's title, with its file where its council has several; the file where it has no title."""
    if not file.title:
        return file.source
    return f"{file.title}, {file.source}" if several else file.title


def heat_class(grid: CountGrid, count: int) -> str:
    """Return the shade of a count: `h0` for none to `h5` for the most of the grid, by square roots as in the charts."""
    most = max(grid.counts.values(), default=1)
    if not count:
        return "h0"
    return f"h{1 + min(4, int(5 * (count / most) ** 0.5 - 1e-9))}"


def show_day(day: date | None) -> str:
    """Return a day as people write it.

    >>> show_day(date(2025, 3, 31))
    '31 March 2025'
    """
    return f"{day.day} {day:%B %Y}" if day else ""


def percent(part: float, whole: float = 1) -> str:
    """Return a share in whole per cent, never 0 or 100 for a share that is neither.

    >>> percent(999, 1000), percent(1, 1000), percent(1, 2), percent(0, 0)
    ('99%', '1%', '50%', '–')
    """
    if not whole:
        return "–"
    share = part / whole
    rounded = round(100 * share)
    if 0 < share < 1:
        rounded = min(99, max(1, rounded))
    return f"{rounded}%"


def thousands(number: int) -> str:
    """Return a count with commas."""
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun.

    >>> plural(1, "plan"), plural(1200, "plan")
    ('1 plan', '1,200 plans')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
