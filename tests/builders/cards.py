"""Cards of labels and values as a page of HTML: a bar with number and state, the action, labels beside values."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

FILLS = {"In progress": "#3a9d4a", "Complete": "#1f6fb5", "Delayed": "#f2a900", "Not started": "#8a8f94"}


class Card(NamedTuple):
    """One action as its card prints it."""

    number: str
    state: str
    action: str
    pairs: tuple[tuple[str, str], ...]


def card(number: str, state: str, action: str, *values: str) -> Card:
    """A card under the labels that all have; the last ones may be left out."""
    return Card(number, state, action, tuple(zip(LABELS, values, strict=False)))


LABELS = ("Lead", "When", "Measure of success", "Latest position")
CARDS = (
    card("Action 1.1", "In progress", "Train the front desk to book interpreters.", "Head of Customer Services",
         "May 2031", "All desk staff trained by the summer.", "Two of five teams done."),
    card("Action 1.2", "Complete", "Publish the pay gap by sex, ethnicity and disability.", "Head of People",
         "March 2031", "The figures are on the website."),
    card("Action 1.3", "Complete", "A quiet room at the depot.", "Depot Manager", "Q3 2031/32",
         "The room is open on all shifts, and those who use it say that it serves them well and is warm.",
         "Opened in September."),
    card("Action 1.4", "Delayed", "Fit hearing loops in every meeting room.", "Estates Manager", "By 30 June 2031",
         "A loop in all nine rooms, tested twice a year by people who use hearing aids and who told us of the faults.",
         "Parts are late from the maker."),
    card("Action 1.5", "Not started", "Ask disabled passengers to test the new app.", "Digital Services Manager",
         "September 2031", "Twelve testers, each fault mended."),
)  # fmt: skip
_INTRO = "What staff told us shapes this part."
_CSS = (
    "@page{size:A5;margin:12mm}body{font:10pt/1.4 'DejaVu Sans',sans-serif;-webkit-print-color-adjust:exact}"
    ".card{border:1px solid #bbb;border-radius:6px;margin:0 0 4mm}.apart{break-before:page}.head{background:#e4ecf1;"
    "display:flex;justify-content:space-between;padding:5px 10px;font-weight:bold}.pill{color:#fff;"
    "border-radius:10px;padding:1px 12px}.what{margin:8px 10px;font-weight:bold}"
    "dl,.grid{display:grid;grid-template-columns:38mm 1fr;gap:3px 8px;margin:0 10px 9px}dd{margin:0}"
    ".row{display:flex;gap:8px;margin:0 10px}.row>:first-child{width:38mm;flex:none}"
)


def cards_html(cards: Sequence[Card] = CARDS, *, form: str = "dl", apart: Sequence[str] = (), lines: int = 1) -> str:
    """The cards of a plan under some lines of text, those whose numbers are in `apart` each on a new page.

    `form` says what holds labels and values: "dl", "div" or "span" (in a grid), "rows" (a box each).
    """
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Inclusion plan</title>"
        f"<style>{_CSS}</style></head><body><h1>Port Wenlow Transport: inclusion plan 2031</h1>"
        f"<h2>Priority 1: A fair employer</h2><p>{'<br>'.join([_INTRO] * lines)}</p>"
        + "".join(_card(one, form, apart=one.number in apart) for one in cards)
        + "<h2>Keeping track</h2><p>The board reads this plan each quarter.</p></body></html>"
    )


def _card(one: Card, form: str, *, apart: bool) -> str:
    said = [(html.escape(label), html.escape(value)) for label, value in one.pairs]
    match form:
        case "dl":
            body = f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in said)}</dl>"
        case "rows":
            row = "<div class=row><div>{}</div><div>{}</div></div>".format
            body = "".join(row(label, value) for label, value in said)
        case _:
            part = f"<{form}>{{}}</{form}>".format
            body = f"<div class=grid>{''.join(part(label) + part(value) for label, value in said)}</div>"
    return (
        f"<div class='card{' apart' if apart else ''}'><div class=head><span>{one.number}</span>"
        f"<span class=pill style='background:{FILLS[one.state]}'>{one.state}</span></div>"
        f"<p class=what>{html.escape(one.action)}</p>{body}</div>"
    )
