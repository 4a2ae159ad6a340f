"""The colours that the rules of a sheet give to its cells, as far as they follow from the values alone.

Computed are comparisons with a value, words in a cell, scales of two or three colours, sets of icons in the colours of
a traffic light, and formulas that compare one cell with a value. A cell under any other rule that colours has no
colour here, and that is told. Source: ECMA-376 part 1, 18.3.1.10 and 18.18.12.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, product
from typing import Any, Final

from extractors.sheet.places import Place, column_number

Value = str | float | bool
ReadColour = Callable[[Any], str | None]

_RED, _AMBER, _GREEN, _BLACK = "#ff0000", "#ffc000", "#00b050", "#000000"
_ICONS: Final = {  # colours of the icons from the least value up
    "3TrafficLights1": (_RED, _AMBER, _GREEN),
    "3TrafficLights2": (_RED, _AMBER, _GREEN),
    "3Signs": (_RED, _AMBER, _GREEN),
    "3Symbols": (_RED, _AMBER, _GREEN),
    "3Symbols2": (_RED, _AMBER, _GREEN),
    "3Flags": (_RED, _AMBER, _GREEN),
    "3Arrows": (_RED, _AMBER, _GREEN),
    "4TrafficLights": (_BLACK, _RED, _AMBER, _GREEN),
    "4Arrows": (_RED, _AMBER, _AMBER, _GREEN),
    "5Arrows": (_RED, _AMBER, _AMBER, _AMBER, _GREEN),
}
_COMPARED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge,
}  # fmt: skip
_SIGNS: Final = {
    "=": "equal", "<>": "notEqual", "<": "lessThan", "<=": "lessThanOrEqual", ">": "greaterThan",
    ">=": "greaterThanOrEqual",
}  # fmt: skip
_REFERENCE: Final = r"(?P<fixed_column>\$?)(?P<column>[A-Z]{1,3})(?P<fixed_row>\$?)(?P<row>\d{1,7})"
_FORMULA: Final = re.compile(
    rf"{_REFERENCE}\s*(?P<sign><=|>=|<>|=|<|>)\s*(?P<value>\"[^\"]*\"|-?[\d.]+|TRUE|FALSE)", re.IGNORECASE
)
_SEARCHED: Final = re.compile(
    rf"ISNUMBER\(\s*(?:SEARCH|FIND)\(\s*\"(?P<words>[^\"]+)\"\s*,\s*{_REFERENCE}\s*\)\s*\)", re.IGNORECASE
)
_MOST_PLACES: Final = 2_000_000  # that the rules of one sheet are looked at for
_EPOCH: Final = dt.datetime(1899, 12, 30)


def colour_by_rules(
    formatting: Any, values: Mapping[Place, Any], styles: Any, read_colour: ReadColour
) -> dict[Place, str | None]:
    """Give the colour of each cell that a rule colours, None where a rule that colours cannot be computed.

    `formatting` are the sheet's conditional formats, `values` those of its cells, `styles` the workbook's
    differential styles. Raises nothing.
    """
    rules = sorted(
        ((rule.priority or 0, at, block, rule) for at, block in enumerate(formatting) for rule in block.rules),
        key=lambda entry: entry[:2],
    )
    colourist = _Colourist(values, styles, read_colour)
    found: dict[Place, str | None] = {}
    stopped: set[Place] = set()
    for at, (_, _, block, rule) in enumerate(rules):
        if at * len(values) > _MOST_PLACES:
            break
        ranges = list(block.sqref.ranges)
        for place, colour in colourist.colours(rule, ranges):
            if place in stopped or found.get(place) is not None:
                continue
            found[place] = colour
            if rule.stopIfTrue:
                stopped.add(place)
    return found


class _Colourist:
    """Works out what the rules of one sheet colour."""

    def __init__(self, values: Mapping[Place, Any], styles: Any, read_colour: ReadColour) -> None:
        self._values = values
        self._styles = styles
        self._read_colour = read_colour

    def colours(self, rule: Any, ranges: list[Any]) -> Iterator[tuple[Place, str | None]]:
        """Yield the cells that one rule colours, each with its colour, None where that cannot be told."""
        inside = [place for place in self._values if any(_holds(one, place) for one in ranges)]
        if rule.type == "colorScale" and rule.colorScale is not None:
            yield from _by_scale(rule.colorScale, _numbers(inside, self._values), self._read_colour)
        elif rule.type == "iconSet" and rule.iconSet is not None:
            yield from _by_icons(rule.iconSet, _numbers(inside, self._values))
        elif (colour := self._fill_of(rule)) is not None:
            origin = (min(one.min_row for one in ranges), min(one.min_col for one in ranges)) if ranges else (1, 1)
            for place in self._with_blanks(ranges) if rule.type == "expression" else inside:
                holds = _rule_holds(rule, place, origin, self._values)
                if holds is not False:
                    yield place, colour if holds else None

    def _with_blanks(self, ranges: list[Any]) -> list[Place]:
        """The places of ranges in rows and columns that hold values: what a formula says of others colours blank ones
        too."""
        rows, columns = ({place[at] for place in self._values} for at in (0, 1))
        return [place for place in product(sorted(rows), sorted(columns)) if any(_holds(one, place) for one in ranges)]

    def _fill_of(self, rule: Any) -> str | None:
        """The colour that a rule fills cells with; None where it changes no fill."""
        try:
            style = self._styles[rule.dxfId] if rule.dxfId is not None else rule.dxf
        except (IndexError, TypeError):
            return None
        pattern = None if style is None else style.fill
        if pattern is None:
            return None
        ground = self._read_colour(getattr(pattern, "bgColor", None))  # of a differential fill it is the colour
        return (
            ground if ground not in (None, _BLACK) else self._read_colour(getattr(pattern, "fgColor", None)) or ground
        )


def _holds(one: Any, place: Place) -> bool:
    return bool(one.min_row <= place[0] <= one.max_row and one.min_col <= place[1] <= one.max_col)


def _rule_holds(rule: Any, place: Place, origin: Place, values: Mapping[Place, Any]) -> bool | None:
    """Whether a rule holds for a cell; None where this cannot be computed."""
    value = _plain(values.get(place, ""))
    words = str(value).casefold()
    text = (rule.text or "").casefold()
    match rule.type:
        case "cellIs":
            return _compares(value, rule.operator, rule.formula)
        case "containsText" if text:
            return text in words
        case "notContainsText" if text:
            return text not in words
        case "beginsWith" if text:
            return words.startswith(text)
        case "endsWith" if text:
            return words.endswith(text)
        case "containsBlanks":
            return not words.strip()
        case "notContainsBlanks":
            return bool(words.strip())
        case "expression" if rule.formula:
            return _formula_holds(rule.formula[0], place, origin, values)
        case _:
            return None


def _compares(value: Value, sign: str | None, formulas: list[str]) -> bool | None:
    constants = [_constant(formula) for formula in formulas or []]
    if not constants or any(constant is None for constant in constants):
        return None
    if sign in ("between", "notBetween") and len(constants) == 2:
        low, high = constants
        inside = _compare(value, "greaterThanOrEqual", low) and _compare(value, "lessThanOrEqual", high)
        return inside if sign == "between" else not inside
    return _compare(value, sign or "equal", constants[0]) if sign in _COMPARED else None


def _compare(value: Value, sign: str, constant: Value | None) -> bool:
    """Compare as a sheet does: words without case, and never equal to numbers."""
    if isinstance(value, str) != isinstance(constant, str):
        return sign == "notEqual"
    if isinstance(value, str) and isinstance(constant, str):
        return _COMPARED[sign](value.casefold(), constant.casefold())
    return _COMPARED[sign](value, constant)


def _formula_holds(formula: str, place: Place, origin: Place, values: Mapping[Place, Any]) -> bool | None:
    formula = formula.strip().removeprefix("=").strip()
    if (found := _FORMULA.fullmatch(formula)) is not None:
        target = values.get(_moved(found, place, origin))
        return _compare(_plain("" if target is None else target), _SIGNS[found["sign"]], _constant(found["value"]))
    if (found := _SEARCHED.fullmatch(formula)) is not None:
        target = values.get(_moved(found, place, origin))
        return found["words"].casefold() in str(_plain("" if target is None else target)).casefold()
    return None


def _moved(found: re.Match[str], place: Place, origin: Place) -> Place:
    """The cell that a formula written for the first cell of a range means for another one."""
    row, column = int(found["row"]), column_number(found["column"])
    if not found["fixed_row"]:
        row += place[0] - origin[0]
    if not found["fixed_column"]:
        column += place[1] - origin[1]
    return row, column


def _constant(formula: str) -> Value | None:
    """A value written in a rule; None for what would have to be computed."""
    formula = formula.strip().removeprefix("=")
    if len(formula) >= 2 and formula[0] == formula[-1] == '"':
        return formula[1:-1].replace('""', '"')
    if formula.upper() in ("TRUE", "FALSE"):
        return formula.upper() == "TRUE"
    try:
        return float(formula)
    except ValueError:
        return None


def _plain(value: Any) -> Value:
    """A cell's value as a sheet compares it: dates are days since its epoch."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, dt.datetime):
        return (value - _EPOCH).total_seconds() / 86_400
    return str(value)


def _numbers(inside: list[Place], values: Mapping[Place, Any]) -> dict[Place, float]:
    plain = ((place, _plain(values[place])) for place in inside)
    return {place: value for place, value in plain if isinstance(value, float)}


def _threshold(point: Any, numbers: list[float]) -> float | None:
    """The value at which a point of a scale or set of icons stands."""
    low, high = numbers[0], numbers[-1]
    try:
        said = float(point.val) if point.val is not None else 0.0
    except (TypeError, ValueError):
        return None
    match point.type:
        case "min":
            return low
        case "max":
            return high
        case "num":
            return said
        case "percent":
            return low + (high - low) * said / 100
        case "percentile":
            return numbers[min(len(numbers) - 1, max(0, round((len(numbers) - 1) * said / 100)))]
        case _:
            return None


def _by_icons(icons: Any, numbers: Mapping[Place, float]) -> Iterator[tuple[Place, str | None]]:
    colours = _ICONS.get(icons.iconSet or "3TrafficLights1", ())
    if icons.reverse:
        colours = colours[::-1]
    ordered = sorted(numbers.values())
    limits = [_threshold(point, ordered) for point in icons.cfvo] if ordered else []
    known = [limit for limit in limits if limit is not None]
    for place, number in numbers.items():
        if not colours or len(known) != len(colours):
            yield place, None
            continue
        above = [
            at
            for at, (point, limit) in enumerate(zip(icons.cfvo, known, strict=True))
            if (number > limit if point.gte is False else number >= limit)
        ]
        yield place, colours[max(above, default=0)]


def _by_scale(
    scale: Any, numbers: Mapping[Place, float], read_colour: ReadColour
) -> Iterator[tuple[Place, str | None]]:
    ordered = sorted(numbers.values())
    points = [_threshold(point, ordered) for point in scale.cfvo] if ordered else []
    colours = [read_colour(colour) for colour in scale.color]
    stops = [(p, c) for p, c in zip(points, colours, strict=False) if p is not None and c is not None]
    for place, number in numbers.items():
        yield place, _mixed(number, stops) if len(stops) == len(points) and len(stops) > 1 else None


def _mixed(number: float, stops: list[tuple[float, str]]) -> str:
    """The colour of a number on a scale."""
    for (low, first), (high, second) in pairwise(stops):
        if number <= high or (high, second) == stops[-1]:
            part = 0.0 if high <= low else min(1.0, max(0.0, (number - low) / (high - low)))
            mixed = (
                round(int(first[at : at + 2], 16) * (1 - part) + int(second[at : at + 2], 16) * part)
                for at in (1, 3, 5)
            )
            return "#" + "".join(f"{channel:02x}" for channel in mixed)
    return stops[-1][1]
