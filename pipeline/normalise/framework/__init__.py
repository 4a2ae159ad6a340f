"""The place of an action in the LGA Equality Framework: one of four modules and, where words say so, one of 18 themes.

What an action says of itself counts most: its cues, and what its words as a whole make likely (`classifier.py`). Then
comes the grouping printed over it, then its outcome. A heading that names a module, in any edition's wording, speaks
for the module as a whole and for no theme against another. Points are added for each theme, and the chance of a module
or theme is what its points are worth against all others; so every answer can be explained by the words that made it,
and one that is not likely is doubted. The edition's names are data (`schema/codelists/eflg_2021.toml`), as are the cues
(`lexicons/`) and the classifier's weights (`weights/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from pipeline.normalise.doubt import Doubt
from pipeline.normalise.framework.classifier import NO_THEME, theme_chances
from pipeline.normalise.framework.cues import find_cues
from pipeline.normalise.framework.edition import read_edition
from pipeline.normalise.framework.headings import EXACT, find_named_modules

__all__ = ["FrameworkPlace", "Weights", "place_action"]

_WHOLE = "its words as a whole"  # as what the classifier says is shown


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts for, and where an answer begins.

    The first four were set on examples left out of the classifier and on actions kept from it (docs/framework.md).
    """

    point: float = 0.8  # what a point is worth in the logarithm of a chance
    classifier: float = 1.6  # points for each unit in the logarithm of what the classifier makes likely
    least: float = 0.003  # chance that the classifier leaves to any theme, so that it rules none out
    module: float = 0.7  # factor on cues that speak for a module and none of its themes
    outcome: float = 0.4  # factors on cues, those of the action counting in full
    objective: float = 0.45
    theme: float = 0.35
    named: float = 7.0  # points for a heading that names a module as an edition does; less for plainer wordings
    part: float = 1.0  # points for the theme to which an older edition's name points
    document: float = 1.5  # points where all the document's headings that name a module name the same one
    own_most: float = 10.0  # points that the cues of action and outcome may give to one theme
    short: float = 12.0  # words; the cues of a heading count the more the shorter it is, up to twice
    heading_most: float = 4.0  # points that the cues of one heading may give to one theme
    floor: float = 0.5  # chance of a module below which there is no answer
    theme_floor: float = 0.3  # chance of a theme within all of them below which there is none
    likely: float = 0.8  # chance below which an answer is doubted
    none: float = 0.25  # chance of no theme at all from which a place left open is not doubted: all such were right
    close: float = 0.2  # a second theme has at least this chance


class Point(NamedTuple):
    """So much weight for a place, and why."""

    place: str
    where: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class FrameworkPlace:
    """A place in the framework; `score` 0 to 1 is the chance of the module, None where there is no evidence.

    `second` is another theme that is likely, with its chance. `points` are what spoke for any place.
    """

    module: str | None
    theme: str | None
    score: float | None
    second: str | None = None
    points: tuple[Point, ...] = ()
    flags: tuple[str, ...] = ()
    theme_score: float | None = None
    second_score: float | None = None
    doubts: tuple[Doubt, ...] = ()

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
    likely = theme_chances(action or outcome or "")
    own = [*_from_text(action, "action", 1.0, weights), *_from_text(outcome, "outcome", weights.outcome, weights)]
    points = [
        *_up_to(weights.own_most, own),
        *_from_heading(objective, "objective", weights.objective, weights),
        *_from_heading(theme, "theme", weights.theme, weights),
        *_from_document(document_headings, weights),
    ]
    if not points and not likely:
        return FrameworkPlace(None, None, None, flags=("eflg_unsure",), doubts=_open(("module", "theme"), 0.0, weights))
    chances = _chances(points, likely, weights)
    none = chances.pop(NO_THEME, 0.0)
    modules = _by_module(chances)
    module = max(modules, key=lambda place: modules[place])
    score = round(modules[module], 3)
    points += _from_classifier(likely, weights)
    if score < weights.floor:
        doubts = _open(("module", "theme"), none, weights)
        return FrameworkPlace(None, None, score, points=tuple(points), flags=("eflg_unsure",), doubts=doubts)
    edition = read_edition()
    first, second = _themes(chances, module, weights)
    place = FrameworkPlace(
        edition.module(module).name,
        edition.theme(first).name if first else None,
        score,
        edition.theme(second).name if second else None,
        tuple(points),
        _flags(points, module, second),
        round(chances[first], 3) if first else None,
        round(chances[second], 3) if second else None,
    )
    doubts = (*_doubts(place, weights), *(() if first else _open(("theme",), none, weights)))
    return replace(place, doubts=doubts) if doubts else place


def _from_text(text: str | None, where: str, factor: float, weights: Weights) -> list[Point]:
    return [
        Point(cue.place, where, cue.words, cue.weight * factor * (1.0 if "." in cue.place else weights.module))
        for cue in (find_cues(text) if text else ())
    ]


def _from_classifier(likely: Mapping[str, float], weights: Weights) -> list[Point]:
    """What the classifier says, as points for the themes that it finds likelier than most: for the explanation."""
    even = 1.0 / max(1, len(likely))
    return [
        Point(place, "action", _WHOLE, round(weights.classifier * log(chance / even), 2))
        for place, chance in likely.items()
        if chance > even and place != NO_THEME
    ]


def _up_to(most: float, points: Iterable[Point]) -> list[Point]:
    """The points, the weightiest first, until a place has as many as it may have."""
    kept: list[Point] = []
    spent: dict[str, float] = {}
    for point in sorted(points, key=lambda point: -point.weight):
        weight = min(point.weight, most - spent.get(point.place, 0.0))
        if weight > 0:
            spent[point.place] = spent.get(point.place, 0.0) + weight
            kept.append(point if weight == point.weight else point._replace(weight=weight))
    return kept


def _from_heading(text: str | None, where: str, factor: float, weights: Weights) -> list[Point]:
    """Points of a heading: for the modules it names, and for its cues up to a limit for each place.

    A heading that holds a module's own name says no more than that: "customer care" in it is no cue. The cues of one
    that names a module in plainer words do not count the more for its being short: it has said its module already.
    """
    if not text or not text.strip():
        return []
    named = find_named_modules(text)
    points = [
        Point(one.module, f"{where} heading", one.words, weights.named * one.plainness / len(named)) for one in named
    ]
    points += [Point(one.themes[0], f"{where} heading", one.words, weights.part) for one in named if one.themes]
    if any(one.plainness == EXACT for one in named):
        return points
    if not named:
        factor *= min(2.0, max(1.0, weights.short / len(text.split())))
    return [*points, *_up_to(weights.heading_most, _from_text(text, where, factor, weights))]


@lru_cache(maxsize=8)  # asked again for each action of a plan, and a workbook may have thousands of headings
def _named_by_all(headings: tuple[str, ...]) -> Mapping[str, str]:
    """The modules that headings name plainly, each with the words that name it."""
    return {
        one.module: one.words for heading in headings for one in find_named_modules(heading) if one.plainness == EXACT
    }


def _from_document(headings: Sequence[str], weights: Weights) -> list[Point]:
    """A plan whose headings all name one module is about that module."""
    named = _named_by_all(tuple(headings))
    return [Point(place, "document", words, weights.document) for place, words in named.items() if len(named) == 1]


def _chances(points: Iterable[Point], likely: Mapping[str, float], weights: Weights) -> dict[str, float]:
    """Return the chance of each theme: its points, its module's and the classifier's against those of all others, and
    against its being none, for which the classifier alone speaks."""
    given: dict[str, float] = {}
    for point in points:
        given[point.place] = given.get(point.place, 0.0) + point.weight
    least, classifier = weights.least, weights.classifier
    sums = {
        theme: given.get(theme, 0.0) + given.get(module, 0.0) + classifier * log(likely.get(theme, 0.0) + least)
        for theme, module in _modules_of_themes().items()
    }
    if NO_THEME in likely:
        sums[NO_THEME] = classifier * log(likely[NO_THEME] + least)
    most = max(sums.values())
    unit = weights.point
    parts = {place: exp(unit * (total - most)) for place, total in sums.items()}
    whole = sum(parts.values())
    return {place: part / whole for place, part in parts.items()}


@lru_cache(maxsize=1)
def _modules_of_themes() -> Mapping[str, str]:
    """The number of each theme with that of its module."""
    return {theme.number: theme.number.partition(".")[0] for theme in read_edition().themes}


def _by_module(values: Mapping[str, float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for place, value in values.items():
        module = place.partition(".")[0]
        total[module] = total.get(module, 0.0) + value
    return total


def _themes(chances: Mapping[str, float], module: str, weights: Weights) -> tuple[str | None, str | None]:
    """The likeliest theme of the module, and another theme, of any module, that is likely enough to be named."""
    ranked = sorted(chances, key=lambda place: (-chances[place], place))
    first = next(place for place in ranked if place.startswith(module))
    if chances[first] < weights.theme_floor:
        return None, None
    second = next(place for place in ranked if place != first)
    return first, second if chances[second] >= weights.close else None


def _flags(points: Sequence[Point], module: str, second: str | None) -> tuple[str, ...]:
    """Whether a heading names another module than the one given, and whether a second theme is."""
    named = {point.place for point in points if point.where.endswith("heading") and "." not in point.place}
    differs = ("eflg_heading_differs",) if named and module not in named else ()
    return (*differs, "eflg_second_theme") if second is not None else differs


def _doubts(place: FrameworkPlace, weights: Weights) -> Iterator[Doubt]:
    """What is given and is not likely enough."""
    for name, chance, what in (("eflg_module", place.score, "module"), ("eflg_theme", place.theme_score, "theme")):
        if chance is not None and chance < weights.likely:
            why = f"Its words and headings make this {what} the likeliest, and others nearly as likely."
            yield Doubt(name, chance, "eflg_close", why)


def _open(left: Iterable[str], none: float, weights: Weights) -> tuple[Doubt, ...]:
    """Doubts of what is left open, unless the action may well be of no theme at all: `none` is the chance of that."""
    if none >= weights.none:
        return ()
    return tuple(
        Doubt(f"eflg_{what}", round(none, 3), "eflg_close", f"It may have a {what}: none is likely enough to be given.")
        for what in left
    )
