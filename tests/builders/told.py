"""Cards abreast as a page of HTML: a state and a title, labels as headings over their texts, who and when in a list."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple


class ToldCard(NamedTuple):
    """One card as it is printed."""

    state: str
    title: str
    said: str
    done: str
    action: str
    owner: str
    when: str


CARDS = (
    ToldCard("On track", "Benches", "There is nowhere to sit on the way to the clinic.",
             "We asked forty walkers where they rest.", "Set out twelve benches on the clinic path",
             "Parks Manager", "May 2031"),
    ToldCard("Behind", "Bus timetables", "The print at the stops is too small for many of us to read, above all in the"
             " evening, when the lamps are dim.", "We measured the signs at all stops.",
             "Print the timetables in larger letters", "Transport Team", "By the end of 2031"),
    ToldCard("On track", "Swimming", "Women asked for hours of their own at the baths.",
             "We held four trial evenings.", "Keep two evenings a week for women and girls", "Leisure Manager",
             "Autumn 2031"),
    ToldCard("Not started", "Council papers", "Our papers are long and full of terms.", "We read ten of them again.",
             "Write a summary in plain words for each paper", "Democratic Services", "Q1 2031/32"),
)  # fmt: skip
LABELS = ("You said", "We did", "What we will do next")
THEMES = {"Benches": "Out and about", "Swimming": "Taking part"}
_CSS = (
    "@page{size:A4;margin:12mm}body{font:13px/1.4 'DejaVu Sans'}p,h3{margin:0}h4{margin:8px 0 0;font-size:12px}"
    ".wall{display:grid;grid-template-columns:1fr 1fr;gap:14px}.card{border:1px solid #ccc;padding:10px}"
    ".tag{float:right;background:#eef;padding:1px 7px}dl{border-top:1px solid #ddd;font-size:12px}"
    "dt{float:left;clear:left;width:50px;font-weight:bold}dd{margin:0 0 0 56px}"
)


def told_html(cards: Sequence[ToldCard] = CARDS) -> str:
    """The cards of a plan, two abreast under each theme."""
    body = "".join(_card(card) for card in cards)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>You said, we did</title><style>{_CSS}</style>"
        "</head><body><h1>Wold Borough Council: equality action update</h1><p>What residents told us last year.</p>"
        f"{body}</div><h2>Tell us more</h2><p>Write to the Equality Team at the town hall.</p></body></html>"
    )


def _card(card: ToldCard) -> str:
    theme = THEMES.get(card.title)
    wall = f"{'</div>' * (card is not CARDS[0])}<h2>{theme}</h2><div class=wall>" if theme else ""
    texts = zip(LABELS, (card.said, card.done, card.action), strict=True)
    said = "".join(f"<h4>{label}</h4><p>{html.escape(text)}</p>" for label, text in texts)
    return (
        f"{wall}<article class=card><span class=tag>{card.state}</span><h3>{card.title}</h3>{said}"
        f"<dl><dt>Lead</dt><dd>{card.owner}</dd><dt>When</dt><dd>{card.when}</dd></dl></article>"
    )
