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
    grid: CountGrid, row_title: str, column_title: str, *, column_words: Mapping[str, str] | None = None
) -> Spec:
    """Chart a grid of counts: one square a pair, its count written in it, darker for more; none is an empty square."""
    import altair as alt

    headings = column_words or {column: column for column in grid.columns}
    order = [headings[column] for column in grid.columns]
    values: list[dict[str, Any]] = [
        {"row": row, "column": headings[column], "actions": grid.at(row, column)}
        for row in grid.rows
        for column in grid.columns
    ]
    most = max([value["actions"] for value in values], default=0) or 1
    base = alt.Chart(alt.NamedData("rows")).encode(
        x=alt.X("column:N", sort=order, title=None, axis=_top_axis(alt)),
        y=alt.Y("row:N", sort=list(grid.rows), title=None, axis=alt.Axis(labelLimit=270, domain=False, ticks=False)),
        tooltip=[
            alt.Tooltip("row:N", title=row_title),
            alt.Tooltip("column:N", title=column_title),
            alt.Tooltip("actions:Q", title="Actions"),
        ],
    )
    squares = base.mark_rect(stroke=RULE, strokeWidth=1).encode(
        color=alt.condition(
            "datum.actions == 0",
            alt.value(PAPER),
            alt.Color("actions:Q", scale=alt.Scale(domain=[1, most], range=list(BLUES), type="sqrt"), legend=None),
        )
    )
    numbers = (
        base.transform_filter("datum.actions > 0")
        .mark_text(fontSize=11)
        .encode(
            text="actions:Q",
            color=alt.condition(f"sqrt(datum.actions) > {0.5 * most**0.5 + 0.5}", alt.value(PAPER), alt.value(INK)),
        )
    )
    return _spec((squares + numbers).properties(width=alt.Step(38), height=alt.Step(24)), values)


def timeline(quarters: Sequence[QuarterCount], today: date | None) -> Spec:
    """Chart actions by the quarter they fall due in, those said to be done apart; quarters with none have no bar."""
    import altair as alt

    values: list[dict[str, Any]] = []
    for one in _without_gaps(quarters)[-_MOST_QUARTERS:]:
        told = {"quarter": one.quarter.label, "months": one.quarter.months}
        values.append({**told, "kind": "Open, or not said", "actions": one.open, "place": 0})
        values.append({**told, "kind": "Complete or cancelled", "actions": one.actions - one.open, "place": 1})
    order: list[str] = list(dict.fromkeys(value["quarter"] for value in values))
    bars = (
        alt.Chart(alt.NamedData("rows"))
        .mark_bar(stroke=PAPER, strokeWidth=0.5)
        .encode(
            x=alt.X("quarter:N", sort=order, title="Quarter of the financial year", axis=alt.Axis(labelAngle=-60)),
            y=alt.Y("actions:Q", title="Actions falling due", axis=alt.Axis(tickMinStep=1, grid=True)),
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
                alt.Tooltip("actions:Q", title="Actions"),
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
            x=alt.X("actions:Q", stack="normalize", title="Share of the council's actions", axis=alt.Axis(format="%")),
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
    """Chart how many councils have at least one action in each theme: the heat map's sum, for many councils."""
    import altair as alt

    values: list[dict[str, Any]] = []
    for theme in themes:
        without = len(grid.rows_without(theme.number))
        told = {"theme": f"{theme.number} {theme.name}"}
        values.append({**told, "kind": "With an action", "councils": len(grid.rows) - without, "place": 0})
        values.append({**told, "kind": "Without", "councils": without, "place": 1})
    chart = (
        alt.Chart(alt.NamedData("rows"))
        .mark_bar(stroke=PAPER, strokeWidth=1)
        .encode(
            y=alt.Y("theme:N", sort=None, title=None, axis=alt.Axis(labelLimit=340, domain=False, ticks=False)),
            x=alt.X("councils:Q", title="Councils", axis=alt.Axis(tickMinStep=1)),
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
