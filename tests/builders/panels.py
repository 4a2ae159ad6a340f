"""Cards with a panel as a page of HTML: number, action, a labelled line, and labels over their values in a panel."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

FILLS = {"On track": "#2e7d32", "Complete": "#1565c0", "Delayed": "#ef6c00"}


class PanelCard(NamedTuple):
    """One action as its card prints it."""

    number: str
    action: str
    outcome: str
    pairs: tuple[tuple[str, str], ...]


def panel_card(number: str, action: str, outcome: str, *values: str) -> PanelCard:
    """A card under the labels that all have; one without a value is not printed."""
    told = zip(("Owner", "Complete by", "Status"), values, strict=True)
    return PanelCard(number, action, outcome, tuple((label, value) for label, value in told if value))


OUTCOME = "How we will know"
CARDS = (
    panel_card("1.1", "Train the guides at the gate to book interpreters for visitors who sign", "All guides trained",
               "Visitor Services Team; Head of Learning", "May 2031", "On track"),
    panel_card("1.2", "Print the labels of the galleries in larger letters", "Labels in all nine galleries read by"
               " people who see little, and who told us of the faults", "Design Studio", "Spring 2032", "Delayed"),
    panel_card("1.3", "Open a quiet room by the east stairs", "The room is open all day", "Estates Manager", "",
               "Complete"),
    panel_card("2.1", "Publish the pay gap by sex, ethnicity and disability", "Figures on the website each March",
               "Head of People", "Every year", "On track"),
    panel_card("2.2", "Fill the gaps in what we know about our volunteers", "Four in five are known",
               "Volunteers Office", "By 30 June 2031", "Delayed"),
)  # fmt: skip
AIMS = {"1.1": "Aim 1: A museum for everyone", "2.1": "Aim 2: A fair place to work"}
_CSS = (
    "@page{size:A4;margin:12mm}body{font:13px/1.4 'DejaVu Sans';-webkit-print-color-adjust:exact}p,dd{margin:0}"
    ".card{border:1px solid #ddd;border-left:6px solid #b8431f;border-radius:6px;padding:10px;margin:0 0 10px;"
    "break-inside:avoid}.num{font-size:20px;font-weight:bold;color:#246}h3{margin:0 0 6px;font-size:15px}"
    ".side{margin:0;background:#f4f4fa;padding:8px 10px;font-size:12px}dt,.l{font-weight:bold;font-size:11px}"
    ".pill{color:#fff;border-radius:10px;padding:1px 9px}"
)
_FORMS = {  # how cards and panels are laid out
    "right": ".card{display:grid;grid-template-columns:44px 1fr 210px;gap:12px}",
    "left": ".card{display:grid;grid-template-columns:210px 44px 1fr;gap:12px}",
    "pairs abreast": ".card{display:grid;grid-template-columns:44px 1fr 330px;gap:12px}"
    ".side{display:grid;grid-template-columns:1fr 1fr;gap:6px}",
    "cards abreast": ".wall{display:grid;grid-template-columns:1fr 1fr;gap:12px}dt{font-weight:normal;font-size:10px}"
    "dd{margin-left:20px}",
}


def panels_html(cards: Sequence[PanelCard] = CARDS, *, form: str = "right", tag: str = "dl") -> str:
    """The cards of a plan; `form` says where their panels stand, `tag` what these are: "dl" or "div"."""
    body = "".join(_card(one, form, tag) for one in cards)
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Inclusion plan</title>"
        f"<style>{_CSS}{_FORMS[form]}</style></head><body><h1>Merewick Museum: inclusion plan 2031</h1>"
        f"<p>What visitors told us shapes this plan.</p>{body}"
        "<h2>Keeping track</h2><p>The trustees read this plan each quarter.</p></body></html>"
    )


def _card(one: PanelCard, form: str, tag: str) -> str:
    label, value = ("<dt>{}</dt>", "<dd>{}</dd>") if tag == "dl" else ("<div class=l>{}</div>", "<div>{}</div>")
    said = (label.format(name) + value.format(_pill(text)) for name, text in one.pairs)
    panel = f"<{tag} class=side>{''.join(f'<div>{pair}</div>' for pair in said)}</{tag}>"
    text = (
        f"<div class=num>{one.number}</div><div><h3>{html.escape(one.action)}</h3>"
        f"<p><b>{OUTCOME}:</b> {html.escape(one.outcome)}</p></div>"
    )
    aim = f"<h2>{AIMS[one.number]}</h2>" if one.number in AIMS else ""
    wall = f"{'</div>' * (one.number == '2.1')}{aim}<div class=wall>" if form == "cards abreast" and aim else aim
    inside = panel + text if form == "left" else text + panel
    return f"{wall}<article class=card>{inside}</article>"


def _pill(text: str) -> str:
    return f"<span class=pill style='background:{FILLS[text]}'>{text}</span>" if text in FILLS else html.escape(text)
