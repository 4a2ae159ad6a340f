"""What invented tables say: plans of sentences, owners and dates, and tables of figures as reports print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.layouts.chance import Chance

_VERBS = (
    "Publish",
    "Review",
    "Train",
    "Map",
    "Consult",
    "Agree",
    "Open",
    "Set up",
    "Survey",
    "Offer",
    "Check",
    "Renew",
    "Write",
)
_THINGS = (
    "the workforce profile",
    "every booking form",
    "all front desk staff",
    "the routes to each library",
    "residents of sheltered homes",
    "a plan for ramps and rails",
    "the translation contract",
    "a women's safety drop-in",
    "an accessible housing register",
    "the hate crime pathway",
    "tenants about access",
    "the grants scheme",
)
_TAILS = (
    "",
    "",
    "with partners",
    "and tell every manager what it shows",
    "so that gaps can be seen and acted on",
    "in the ten languages most spoken in the borough, and put them on the website within a month",
    "in deaf awareness and plain speech, starting with those who meet the public each day",
    "by age, sex, disability and ethnicity",
    "before the next budget is set",
)
_OWNERS = (
    "Head of HR",
    "Customer Services Manager",
    "Head of Housing",
    "Procurement Manager",
    "Community Safety Manager",
    "Director of Public Health",
    "Libraries",
    "Monitoring Officer",
    "Policy and Performance Team",
    "SENDCo",
)
_WHENS = (
    "March 2031",
    "June 2031",
    "Q3 2031/32",
    "Ongoing",
    "31 March 2032",
    "Autumn 2031",
    "2031 - 2032",
    "By May 2032",
    "September 2031",
    "Each quarter",
)
_STATES = ("On track", "Not started", "Complete", "In progress", "Delayed", "G", "A", "R", "")
_OUTCOMES = (
    "More people served",
    "Staff survey shows that trust has grown by a tenth",
    "Fewer complaints about access",
    "Every form checked by the end of the year",
    "All of the routes are mapped and open to the public",
    "Report published",
    "Residents say that they can reach the service they need, at a time that suits them",
)
_THEMES = ("Our workforce", "Fair services", "Places for all", "A voice for residents", "Leading by example")
_AREAS = (
    "Northgate",
    "Eastmere",
    "Southway and Hill",
    "Westbury",
    "Central wards",
    "Harbour",
    "Old Town",
    "Riverside",
    "Upland",
    "All wards",
)
_LABELS = (
    "Full-time staff",
    "Part-time staff",
    "Total income",
    "Grants received",
    "Cost of services",
    "Net spending",
    "Disabled applicants",
    "Applicants from minority ethnic groups",
    "Leavers",
    "Median hourly pay (£)",
    "Residents aged 65 and over",
    "Households without a car",
    "Complaints upheld",
    "Complaints not upheld",
    "Other",
)
_MEASURES = ("Number", "Per cent", "Change", "Rate", "Share (%)", "Total", "Women", "Men", "Target", "Actual")
_PROSE = (
    "This part of the plan says what the council will do in the coming years, who will do it and how residents will",
    "know that it has been done. It was agreed by the cabinet after a public consultation in which more than four",
    "hundred people took part, and it will be reviewed each year. Comments can be sent to the policy team at any time",
    "of the year, in writing or by telephone, and will be answered within ten working days of the day they came",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table before it is set: heading rows, then rows, each as long as there are columns; `""` is an empty cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def all_rows(self) -> tuple[tuple[str, ...], ...]:
        """The heading row and the rows."""
        return (self.header, *self.rows)


def sentence(chance: Chance) -> str:
    """An action in a sentence."""
    return " ".join(part for part in (chance.pick(_VERBS), chance.pick(_THINGS), chance.pick(_TAILS)) if part)


def plan(chance: Chance, rows: int, *, numbered: bool | None = None, blanks: float = 0.06) -> Sheet:
    """A plan: perhaps numbers, actions, and two to four of owner, date, state, outcome."""
    numbered = chance.maybe(0.5) if numbered is None else numbered
    kinds = ["owner", "when", *chance.some(["state", "outcome"], chance.number(0, 2))]
    kinds = chance.shuffled(kinds) if chance.maybe(0.3) else kinds
    titles = {
        "owner": ("Lead officer", "Lead", "Who"),
        "when": ("Timescale", "By when", "Date"),
        "state": ("Status", "RAG", "Progress"),
        "outcome": ("Outcome", "Measure of success", "Impact"),
    }
    header = [*(["Ref"] if numbered else []), "Action", *(chance.pick(titles[kind]) for kind in kinds)]
    options = {"owner": _OWNERS, "when": _WHENS, "state": _STATES, "outcome": _OUTCOMES}
    body: list[tuple[str, ...]] = []
    for at in range(rows):
        cells = [sentence(chance)]
        cells += ["" if chance.maybe(blanks) else chance.pick(options[kind]) for kind in kinds]
        body.append((*([f"{1 + at // 4}.{1 + at % 4}"] if numbered else []), *cells))
    return Sheet(tuple(header), tuple(body))


def figures(chance: Chance, rows: int, columns: int) -> Sheet:
    """A table of figures: a label and numbers in each row, some blank or not known."""
    years = [str(2024 + at) for at in range(columns)]
    header = ["", *(years if chance.maybe(0.5) else chance.shuffled(_MEASURES)[:columns])]
    if chance.maybe(0.5):
        header[0] = chance.pick(("Area", "Group", "Item", "£ thousand"))
    names = chance.shuffled([*_AREAS, *_LABELS])
    body = []
    for at in range(rows):
        name = names[at % len(names)]
        name = name if at < len(names) else f"{name} ({at // len(names) + 1})"
        body.append((name, *(figure(chance) for _ in range(columns))))
    return Sheet(tuple(header), tuple(body))


def figure(chance: Chance) -> str:
    """A number as a report prints it."""
    return {
        "whole": f"{chance.number(0, 48000):,}",
        "share": f"{chance.number(0, 999) / 10:.1f}",
        "minus": f"-{chance.number(1, 99) / 10:.1f}",
        "brackets": f"({chance.number(1, 900)})",
        "none": chance.pick(("-", "n/a", "..", "")),
    }[chance.weighed(whole=5, share=4, minus=0.7, brackets=0.5, none=0.6)]


def theme(chance: Chance, at: int) -> str:
    """The name of a group of rows."""
    return f"Theme {at}: {chance.pick(_THEMES)}"


def themes(chance: Chance) -> str:
    """The name of a theme without a number."""
    return chance.pick(_THEMES)


def prose(count: int) -> Sequence[str]:
    """So many lines of a paragraph."""
    return [_PROSE[at % len(_PROSE)] for at in range(count)]
