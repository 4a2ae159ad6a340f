"""The place of an action in the LGA Equality Framework: one of four modules and, where words say so, one of 18 themes.

What an action says of itself counts most, then the grouping printed over it, then its outcome. A heading that names a
module, in any edition's wording, says more than any cue. Weights are added, so every answer can be explained by the
words that made it; below a threshold there is none and the flag `eflg_unsure` says so. The edition's names are data
(`schema/codelists/eflg_2021.toml`), as are the cues (`lexicons/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from pipeline.normalise.framework.cues import find_cues
from pipeline.normalise.framework.edition import read_edition
from pipeline.normalise.framework.headings import find_named_modules

__all__ = ["FrameworkPlace", "Weights", "place_action"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts for, and where an answer begins."""

    action: float = 1.0  # factor on the weights of cues
    outcome: float = 0.4
    objective: float = 0.45
    theme: float = 0.35
    named: float = 11.0  # points for a heading that names a module as an edition does; less for plainer wordings
    document: float = 1.5  # points where all the document's headings that name a module name the same one
    own_most: float = 10.0  # points that the action's and outcome's words may give to one module: less than a name
    short: float = 12.0  # words; the cues of a heading count the more the shorter it is, up to twice
    heading_most: float = 5.0  # points that the cues of one heading may give to one module
    saturation: float = 2.5  # points at which about two thirds of full certainty is reached
    floor: float = 0.4  # score below which there is no answer
    close: float = 0.8  # a second theme has at least this part of the first one's points


class Point(NamedTuple):
    """So much weight for a place, and why."""

    place: str
    where: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class FrameworkPlace:
    """A place in the framework; `score` 0 to 1 says how plainly the module stands out, None where there is no evidence.

    `points` are what spoke for any place.
    """

    module: str | None
    theme: str | None
    score: float | None
    second: str | None = None
    points: tuple[Point, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[tuple[str, str, float], ...]:
        """Where it stood and the place it speaks for, the words, the weight of each point; the weightiest first."""
        ranked = sorted(self.points, key=lambda point: -point.weight)
        return tuple((f"{point.where}: {point.place}", point.words, round(point.weight, 2)) for point in ranked)


def place_action(
    action: str | None,
    outcome: str | None,
    theme: str | None,
    objective: str | None,
    document_headings: Sequence[str] = (),
    *,
    weights: Weights = Weights(),
) -> FrameworkPlace:
    """Place an action by its words and the groupings over it; total, never raises.

    `theme` and `objective` are the groupings printed over the action, highest first.

    >>> place_action("Publish the gender pay gap", None, None, None).theme
    'Collecting, analysing and publishing workforce data'
    >>> place_action("Meet quarterly", None, "A modern and diverse workforce", None).module
    'Diverse and engaged workforce'
    >>> place_action("To be agreed", None, None, None).flags
    ('eflg_unsure',)
    """
    points = [
        *_up_to(
            weights.own_most,
            [*_from_text(action, "action", weights.action), *_from_text(outcome, "outcome", weights.outcome)],
        ),
        *_from_heading(objective, "objective", weights.objective, weights),
        *_from_heading(theme, "theme", weights.theme, weights),
        *_from_document(document_headings, weights),
    ]
    modules = _by_module(points)
    if not modules:
        return FrameworkPlace(None, None, None, None, (), ("eflg_unsure",))
    ranked = sorted(modules.items(), key=lambda item: (-item[1], item[0]))
    (module, most), rest = ranked[0], sum(points for _, points in ranked[1:2])
    score = round(most / (most + rest) * (1 - exp(-most / weights.saturation)), 3)
    if score < weights.floor:
        return FrameworkPlace(None, None, score, None, tuple(points), ("eflg_unsure",))
    edition = read_edition()
    first, second = _themes(points, module, weights)
    flags = ("eflg_heading_differs",) if _differs(points, module) else ()
    if second is not None:
        flags = (*flags, "eflg_second_theme")
    return FrameworkPlace(
        edition.module(module).name,
        edition.theme(first).name if first else None,
        score,
        edition.theme(second).name if second else None,
        tuple(points),
        flags,
    )


def _from_text(text: str | None, where: str, factor: float) -> list[Point]:
    return [Point(cue.place, where, cue.words, cue.weight * factor) for cue in find_cues(text)] if text else []


def _up_to(most: float, points: Iterable[Point]) -> list[Point]:
    """The points, the weightiest first, until a module has as many as it may have."""
    kept: list[Point] = []
    spent: dict[str, float] = {}
    for point in sorted(points, key=lambda point: -point.weight):
        module = point.place.partition(".")[0]
        weight = min(point.weight, most - spent.get(module, 0.0))
        if weight > 0:
            spent[module] = spent.get(module, 0.0) + weight
            kept.append(point if weight == point.weight else point._replace(weight=weight))
    return kept


def _from_heading(text: str | None, where: str, factor: float, weights: Weights) -> list[Point]:
    """Points of a heading: for the modules it names, and for its cues up to a limit for each module."""
    if not text or not text.strip():
        return []
    named = find_named_modules(text)
    points = [
        Point(place, f"{where} heading", one.words, weights.named * one.plainness / len(named) / (1 + bool(one.themes)))
        for one in named
        for place in (one.module, *one.themes[:1])
    ]
    factor *= min(2.0, max(1.0, weights.short / len(text.split())))
    return [*points, *_up_to(weights.heading_most, _from_text(text, where, factor))]


def _from_document(headings: Sequence[str], weights: Weights) -> list[Point]:
    """A plan whose headings all name one module is about that module."""
    named = {one.module: one.words for heading in headings for one in find_named_modules(heading) if one.plainness == 1}
    return [Point(place, "document", words, weights.document) for place, words in named.items() if len(named) == 1]


def _by_module(points: Iterable[Point]) -> dict[str, float]:
    total: dict[str, float] = {}
    for point in points:
        module = point.place.partition(".")[0]
        total[module] = total.get(module, 0.0) + point.weight
    return total


def _themes(points: Sequence[Point], module: str, weights: Weights) -> tuple[str | None, str | None]:
    """The theme of the module with the most points, and another theme, of any module, that has nearly as many."""
    total: dict[str, float] = {}
    for point in points:
        if "." in point.place:
            total[point.place] = total.get(point.place, 0.0) + point.weight
    ranked = sorted(total, key=lambda place: (-total[place], place))
    first = next((place for place in ranked if place.startswith(module)), None)
    if first is None:
        return None, None
    second = next((place for place in ranked if place != first), None)
    return first, second if second is not None and total[second] >= weights.close * total[first] else None


def _differs(points: Sequence[Point], module: str) -> bool:
    """Whether the heading carried the answer against what the action's own words say."""
    own = _by_module(point for point in points if point.where == "action")
    best = max(own, key=lambda place: own[place], default=module)
    return best != module and own[best] >= 4.0 and own[best] >= 2 * own.get(module, 0.0)
