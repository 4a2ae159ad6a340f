"""The report's pages, from templates with autoescape: text of a document can become neither markup nor script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.compare.quality import Check, Finding
from pipeline.normalise.framework.edition import read_edition
from pipeline.report import charts
from pipeline.report.facts import Council, CountGrid, Facts, FileRow, in_words, used_only
from pipeline.report.labels import words
from pipeline.report.limits import ReportLimits
from pipeline.report.peers import KINDS, AllPeers
from pipeline.report.quality_sums import QualitySums
from pipeline.report.quarters import Quarter
from pipeline.report.script_data import script_json
from pipeline.report.sources import SourceLinks, opens_at_page, read_missed
from pipeline.report.steps import Step
from pipeline.report.worth import Worth
from pipeline.store.views import COMPARED_FROM, RANKED_FROM

FEW_COUNCILS = 40  # above this the first page shows sums in place of one line a council
NAMED = 25  # councils named in a sentence before the rest is only counted

_NAVIGATION = (
    ("index.html", "Overview"),
    ("framework.html", "Framework"),
    ("deadlines.html", "Due dates"),
    ("owners.html", "Owners"),
    ("characteristics.html", "Characteristics"),
    ("progress.html", "Progress"),
    ("changes.html", "Editions"),
    ("quality.html", "Quality"),
    ("worth.html", "Worth a look"),
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
        peers: AllPeers,
        steps: Mapping[str, tuple[Step, ...]],
    ) -> None:
        self._folder = folder
        self._peers = peers
        self._steps = steps
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
            steps_of=steps,
            places={theme.number: place for place, theme in enumerate(facts.themes)},
            limits=limits,
        )

    def write_council(self, council: Council, messages: Sequence[Finding]) -> None:
        """Write the page of one council, whose actions stand in a data file; `messages` are the checks not passed."""
        plans = [
            {"file": file, "href": self.links.find(file.source)}
            for file in self.facts.files
            if file.label == council.label
        ]
        facts, label = self.facts, council.label
        groups, steps = self._peers.of(label), self._steps.get(label, ())
        self._write(
            f"councils/{council.slug}.html",
            "council.html.j2",
            council=council,
            plans=plans,
            messages=messages,
            themes=[
                (theme, facts.framework.at(label, theme.number), facts.also.at(label, theme.number))
                for theme in facts.themes
            ],
            doubted=facts.doubts,
            groups=groups,
            steps=steps,
            data=f"council-{council.slug}",
        )
        if groups:
            self._write(
                f"councils/{council.slug}-peers.html",
                "peers.html.j2",
                council=council,
                groups=groups,
                kinds=KINDS,
                ranked_from=RANKED_FROM,
                compared_from=COMPARED_FROM,
            )
        if steps:
            self._write(f"councils/{council.slug}-changes.html", "changes.html.j2", council=council, steps=steps)

    def write_others(self, sums: QualitySums, worth: Worth) -> None:
        """Write every page besides those of councils."""
        facts = self.facts
        headings = {theme.number: f"{theme.number} {theme.name}" for theme in facts.themes}
        few = len(facts.councils) <= FEW_COUNCILS
        heat_map = charts.heat_map(facts.framework, "Council", "Theme", column_words=headings)
        timeline = charts.timeline(facts.quarters, self.today, facts.quarters_of)
        self._write(
            "index.html",
            "index.html.j2",
            few=few,
            framework_chart=heat_map if few else charts.theme_bars(facts.framework, facts.themes),
            timeline_chart=timeline,
        )
        wide, by_share = _both(facts.framework, "Theme", facts.totals, headings)
        self._write(
            "framework.html",
            "framework.html.j2",
            chart=wide,
            share_chart=by_share,
            headings=headings,
            empty=[headings[number] for number in facts.framework.columns if not facts.framework.column_total(number)],
        )
        edition = read_edition()
        self._write(
            "modules.html",
            "modules.html.j2",
            modules=[
                (module, [theme for theme in edition.themes if theme.number.partition(".")[0] == module.number])
                for module in edition.modules
            ],
            examples=self._examples(),
        )
        for theme in facts.themes:
            self._write(
                f"themes/theme-{theme.number}.html",
                "theme.html.j2",
                theme=theme,
                number=theme.number,
                data=f"theme-{theme.number}",
                total=facts.framework.column_total(theme.number),
                without=facts.framework.rows_without(theme.number),
                also=facts.also.column_total(theme.number),
                also_rows={label for label, number in facts.also.counts if number == theme.number},
            )
        self._write(
            "themes/theme-none.html",
            "theme.html.j2",
            theme=None,
            number="none",
            data="theme-none",
            total=sum(facts.unplaced.values()),
            without=(),
            also=0,
            also_rows=(),
        )
        self._write(
            "deadlines.html",
            "deadlines.html.j2",
            chart=timeline,
            shown=charts.shown_quarters(facts.quarters),
            focus_key=self._first_quarter().key if facts.quarters else None,
        )
        owners_by = used_only(in_words(facts.owners_by, rows=True))
        parts = [(label, words(one), words(other), count) for label, one, other, count in facts.owners_of]
        self._write(
            "owners.html",
            "owners.html.j2",
            grid=owners_by,
            chart=charts.heat_map(owners_by, "Function", "Seniority", parts=parts),
            parts_known=bool(parts),
            empty=[words(code) for code in facts.owners_by.rows if not facts.owners_by.row_total(code)],
        )
        characteristics = in_words(facts.characteristics)
        chart, share_chart = _both(characteristics, "Characteristic", facts.totals)
        self._write(
            "characteristics.html",
            "characteristics.html.j2",
            grid=characteristics,
            chart=chart,
            share_chart=share_chart,
            empty=[column for column in characteristics.columns if not characteristics.column_total(column)],
        )
        totals = facts.totals
        ratings = in_words(facts.ratings)
        self._write(
            "progress.html",
            "progress.html.j2",
            ratings=ratings,
            rating_rows={row for row, _ in ratings.counts},
            states=in_words(facts.states),
            totals=totals,
            chart=charts.ratings(ratings, totals),
        )
        self._write("quality.html", "quality.html.j2", checked=worth.checked, **self._quality(sums))
        self._write("worth.html", "worth.html.j2", worth=worth)
        self._write("similar.html", "similar.html.j2")
        self._write("changes.html", "changes.html.j2", council=None, steps=())
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

    def _examples(self) -> dict[str, list[dict[str, Any]]]:
        """Return the examples of each theme as the page shows them, with the address of the plan's page."""
        found = self._found_from_top()
        paged = {file.source: opens_at_page(file.media_type) for file in self.facts.files}
        told: dict[str, list[dict[str, Any]]] = {theme.name: [] for theme in self.facts.themes}
        for one in self.facts.examples:
            href = found.get(one.source)
            at = f"#page={one.page}" if one.page and paged.get(one.source) else ""
            told[one.theme].append({**asdict(one), "href": f"{href}{at}" if href else None})
        return told

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


def _both(
    grid: CountGrid, columns: str, totals: Mapping[str, int], headings: Mapping[str, str] | None = None
) -> tuple[charts.Spec, charts.Spec]:
    """Return the chart of a grid of councils by number, with its rows, and by share, which is drawn from the same."""
    by_number, by_share = (
        charts.heat_map(grid, "Council", columns, column_words=headings, totals=totals, share=share)
        for share in (False, True)
    )
    return by_number, charts.without_rows(by_share)


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
