"""The report's charts: Altair specifications, drawn in the page by the Vega script that lies beside it.

Colours: single-hue scales told apart by lightness, and for ratings hues that also differ in lightness, so that they
hold for readers who do not see red and green apart. Every chart stands beside a table with its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.normalise.framework.edition import Theme
from pipeline.report.facts import CountGrid, QuarterCount
from pipeline.report.quarters import Quarter, quarter_of

INK, MUTED, RULE, PAPER = "#1c2329", "#4a5560", "#c9d0d6", "#ffffff"
BLUES = ("#dbe9f6", "#9cc4e4", "#5b9bd0", "#2a6fae", "#0b3c6f")
RATING_COLOURS = {
    "Red": "#a3262a",
    "Amber": "#e8a33d",
    "Green": "#3f9c7c",
    "Blue": "#2a5ea8",
    "Grey": "#8b949c",
    "No rating": "#e6eaed",
}
Spec = Mapping[str, Any]
_MOST_QUARTERS = 48  # shown in the timeline; a plan with a slip of the pen may name a far year
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def heat_map(
    grid: CountGrid,
    row_title: str,
    column_title: str,
    *,
    column_words: Mapping[str, str] | None = None,
    totals: Mapping[str, int] | None = None,
    share: bool = False,
    parts: Sequence[tuple[str, str, str, int]] = (),
) -> Spec:
    """Chart a grid of counts: one square a pair, its count written in it, darker for more; none is an empty square.

    With `totals`, each row's whole, the rows hold shares of it too, which are shown where `share` is wanted. With
    `parts` (council, row, column, count) the counts are added up in the page, so that they can be narrowed to some
    councils; without, a row is a council.
    """
    import altair as alt

    headings = column_words or {column: column for column in grid.columns}
    order = [headings[column] for column in grid.columns]
    values: list[dict[str, Any]] = [
        {"row": row, "column": headings[column], "actions": 0 if parts else grid.at(row, column)}
        for row in grid.rows
        for column in grid.columns
    ]
    for value in values if totals is not None else ():
        value["share"] = round(value["actions"] / ((totals or {}).get(value["row"]) or 1), 4)
    values += [
        {"row": row, "column": headings[column], "actions": count, "council": council}
        for council, row, column, count in parts
        if column in headings
    ]
    field = "share" if share else "actions"
    most = max([value.get(field, 0) for value in values] if share else grid.counts.values(), default=0) or 1
    least = 0 if share else 1
    base = alt.Chart(alt.NamedData("rows"))
    if parts:
        base = base.transform_aggregate(actions="sum(actions)", groupby=["row", "column"])
    told = [alt.Tooltip("actions:Q", title="Actions")]
    if totals is not None:
        told.append(alt.Tooltip("share:Q", title="Share of the council’s actions", format=".0%"))
    base = base.encode(
        x=alt.X("column:N", sort=order, title=None, axis=_top_axis(alt)),
        y=alt.Y("row:N", sort=list(grid.rows), title=None, axis=alt.Axis(labelLimit=270, domain=False, ticks=False)),
        tooltip=[alt.Tooltip("row:N", title=row_title), alt.Tooltip("column:N", title=column_title), *told],
    )
    squares = base.mark_rect(stroke=RULE, strokeWidth=1).encode(
        color=alt.condition(
            "datum.actions == 0",
            alt.value(PAPER),
            alt.Color(f"{field}:Q", scale=alt.Scale(domain=[least, most], range=list(BLUES), type="sqrt"), legend=None),
        )
    )
    middle = (0.5 * most**0.5 + 0.5 * least**0.5) ** 2
    numbers = (
        base.transform_filter("datum.actions > 0")
        .mark_text(fontSize=11)
        .encode(
            text=alt.Text(f"{field}:Q", format=".0%" if share else ""),
            color=alt.condition(f"datum.{field} > {middle}", alt.value(PAPER), alt.value(INK)),
        )
    )
    return _spec((squares + numbers).properties(width=alt.Step(38), height=alt.Step(24)), values)


def without_rows(chart: Spec) -> Spec:
    """Return a chart that is drawn from the rows of the chart before it on the page."""
    return {**chart, "datasets": {name: rows for name, rows in chart["datasets"].items() if name != "rows"}}


def timeline(
    quarters: Sequence[QuarterCount], today: date | None, parts: Sequence[tuple[str, QuarterCount]] = ()
) -> Spec:
    """Chart actions by the quarter they fall due in, those said to be done apart; quarters with none have no bar.

    With `parts`, the quarters of each council, the page can narrow the bars to some councils.
    """
    import altair as alt

    shown = _without_gaps(quarters)[-_MOST_QUARTERS:]
    known = {one.quarter for one in shown}
    values: list[dict[str, Any]] = []
    order: list[str] = []
    for one in shown:
        order.append(one.quarter.label)
        values += _bars(one if not parts else QuarterCount(one.quarter, 0, 0), None)
    for council, one in parts:
        if one.quarter in known:
            values += _bars(one, council)
    bars = (
        alt.Chart(alt.NamedData("rows"))
        .mark_bar(stroke=PAPER, strokeWidth=0.5)
        .encode(
            x=alt.X("quarter:N", sort=order, title="Quarter of the financial year", axis=alt.Axis(labelAngle=-60)),
            y=alt.Y(
                "sum(actions):Q",
                title="Number of actions falling due",
                axis=alt.Axis(tickMinStep=1, grid=True, format="d"),
            ),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=["Open, or not said", "Complete or cancelled"], range=[BLUES[3], "#b9c3cb"]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("quarter:N", title="Quarter"),
                alt.Tooltip("months:N", title="Months"),
                alt.Tooltip("kind:N", title="State"),
                alt.Tooltip("sum(actions):Q", title="Actions"),
            ],
        )
    )
    chart: Any = bars
    if today is not None and quarter_of(today).label in order:
        mark = alt.Chart(alt.NamedData("today"))
        chart = bars + mark.mark_rule(stroke="#a3262a", strokeDash=[4, 3], strokeWidth=2).encode(
            x=alt.X("quarter:N", sort=order)
        )
    return _spec(
        chart.properties(width=alt.Step(24), height=240),
        values,
        today=[{"quarter": quarter_of(today).label}] if today else [],
    )


def _bars(one: QuarterCount, council: str | None) -> list[dict[str, Any]]:
    """Return the two parts of a quarter's bar; those of no council are in every chart."""
    told: dict[str, Any] = {"quarter": one.quarter.label, "months": one.quarter.months}
    if council is not None:
        told["council"] = council
    parts = (("Open, or not said", one.open, 0), ("Complete or cancelled", one.actions - one.open, 1))
    return [{**told, "kind": kind, "actions": count, "place": place} for kind, count, place in parts]


def ratings(grid: CountGrid, totals: Mapping[str, int]) -> Spec:
    """Chart the actions of councils that rate any by rating; `totals` are a council's actions, rated or not."""
    import altair as alt

    kinds = [column for column in grid.columns if column in RATING_COLOURS]
    values: list[dict[str, Any]] = []
    rows = [row for row in grid.rows if any(grid.at(row, kind) for kind in kinds)]
    for row in rows:
        rated = [(kind, grid.at(row, kind)) for kind in kinds]
        rest = totals.get(row, 0) - sum(count for _, count in rated)
        for place, (kind, count) in enumerate([*rated, ("No rating", rest)]):
            if count > 0:
                values.append({"council": row, "rating": kind, "actions": count, "place": place})
    domain = [*kinds, "No rating"]
    chart = (
        alt.Chart(alt.NamedData("rows"))
        .mark_bar(stroke=PAPER, strokeWidth=1)
        .encode(
            y=alt.Y(
                "council:N",
                sort=rows,
                title=None,
                axis=alt.Axis(labelLimit=270, domain=False, ticks=False),
            ),
            x=alt.X("actions:Q", stack="normalize", title="Share of the council’s actions", axis=alt.Axis(format="%")),
            color=alt.Color(
                "rating:N",
                scale=alt.Scale(domain=domain, range=[RATING_COLOURS[kind] for kind in domain]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("council:N", title="Council"),
                alt.Tooltip("rating:N", title="Rating"),
                alt.Tooltip("actions:Q", title="Actions"),
            ],
        )
        .properties(width=560, height=alt.Step(22))
    )
    return _spec(chart, values)


def theme_bars(grid: CountGrid, themes: Sequence[Theme]) -> Spec:
    """Chart how many councils have at least one action in each theme; the page counts again where some are chosen."""
    import altair as alt

    names = {theme.number: f"{theme.number} {theme.name}" for theme in themes}
    values: list[dict[str, Any]] = []
    for theme in themes:
        without = len(grid.rows_without(theme.number))
        told = {"theme": names[theme.number]}
        values.append({**told, "kind": "With an action", "councils": len(grid.rows) - without, "place": 0})
        values.append({**told, "kind": "Without", "councils": without, "place": 1})
    chart = (
        alt.Chart(alt.NamedData("rows"))
        .mark_bar(stroke=PAPER, strokeWidth=1)
        .encode(
            y=alt.Y(
                "theme:N",
                sort=list(names.values()),
                title=None,
                axis=alt.Axis(labelLimit=340, domain=False, ticks=False),
            ),
            x=alt.X("councils:Q", title="Number of councils", axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=["With an action", "Without"], range=[BLUES[3], "#e3e8ec"]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("theme:N", title="Theme"),
                alt.Tooltip("kind:N", title="Councils"),
                alt.Tooltip("councils:Q", title="Number"),
            ],
        )
        .properties(width=460, height=alt.Step(22))
    )
    return _spec(chart, values)


def _without_gaps(quarters: Sequence[QuarterCount]) -> list[QuarterCount]:
    """Return the quarters with those between them that hold nothing, unless that makes more than a chart can show."""
    filled: list[QuarterCount] = []
    for one in quarters:
        while filled and filled[-1].quarter.next() < one.quarter and len(filled) < 4 * _MOST_QUARTERS:
            filled.append(QuarterCount(filled[-1].quarter.next(), 0, 0))
        filled.append(one)
    return filled if len(filled) <= 4 * _MOST_QUARTERS else list(quarters)


def shown_quarters(quarters: Sequence[QuarterCount]) -> tuple[Quarter, Quarter] | None:
    """Return the first and last quarter that the timeline shows; None where there are none."""
    shown = _without_gaps(quarters)[-_MOST_QUARTERS:]
    return (shown[0].quarter, shown[-1].quarter) if shown else None


def _top_axis(alt: Any) -> Any:
    return alt.Axis(
        orient="top",
        labelAngle=-45,
        labelAlign="left",
        labelLimit=380,
        domain=False,
        ticks=False,
    )


def _spec(chart: Any, values: list[dict[str, Any]], **more: list[dict[str, Any]]) -> Spec:
    """Give a chart with its rows, which are put in after Altair has checked the rest: checking each would take long."""
    text = {"labelFont": _FONT, "titleFont": _FONT, "labelColor": INK, "titleColor": MUTED, "labelFontSize": 12}
    spec: Spec = (
        chart.configure(background="transparent", font=_FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(**text, titleFontSize=12, titleFontWeight="normal", gridColor="#e3e8ec")
        .configure_legend(labelFont=_FONT, labelColor=INK, labelFontSize=12)
        .to_dict()
    )
    told = {name: value for name, value in spec.items() if name != "$schema"}  # an address on the network
    return {**told, "datasets": {"rows": values, **more}}
