"""How an element of a page looks by its own styles: sheets of the page, attributes, `style`; and what it inherits.

The sheets are parsed and matched by tinycss2 and cssselect2. Rules for the screen and for all media are taken; those
that hold under a condition (a width, a hover) are not. Sheets in other files are not there and are not fetched.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from math import tau
from typing import Any, Final, NamedTuple

import cssselect2
import tinycss2
from lxml import etree

from extractors.html.names import BOLD, COLOURS, FOR_SCREEN_READERS, STRUCK
from extractors.ink import LEAST_SIZE, PAPER, leaves_ink
from extractors.marked import MarkKind

_MOST_LETTERS: Final = 500_000  # of style sheets, together; tinycss2 reads about 270 a millisecond
_HEX: Final = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b", re.IGNORECASE)
_RGB: Final = re.compile(
    r"rgba?\(\s*([\d.]+)\s*[, ]\s*([\d.]+)\s*[, ]\s*([\d.]+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)", re.IGNORECASE
)
_HSL: Final = re.compile(
    r"hsla?\(\s*(-?[\d.]+)(deg|turn|rad|grad|)\s*[, ]\s*([\d.]+)%?\s*[, ]\s*([\d.]+)%?\s*(?:[,/]\s*([\d.]+)%?\s*)?\)",
    re.IGNORECASE,
)
_TURN: Final = {"turn": 1.0, "rad": tau, "grad": 400.0}  # units in a whole turn of the hue
_SIZE: Final = re.compile(r"([\d.]+)\s*(px|pt|em|rem|%|)", re.IGNORECASE)
_POINTS: Final = {"px": 0.75, "pt": 1.0, "em": 0.0, "rem": 12.0, "%": 0.0, "": 0.0}
_FAR: Final = -500.0  # pixels to the left or up by which text is moved off the page
_CLIPPED: Final = re.compile(r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\((?:50|100)%")
_LENGTH: Final = re.compile(r"-?[\d.]+")
_CLEAR: Final = 0.05  # opacity from which letters are seen
_DEFAULT_SIZE: Final = 12.0  # points
_LAYS_OUT: Final = {"flex": "flex", "grid": "grid"}
_ON_LINES: Final = frozenset(("block", "flow-root", "list-item", "flex", "grid", "table"))
_REPEATED: Final = re.compile(r"repeat\(\s*(\d{1,2})\s*,[^,]*(?:\([^()]*\))?[^,]*\)")
_IN_BRACKETS: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\]")
_MEDIA: Final = frozenset({"", "all", "screen", "only screen"})
_SIMPLE: Final = re.compile(r"[^ >+~:\[\]*]+")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element's own styles say; None is nothing."""

    fill: str | None = None  # "#rrggbb" behind it; "" where a picture is, whose colours are not known
    bold: bool | None = None
    shown: bool | None = None  # it has a place on the page (`display`)
    visible: bool | None = None  # what is in its place is drawn (`visibility`)
    faded: bool | None = None  # drawn without colour (`opacity`)
    struck: bool | None = None
    raised: bool | None = None
    flat: bool | None = None  # without height or width
    cut: bool | None = None  # what reaches beyond it is cut off (`overflow`)
    aside: bool | None = None  # for those who hear the page: moved or clipped away
    ink: str | None = None  # "#rrggbb" of the letters; "" for letters that let the ground through
    points: float | None = None  # size of the letters
    times: float | None = None  # the same in parts of the size around them
    before: str | None = None  # what the sheet prints before and behind the element's text
    after: str | None = None
    drawn: str | None = None  # colour of what the sheet draws before or behind it
    lays_out: str | None = None  # "flex" or "grid": its children are boxes of their own; "" where they are not
    stacked: bool | None = None  # a flex box puts them below one another
    tracks: int | None = None  # columns of a grid
    boxed: bool | None = None  # it is a box of its own in a line of text
    on_lines: bool | None = None  # it stands on lines of its own, be it an element of running text


_NOTHING: Final = Look()
_FIELDS: Final = tuple(field.name for field in fields(Look))
_BY_TAG: Final = (
    {tag: Look(bold=True) for tag in BOLD} | {tag: Look(struck=True) for tag in STRUCK} | {"sup": Look(raised=True)}
)
_OF_DRAWINGS: Final = frozenset(("svg", "g", "text", "tspan"))
_DRAWN_SO: Final = ("display", "visibility", "opacity")  # attributes that are styles in a drawing
# attributes that say how an element looks
_SAYING: Final = ("class", "id", "style", "hidden", "bgcolor", "color", *_DRAWN_SO)


class State(NamedTuple):
    """How text in an element looks, with all that it inherits."""

    bold: bool = False
    struck: bool = False
    raised: bool = False
    hidden: bool = False
    veiled: bool = False
    aside: bool = False
    ink: str | None = None  # None: as the browser has it
    ground: str | None = PAPER  # None: not known
    points: float = _DEFAULT_SIZE
    between: str = ""  # what parts its children, not inherited: a space where they stand abreast, else a line's end
    tracks: int = 0  # columns of the grid that it is, not inherited

    @property
    def kind(self) -> MarkKind | None:
        """What the text counts for, as a mark."""
        unseen = self.hidden or self.veiled or self.ink == "" or self.points <= LEAST_SIZE
        if unseen or (self.ink and self.ground and not leaves_ink(self.ink, self.ground)):
            return "unseen"
        return "aside" if self.aside else "struck" if self.struck else "raised" if self.raised else None


def read_colour(text: str) -> str | None:
    """A CSS or HTML colour as "#rrggbb"; "" for one that lets the ground through, None for what is no colour.

    >>> read_colour("#fff"), read_colour("rgba(0, 0, 0, 0)"), read_colour("url(dots.png)")
    ('#ffffff', '', None)
    >>> read_colour("hsl(120, 100%, 25%)"), read_colour("hsl(0.5turn 100% 50% / 50%)")
    ('#008000', '#00ffff')
    """
    text = text.strip().lower().removesuffix("!important").strip()
    if match := _HEX.search(text):
        digits = match[1] if len(match[1]) >= 6 else "".join(letter * 2 for letter in match[1])
        return "" if digits[6:8] == "00" else f"#{digits[:6]}"
    if match := _RGB.search(text):
        if match[4] is not None and float(match[4].strip(".") or 0) == 0:
            return ""
        return "#" + "".join(f"{min(255, int(float(channel))):02x}" for channel in match.group(1, 2, 3))
    if match := _HSL.search(text):
        return _from_hue(match)
    if re.fullmatch(r"[0-9a-f]{6}", text):
        return f"#{text}"
    words = text.split()
    digits = next((COLOURS[word] for word in words if word in COLOURS), "")
    if digits:
        return f"#{digits}"
    return "" if {"transparent", "none"} & set(words) else None


def _from_hue(found: re.Match[str]) -> str:
    """The colour of a match of `_HSL` as "#rrggbb"; "" where it lets the ground through."""
    hue, strength, light, clear = (
        float(part.strip(".") or 0) for part in (found[1], found[3], found[4], found[5] or "1")
    )
    if clear == 0:
        return ""
    turn = hue / _TURN.get(found[2].lower(), 360.0)
    channels = colorsys.hls_to_rgb(turn % 1.0, min(1.0, light / 100), min(1.0, strength / 100))
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def _declared(declarations: Mapping[str, str]) -> Look:
    """Read the declarations of a rule or of a `style` attribute, by their names."""
    said: dict[str, Any] = {}
    for name, value in declarations.items():
        value = value.strip().lower() if name != "content" else value.strip()
        if name in ("background", "background-color", "background-image"):
            colour = read_colour(value)
            if "url(" in value or "gradient(" in value:
                said["fill"] = ""
            elif colour:
                said["fill"] = colour
        elif name == "color":
            said["ink"] = read_colour(value)
        elif name == "font-weight":
            said["bold"] = int(value) >= 600 if value.isdecimal() else value.startswith("bold")
        elif name == "display":
            said["shown"] = value != "none"
            said["lays_out"] = _LAYS_OUT.get(value.removesuffix("!important").strip().removeprefix("inline-"), "")
            said["boxed"] = value.startswith("inline-")
            said["on_lines"] = value.removesuffix("!important").strip() in _ON_LINES
        elif name == "float":
            said["boxed"] = value.startswith(("left", "right", "inline-"))
        elif name in ("flex-direction", "flex-flow"):
            said["stacked"] = "column" in value
        elif name == "grid-template-columns":
            said["tracks"] = _tracks(value)
        elif name == "visibility":
            said["visible"] = value not in ("hidden", "collapse")
        elif name == "opacity":
            opacity = _number(value)
            said["faded"] = opacity is not None and opacity < _CLEAR
        elif name == "mso-hide" and value == "all":
            said["shown"] = False
        elif name in ("text-decoration", "text-decoration-line"):
            said["struck"] = "line-through" in value
        elif name == "vertical-align":
            said["raised"] = value in ("super", "text-top")
        elif name in ("font-size", "font"):
            said |= _size(value)
        elif name in ("height", "width"):
            said["flat"] = said.get("flat") or _number(value) == 0
        elif name == "overflow":
            said["cut"] = value in ("hidden", "clip")
        elif name in ("clip", "clip-path"):
            said["aside"] = _CLIPPED.search(value) is not None or said.get("aside")
        elif name in ("left", "top", "text-indent", "margin-left"):
            moved = _number(value)
            said["aside"] = (moved is not None and moved <= _FAR) or said.get("aside")
        elif name == "content":
            said["content"] = value
    return Look(**{name: value for name, value in said.items() if name in _FIELDS})


def _tracks(value: str) -> int:
    """The columns of a grid, 0 where their number depends on the width of the page.

    >>> _tracks("42mm 1fr"), _tracks("repeat(2, minmax(0, 1fr))"), _tracks("repeat(auto-fit, 20em)"), _tracks("none")
    (2, 2, 0, 1)
    """
    if repeated := _REPEATED.fullmatch(value.strip()):
        return int(repeated[1])
    bare = _IN_BRACKETS.sub("", value)
    return 0 if "repeat" in bare else len(bare.split())


def _number(value: str) -> float | None:
    found = _LENGTH.match(value)
    try:
        return float(found[0]) if found else None
    except ValueError:
        return None


def _size(value: str) -> dict[str, float]:
    """The size of letters as points or as parts of the size around them; `font` holds it among other words."""
    for word in value.split():
        found = _SIZE.fullmatch(word.split("/")[0])
        if found is None or (not found[2] and float(found[1].strip(".") or 0) != 0):
            continue
        number, unit = float(found[1].strip(".") or 0), found[2].lower()
        if unit in ("em", "%"):
            return {"times": number / (100 if unit == "%" else 1)}
        return {"points": number * _POINTS[unit]}
    return {}


def _over(upper: Look, lower: Look) -> Look:
    """One look over another: what the upper says counts."""
    said = {name: value for name in _FIELDS if (value := getattr(upper, name)) is not None}
    if "points" in said or "times" in said:
        lower = replace(lower, points=None, times=None)
    return replace(lower, **said) if said else lower


@lru_cache(maxsize=4096)
def _inline(style: str) -> Look:
    """The look of a `style` attribute, which pages repeat from cell to cell."""
    return _declared(_by_name(tinycss2.parse_blocks_contents(style[:10_000], skip_comments=True, skip_whitespace=True)))


def _by_name(nodes: Any) -> dict[str, str]:
    """The declarations among nodes by name, those that are important last."""
    declarations = [node for node in nodes if node.type == "declaration"]
    ordered = sorted(declarations, key=lambda node: bool(node.important))
    return {node.lower_name: tinycss2.serialize(node.value) for node in ordered}


_CONTENT: Final = re.compile(
    r"\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'|\battr\(\s*(?P<attribute>[\w-]{1,60})[^)]{0,60}\)"
)
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")


def _printed(content: str, attribute: Callable[[str], str | None]) -> str:
    """The words of a `content` property: those that are given as they stand, and what the element's attributes hold.
    Counters are not counted."""

    def letter(found: re.Match[str]) -> str:
        return chr(min(int(found[1], 16), 0x10FFFF)) if found[1] else found[2]

    def words(found: re.Match[str]) -> str:
        if found["attribute"] is not None:
            return attribute(found["attribute"].lower()) or ""
        return _ESCAPE.sub(letter, found["single"] if found["double"] is None else found["double"])

    return "".join(map(words, _CONTENT.finditer(content)))


def _rules(sheets: list[str]) -> Iterator[Any]:
    """The rules of sheets that hold on a screen, whatever its size."""
    left = _MOST_LETTERS
    for text in sheets:
        waiting = list(tinycss2.parse_stylesheet(text[:left], skip_comments=True, skip_whitespace=True))
        left -= min(left, len(text))
        for rule in waiting:
            if rule.type == "qualified-rule":
                yield rule
            elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and _holds(rule):
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                yield from (one for one in inner if one.type == "qualified-rule")


def _holds(media: Any) -> bool:
    """Whether the rules for some media hold on any screen."""
    return media.content is not None and tinycss2.serialize(media.prelude).strip().lower() in _MEDIA


class Styles:
    """The style sheets of one page."""

    def __init__(self, root: etree._Element, sheets: list[str]) -> None:
        self._matcher = cssselect2.Matcher()
        self._simple = True  # no selector looks beyond an element's own tag, classes and id
        self._kept: dict[tuple[str | None, ...], Look] = {}
        self._wrapped: dict[etree._Element, Any] = {}
        self._any_rule = False
        for rule in _rules(sheets):
            declared = _by_name(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))
            look = _declared(declared)
            content = declared.get("content")
            if look == _NOTHING and content is None:
                continue
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue
            self._any_rule = True
            self._simple = (
                self._simple
                and "attr(" not in (content or "")
                and all(
                    _SIMPLE.fullmatch(part.strip().removesuffix("::before").removesuffix("::after"))
                    for part in tinycss2.serialize(rule.prelude).split(",")
                )
            )
            for selector in selectors:
                self._matcher.add_selector(selector, (look, content))
        if not self._simple:
            wrapper = cssselect2.ElementWrapper.from_html_root(root)
            self._wrapped = {one.etree_element: one for one in wrapper.iter_subtree()}

    def look_of(self, element: etree._Element) -> Look:
        """Give what sheets, attributes and `style` say of an element, the nearer over the more general."""
        if not self._simple:
            return self._look(element)
        key: tuple[str | None, ...] = (element.tag, *map(element.attrib.get, _SAYING))
        look = self._kept.get(key)
        if look is None:
            look = self._kept[key] = self._look(element)
        return look

    def _look(self, element: etree._Element) -> Look:
        look = self._by_sheets(element)
        by_tag = _BY_TAG.get(element.tag)
        if by_tag is not None:
            look = _over(look, by_tag)
        attributes = element.attrib
        if (colour := attributes.get("bgcolor")) is not None and look.fill is None:
            look = replace(look, fill=read_colour(colour) or None)
        if element.tag == "font" and (colour := attributes.get("color")) is not None:
            look = replace(look, ink=read_colour(colour) or None)
        if (style := attributes.get("style")) is not None:
            look = _over(_inline(style), look)
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            look = replace(look, shown=False)
        if element.tag in _OF_DRAWINGS:
            said = _declared({name: str(attributes[name]) for name in _DRAWN_SO if name in attributes})
            look = _over(look, said)  # an attribute yields to any style
        classes = attributes.get("class")
        if classes and not FOR_SCREEN_READERS.isdisjoint(classes.split()):
            look = replace(look, aside=True)
        return look

    def _by_sheets(self, element: etree._Element) -> Look:
        if not self._any_rule:
            return _NOTHING
        wrapped = cssselect2.ElementWrapper.from_html_root(element) if self._simple else self._wrapped.get(element)
        look = _NOTHING
        drawn: dict[str, Look] = {}  # what is drawn before and behind it
        printed: dict[str, str] = {}
        for _, _, pseudo, (said, content) in self._matcher.match(wrapped) if wrapped is not None else ():
            if pseudo is None:
                look = _over(said, look)
            elif pseudo in ("before", "after"):
                drawn[pseudo] = _over(said, drawn.get(pseudo, _NOTHING))
                if content is not None:
                    printed[pseudo] = _printed(content, element.get)
        for pseudo, said in drawn.items():
            look = _with_drawn(look, pseudo, said, printed.get(pseudo, ""))
        return look


def _with_drawn(look: Look, pseudo: str, said: Look, content: str) -> Look:
    """The look of an element before or behind which the sheets draw something: words, or a patch of colour."""
    if said.shown is False:
        return look
    if content:
        words: dict[str, Any] = {pseudo: content}
        return replace(look, **words, drawn=said.ink or said.fill or look.drawn)
    return replace(look, drawn=said.fill) if said.fill else look


def read_styles(root: etree._Element) -> Styles:
    """Read the style sheets that stand in a page; what is no style sheet says nothing."""
    sheets = [
        (sheet.text or "").replace("<!--", "").replace("-->", "")
        for sheet in root.iter("style")
        if (sheet.get("media") or "").strip().lower() in _MEDIA
    ]
    return Styles(root, sheets)


def enter(state: State, look: Look) -> State:
    """Give how text looks inside an element: what is around it, and what the element's own styles say."""
    if look == _NOTHING:
        return state._replace(between="", tracks=0) if state.between else state
    points = look.points if look.points is not None else state.points * (1.0 if look.times is None else look.times)
    return State(
        bold=state.bold if look.bold is None else look.bold,
        struck=bool(look.struck) or (state.struck and not look.boxed),  # a line does not go on through a box of its own
        raised=state.raised if look.raised is None else look.raised,
        hidden=state.hidden or look.shown is False or bool(look.faded) or bool(look.flat and look.cut),
        veiled=state.veiled if look.visible is None else not look.visible,
        aside=state.aside or bool(look.aside),
        ink=state.ink if look.ink is None else look.ink,
        ground=state.ground if look.fill is None else (look.fill or None),
        points=points,
        between=_between(look),
        tracks=(look.tracks or 0) if look.lays_out == "grid" else 0,
    )


def _between(look: Look) -> str:
    """What parts the children of an element that it lays out as boxes; "" where they stand in a line of text."""
    if not look.lays_out:
        return ""
    below = look.stacked if look.lays_out == "flex" else look.tracks in (None, 1)
    return "\n" if below else " "
