"""The layouts that a page can hold, each drawn anew for each seed.

`split` says what a layout is for: weights may be set on those of `fit`; those of `judge` are only ever scored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scripts.layouts.chance import Chance
from scripts.page_layouts import content
from scripts.page_layouts.content import Sheet
from scripts.page_layouts.typeset import Gold, Laid, Paper, Slot, Style, slots_of, widths_for


@dataclass(frozen=True, slots=True)
class Layout:
    """A way of setting tables on a page."""

    name: str
    split: str
    about: str
    draw: Callable[[Chance], Paper]


_TRIES = 40
_MARGIN = 30.0  # points under the last table

LAYOUTS: dict[str, Layout] = {}


def _layout(split: str, about: str) -> Callable[[Callable[[Chance], Paper]], Callable[[Chance], Paper]]:
    def register(draw: Callable[[Chance], Paper]) -> Callable[[Chance], Paper]:
        name = draw.__name__
        LAYOUTS[name] = Layout(name, split, about, draw)
        return draw

    return register


def make(name: str, seed: int) -> tuple[bytes, list[Gold]]:
    """Draw a layout: the PDF and the cells of its tables."""
    for again in range(_TRIES):  # what does not fit on its page is drawn anew
        paper = LAYOUTS[name].draw(Chance(f"{name}/{seed}" + f"/{again}" * bool(again)))
        if paper.lowest <= paper.height - _MARGIN:
            return paper.finish(), paper.tables
    raise ValueError(f"{name}/{seed}: nothing that fits on a page")


def _style(chance: Chance, **changes: object) -> Style:
    size = chance.pick((8.0, 9.0, 9.5, 10.0, 11.0))
    style = Style(
        size,
        chance.pick((1.15, 1.2, 1.25, 1.35)),
        (chance.pick((3.0, 4.0, 5.5)), chance.pick((2.5, 3.5, 5.0, 7.0))),
        font=chance.pick(("Helvetica", "Helvetica", "Times")),
    )
    return replace(style, **changes)  # type: ignore[arg-type]


def _heading(paper: Paper, chance: Chance, y: float = 60.0) -> float:
    """A title and perhaps a paragraph over the table; gives where the table may begin."""
    paper.text("Merewick Borough Council equality plan", 56, y, size=15, face="Helvetica-Bold")
    y += 14
    if chance.maybe(0.5):
        for line in content.prose(chance.number(1, 4)):
            y += 13
            paper.text(line, 56, y, size=9)
        y += 8
    return y + chance.pick((6.0, 12.0, 20.0))


def _foot(paper: Paper, chance: Chance, y: float) -> None:
    if chance.maybe(0.5):
        y += chance.pick((16.0, 24.0, 40.0))
        for line in content.prose(chance.number(1, 4)):
            y += 13
            paper.text(line, 56, y, size=9)


def _plain_plan(
    chance: Chance, style: Style, rules: Callable[[Paper, Laid], None], *, rows: tuple[int, int] = (4, 11), **how: bool
) -> Paper:
    paper = Paper(wide=chance.maybe(0.5))
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(*rows), numbered=how.get("numbered"))
    total = paper.width - 2 * 56 - chance.pick((0.0, 0.0, 60.0))
    laid = paper.set_table(slots_of(sheet, bold=how.get("bold", True)), widths_for(sheet, total, style), style, 56, y)
    rules(paper, laid)
    _foot(paper, chance, laid.ys[-1])
    return paper


def _all_across(paper: Paper, laid: Laid) -> None:
    for y in laid.ys:
        paper.across(y, laid.xs[0], laid.xs[-1])


def _three(paper: Paper, laid: Laid) -> None:
    for y in (laid.ys[0], laid.ys[1], laid.ys[-1]):
        paper.across(y, laid.xs[0], laid.xs[-1])


def _grid(paper: Paper, laid: Laid) -> None:
    _all_across(paper, laid)
    for x in laid.xs:
        paper.down(x, laid.ys[0], laid.ys[-1])


def _none(paper: Paper, laid: Laid) -> None:
    return None


@_layout("fit", "rules across only, rows padded")
def across_padded(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance), _all_across)


@_layout("judge", "rules across only, hardly any padding")
def across_tight(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, pad=(3.0, 1.0)), _all_across)


@_layout("fit", "three rules, space between rows")
def three_rules_spaced(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, between=chance.pick((3.0, 5.0, 8.0))), _three)


@_layout("judge", "three rules, wrapped rows with no space between")
def three_rules_tight(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, pad=(4.0, 0.0)), _three)


@_layout("judge", "no rules, space between rows")
def bare_spaced(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, between=chance.pick((3.0, 5.0, 8.0))), _none)


@_layout("fit", "no rules, wrapped rows with no space between")
def bare_tight(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, pad=(4.0, 0.0)), _none)


@_layout("fit", "no rules, no bold header, numbered rows")
def bare_numbered(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance), _none, bold=False, numbered=True)


@_layout("judge", "rules under the rows, cells centred from top to bottom")
def across_centred(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, valign="middle"), _all_across)


@_layout("judge", "no rules, cells centred from top to bottom")
def bare_centred(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, valign="middle", between=4.0), _none)


@_layout("fit", "three rules, cells set at the bottom of their rows")
def three_rules_bottom(chance: Chance) -> Paper:
    return _plain_plan(chance, _style(chance, valign="bottom", between=4.0), _three)


@_layout("judge", "a full grid, paragraphs with space between them that line up")
def ruled_paragraphs(chance: Chance) -> Paper:
    style = _style(chance, paragraph=chance.pick((3.0, 5.0, 7.0)))
    paper = Paper(wide=True)
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(3, 6))
    sheet = Sheet(sheet.header, tuple(tuple(_in_paragraphs(chance, text) for text in row) for row in sheet.rows))
    laid = paper.set_table(slots_of(sheet), widths_for(sheet, paper.width - 112, style), style, 56, y)
    _grid(paper, laid)
    return paper


def _in_paragraphs(chance: Chance, text: str) -> str:
    if len(text) <= 12:
        return text
    return "\n".join([text, *(content.sentence(chance) for _ in range(chance.number(1, 2)))])


@_layout("fit", "upright rules and a header rule, rows parted by space")
def uprights_only(chance: Chance) -> Paper:
    def rules(paper: Paper, laid: Laid) -> None:
        for x in laid.xs:
            paper.down(x, laid.ys[0], laid.ys[-1])
        for y in (laid.ys[0], laid.ys[1], laid.ys[-1]):
            paper.across(y, laid.xs[0], laid.xs[-1])

    return _plain_plan(chance, _style(chance, between=chance.pick((4.0, 8.0))), rules)


@_layout("judge", "a grid that lost some of its rules")
def ruled_partly(chance: Chance) -> Paper:
    def rules(paper: Paper, laid: Laid) -> None:
        for y in laid.ys:
            for left, right in zip(laid.xs, laid.xs[1:], strict=False):
                if y in (laid.ys[0], laid.ys[-1]) or not chance.maybe(0.12):
                    paper.across(y, left, right)
        for x in laid.xs:
            for top, bottom in zip(laid.ys, laid.ys[1:], strict=False):
                if x in (laid.xs[0], laid.xs[-1]) or not chance.maybe(0.12):
                    paper.down(x, top, bottom)

    return _plain_plan(chance, _style(chance), rules)


@_layout("fit", "bands behind every second row, no rules")
def banded(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=chance.maybe(0.5))
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(4, 10))
    head = "#1f4e79" if chance.maybe(0.5) else "#dbe5f1"
    shades = {0: head, **dict.fromkeys(range(2, 20, 2), "#dbe5f1")}
    slots = [replace(slot, fill=shades.get(slot.row)) for slot in slots_of(sheet)]
    paper.set_table(slots, widths_for(sheet, paper.width - 112, style), style, 56, y)
    return paper


@_layout("judge", "header and section bands as fills, rules below rows only")
def banded_sections(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=chance.maybe(0.5))
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(5, 10))
    slots, sections = _with_sections(chance, sheet, fill="#e8e4d8")
    slots = [replace(slot, fill="#223344") if slot.row == 0 else slot for slot in slots]
    laid = paper.set_table(slots, widths_for(sheet, paper.width - 112, style), style, 56, y)
    for at, edge in enumerate(laid.ys[1:]):
        if at not in sections:
            paper.across(edge, laid.xs[0], laid.xs[-1], 0.4)
    return paper


@_layout("judge", "printed web page: header and every second row on a ground, rules below the other rows only")
def web_print(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=chance.maybe(0.5))
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(2, 7))
    if chance.maybe(0.5):  # headings in two languages
        sheet = replace(sheet, header=tuple(f"{text} (A)\n{text} (B)" for text in sheet.header))
    slots = slots_of(sheet)
    first = chance.number(1, 2)
    shades = {0: "#00796b", **dict.fromkeys(range(first, 20, 2), "#e8f3f1")}
    slots = [replace(slot, fill=shades.get(slot.row)) for slot in slots]
    laid = paper.set_table(slots, widths_for(sheet, paper.width - 112, style), style, 56, y)
    for edge in laid.ys[2:]:
        paper.across(edge, laid.xs[0], laid.xs[-1], 0.4)
    return paper


@_layout("judge", "headings of two lines, without a rule under the first")
def two_line_headings(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=chance.maybe(0.5))
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(3, 8))
    named = chance.number(0, 1)  # the first headings may be of one line
    header = tuple(f"{text}\n{text} 2031" if at >= named else text for at, text in enumerate(sheet.header))
    sheet = replace(sheet, header=header)
    laid = paper.set_table(slots_of(sheet), widths_for(sheet, paper.width - 112, style), style, 56, y)
    chance.pick((_none, _three, _all_across))(paper, laid)
    return paper


def _with_sections(
    chance: Chance, sheet: Sheet, fill: str | None = None, bold: bool = True
) -> tuple[list[Slot], set[int]]:
    """The cells of a sheet with rows over the whole table that name a theme."""
    slots: list[Slot] = [Slot(text, 0, column, bold=True) for column, text in enumerate(sheet.header)]
    row, count, sections = 1, 1, set()
    for at, cells in enumerate(sheet.rows):
        if at == 0 or chance.maybe(0.3):
            slots.append(Slot(content.theme(chance, count), row, 0, columns=len(cells), bold=True, fill=fill))
            sections.add(row)
            row, count = row + 1, count + 1
        slots += [Slot(text, row, column) for column, text in enumerate(cells)]
        row += 1
    return slots, sections


@_layout("fit", "rules across, section rows over the whole table")
def across_sections(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=chance.maybe(0.5))
    y = _heading(paper, chance)
    sheet = content.plan(chance, chance.number(5, 10))
    slots, _ = _with_sections(chance, sheet)
    laid = paper.set_table(slots, widths_for(sheet, paper.width - 112, style), style, 56, y)
    _all_across(paper, laid)
    return paper


@_layout("judge", "rules across that stop at a merged first column")
def across_merged_first(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=True)
    y = _heading(paper, chance)
    slots, _, marks = _merged_first(chance, style)
    widths = [90.0, *widths_for(_sheet_of(slots), paper.width - 112 - 90, style)]
    laid = paper.set_table(slots, widths, style, 56, y)
    for row, edge in enumerate(laid.ys):
        paper.across(edge, laid.xs[0] if row in marks else laid.xs[1], laid.xs[-1])
    return paper


@_layout("fit", "a grid with a first column merged over rows, two-line themes printed upwards or level")
def ruled_merged_first(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper(wide=True)
    y = _heading(paper, chance)
    slots, _, marks = _merged_first(chance, style, turned=chance.maybe(0.5))
    widths = [60.0, *widths_for(_sheet_of(slots), paper.width - 112 - 60, style)]
    laid = paper.set_table(slots, widths, style, 56, y)
    for row, edge in enumerate(laid.ys):
        paper.across(edge, laid.xs[0] if row in marks else laid.xs[1], laid.xs[-1])
    for x in laid.xs:
        paper.down(x, laid.ys[0], laid.ys[-1])
    return paper


def _merged_first(chance: Chance, style: Style, *, turned: bool = False) -> tuple[list[Slot], Sheet, set[int]]:
    sheet = content.plan(chance, chance.number(5, 9))
    slots = [Slot("Theme", 0, 0, bold=True), *(Slot(t, 0, c + 1, bold=True) for c, t in enumerate(sheet.header))]
    marks, start = {0, 1}, 1
    while start <= len(sheet.rows):
        count = min(chance.number(1, 3), len(sheet.rows) - start + 1)
        slots.append(Slot(content.themes(chance), start, 0, rows=count, turned=turned))
        start += count
        marks.add(start)
    slots += [Slot(text, r + 1, c + 1) for r, row in enumerate(sheet.rows) for c, text in enumerate(row)]
    return slots, sheet, marks


def _sheet_of(slots: Sequence[Slot]) -> Sheet:
    """The sheet of cells right of a first column."""
    rows = max(slot.row for slot in slots) + 1
    width = max(slot.column for slot in slots)
    grid = [[""] * width for _ in range(rows)]
    for slot in slots:
        if slot.column and slot.columns == 1:
            grid[slot.row][slot.column - 1] = slot.text
    return Sheet(tuple(grid[0]), tuple(tuple(row) for row in grid[1:]))


@_layout("fit", "two ruled tables side by side, 4 to 20 points apart")
def beside_ruled(chance: Chance) -> Paper:
    return _beside(chance, _grid, chance.pick((4.0, 6.0, 10.0, 20.0)))


@_layout("judge", "two tables without rules side by side")
def beside_bare(chance: Chance) -> Paper:
    return _beside(chance, _none, chance.pick((18.0, 24.0, 36.0)))


@_layout("judge", "two tables with rules across side by side")
def beside_across(chance: Chance) -> Paper:
    return _beside(chance, _all_across, chance.pick((8.0, 14.0, 24.0)))


def _beside(chance: Chance, rules: Callable[[Paper, Laid], None], gap: float) -> Paper:
    style = _style(chance, size=chance.pick((7.5, 8.0, 9.0)))
    paper = Paper(wide=True)
    y = _heading(paper, chance)
    wide = (paper.width - 112 - gap) / 2
    for side in (0, 1):
        sheet = _narrow_plan(chance)
        x = 56 + side * (wide + gap)
        if chance.maybe(0.5):
            paper.text(f"Theme {side + 1}: {content.themes(chance)}", x, y - 4, size=11, face="Helvetica-Bold")
        laid = paper.set_table(slots_of(sheet), widths_for(sheet, wide, style), style, x, y)
        rules(paper, laid)
    return paper


def _narrow_plan(chance: Chance) -> Sheet:
    sheet = content.plan(chance, chance.number(3, 6), numbered=True)
    keep = [0, 1, 2, 3][: len(sheet.header)]
    return Sheet(tuple(sheet.header[c] for c in keep), tuple(tuple(row[c] for c in keep) for row in sheet.rows))


@_layout("fit", "a ruled table inside a cell of a ruled table")
def nested(chance: Chance) -> Paper:
    style = _style(chance, size=9.0)
    paper = Paper(wide=True)
    y = _heading(paper, chance)
    sheet = content.plan(chance, 3, numbered=True)
    laid = paper.set_table(slots_of(sheet), widths_for(sheet, paper.width - 112, style), style, 56, y, keep=False)
    bottom = laid.ys[-1]
    inner_style = replace(style, size=8.0, pad=(2.5, 2.0))
    steps = Sheet(("Step", "Who", "When"), tuple((f"Draft part {at}", "HR", f"May 203{at}") for at in range(1, 3)))
    x0, x1 = laid.xs[1] + 6, laid.xs[2] - 6
    widths = widths_for(steps, max(110.0, x1 - x0), inner_style, least=20)
    inner = paper.set_table(slots_of(steps), widths, inner_style, x0, bottom + 18, keep=False)
    last = sheet.rows[0]
    for column, text in enumerate(last):
        said = "1.4" if column == 0 else "Review the steps" if column == 1 else text
        paper.text(said, laid.xs[column] + style.pad[0], bottom + 13, size=style.size, face=style.face(False))
    outer = (*laid.ys, inner.ys[-1] + 8)
    for edge in outer:
        paper.across(edge, laid.xs[0], laid.xs[-1])
    for x in laid.xs:
        paper.down(x, outer[0], outer[-1])
    _grid(paper, inner)
    row = tuple("1.4" if c == 0 else "Review the steps" if c == 1 else text for c, text in enumerate(last))
    paper.tables += [replace(laid.gold, rows=(*laid.gold.rows, row)), inner.gold]
    return paper


@_layout("fit", "a table of figures with three rules, up to forty rows")
def figures_three_rules(chance: Chance) -> Paper:
    return _figures(chance, _three, rows=(12, 40))


@_layout("judge", "a table of figures without rules")
def figures_bare(chance: Chance) -> Paper:
    return _figures(chance, _none, rows=(6, 30))


@_layout("judge", "a table of figures with rules across")
def figures_across(chance: Chance) -> Paper:
    return _figures(chance, _all_across, rows=(5, 20))


def _figures(chance: Chance, rules: Callable[[Paper, Laid], None], rows: tuple[int, int]) -> Paper:
    style = _style(chance, size=chance.pick((8.0, 9.0)), pad=(4.0, chance.pick((0.0, 0.5, 1.5, 3.0))))
    paper = Paper()
    y = _heading(paper, chance)
    sheet = content.figures(chance, chance.number(*rows), chance.number(3, 7))
    laid = paper.set_table(
        slots_of(sheet, bold=chance.maybe(0.6), right=chance.maybe(0.8)),
        _figure_widths(sheet, paper),
        style,
        56,
        y,
    )
    rules(paper, laid)
    return paper


def _figure_widths(sheet: Sheet, paper: Paper) -> list[float]:
    first = 150.0
    return [first, *[(paper.width - 112 - first) / (len(sheet.header) - 1)] * (len(sheet.header) - 1)]


@_layout("fit", "a table of figures under spanning headings")
def figures_spanning(chance: Chance) -> Paper:
    return _spanning(chance, _head_rules)


@_layout("judge", "a table of figures under spanning headings, without rules, with section rows")
def figures_spanning_sections(chance: Chance) -> Paper:
    return _spanning(chance, _none, sections=True)


def _head_rules(paper: Paper, laid: Laid) -> None:
    for y in (laid.ys[0], laid.ys[2], laid.ys[-1]):
        paper.across(y, laid.xs[0], laid.xs[-1])
    for _, column, _, columns in laid.gold.spans:
        if columns < len(laid.xs) - 1:
            paper.across(laid.ys[1], laid.xs[column] + 4, laid.xs[column + columns] - 4)


def _spanning(chance: Chance, rules: Callable[[Paper, Laid], None], *, sections: bool = False) -> Paper:
    style = _style(chance, size=chance.pick((8.0, 9.0)), pad=(4.0, chance.pick((0.5, 1.5, 3.0))))
    paper = Paper()
    y = _heading(paper, chance)
    groups = chance.number(2, 3)
    each = 2 if groups == 3 else chance.number(2, 3)
    sheet = content.figures(chance, chance.number(5, 18), groups * each)
    names = chance.shuffled(["2029/30", "2030/31", "Women and men", "All staff", "Applicants", "Appointed"])
    slots = [Slot("", 0, 0)]
    slots += [Slot(names[g], 0, 1 + g * each, columns=each, bold=True, align="centre") for g in range(groups)]
    slots += [Slot(text, 1, c, bold=True, align="right" if c else "left") for c, text in enumerate(sheet.header)]
    row = 2
    for at, cells in enumerate(sheet.rows):
        if sections and at % 5 == 0:
            slots.append(
                Slot(f"{content.themes(chance)} {at // 5 + 1}", row, 0, columns=len(cells), bold=chance.maybe(0.7))
            )
            row += 1
        slots += [Slot(text, row, c, align="right" if c else "left") for c, text in enumerate(cells)]
        row += 1
    laid = paper.set_table(slots, _figure_widths(sheet, paper), style, 56, y)
    rules(paper, laid)
    return paper


@_layout("judge", "figures whose row labels wrap over two or three lines, header of several lines")
def figures_wrapped_labels(chance: Chance) -> Paper:
    style = _style(chance, size=9.0, pad=(4.0, chance.pick((0.5, 2.0))), valign=chance.pick(("top", "bottom")))
    paper = Paper()
    y = _heading(paper, chance)
    sheet = content.figures(chance, chance.number(5, 12), chance.number(3, 5))
    long = {
        0: "Residents who said that they can reach the service they need",
        1: "Staff who have been trained in the last year",
    }
    rows = tuple((long.get(at % 3, row[0]), *row[1:]) for at, row in enumerate(sheet.rows))
    header = (sheet.header[0], *(f"{text} of those who answered" for text in sheet.header[1:]))
    sheet = Sheet(header, rows)
    laid = paper.set_table(slots_of(sheet, right=True), _figure_widths(sheet, paper), style, 56, y)
    chance.pick((_three, _none, _all_across))(paper, laid)
    return paper


@_layout("fit", "boxes of labels and values, each in a frame of its own")
def cards(chance: Chance) -> Paper:
    style = _style(chance, size=9.0)
    paper = Paper()
    y = _heading(paper, chance)
    for _ in range(chance.number(2, 4)):
        sheet = content.plan(chance, 1, numbered=False, blanks=0.0)
        slots = [Slot(f"{label}:", row, 0, bold=True) for row, label in enumerate(sheet.header)]
        slots += [Slot(text, row, 1) for row, text in enumerate(sheet.rows[0])]
        laid = paper.set_table(slots, [110.0, paper.width - 112 - 110], style, 56, y)
        paper.across(laid.ys[0], 56, laid.xs[-1])
        paper.across(laid.ys[-1], 56, laid.xs[-1])
        paper.down(56, laid.ys[0], laid.ys[-1])
        paper.down(laid.xs[-1], laid.ys[0], laid.ys[-1])
        y = laid.ys[-1] + 16
    return paper


@_layout("judge", "a paragraph close over and under a table with rules across")
def prose_close(chance: Chance) -> Paper:
    style = _style(chance)
    paper = Paper()
    y = 60.0
    for line in content.prose(3):
        y += 12
        paper.text(line, 56, y, size=9)
    y += chance.pick((7.0, 10.0, 14.0))
    sheet = content.plan(chance, chance.number(4, 8))
    laid = paper.set_table(slots_of(sheet), widths_for(sheet, paper.width - 112, style), style, 56, y)
    chance.pick((_all_across, _grid, _three))(paper, laid)
    y = laid.ys[-1] + chance.pick((6.0, 10.0, 14.0))
    for line in content.prose(4):
        y += 12
        paper.text(line, 56, y, size=9)
    return paper


@_layout("judge", "one grid whose header prints the same headings twice: two tables")
def one_grid_twice(chance: Chance) -> Paper:
    style = _style(chance, size=8.0)
    paper = Paper(wide=True)
    y = _heading(paper, chance)
    sheets = [_narrow_plan(chance), _narrow_plan(chance)]
    count = min(len(sheet.rows) for sheet in sheets)
    header = sheets[0].header[:3]
    halves = [Sheet(header, tuple(row[:3] for row in sheet.rows[:count])) for sheet in sheets]
    whole = Sheet((*header, *header), tuple((*a, *b) for a, b in zip(halves[0].rows, halves[1].rows, strict=True)))
    laid = paper.set_table(slots_of(whole), widths_for(whole, paper.width - 112, style), style, 56, y, keep=False)
    _grid(paper, laid)
    paper.tables += [Gold(1, half.all_rows) for half in halves]
    return paper


@_layout("fit", "a wide sheet whose columns go on over the next page, with or without its references")
def wide_sheet(chance: Chance) -> Paper:
    style = _style(chance, size=9.0)
    paper = Paper()
    sheet = content.plan(chance, chance.number(3, 6), numbered=True)
    again = chance.maybe(0.5)
    more = content.plan(chance, len(sheet.rows), numbered=True)
    notes = tuple((f"£{2 + at}k", row[1], "Report in May") for at, row in enumerate(more.rows))
    rest = Sheet(("Budget", "Comment", "Next step"), notes)
    if again:
        with_numbers = tuple((row[0], *note) for row, note in zip(sheet.rows, notes, strict=True))
        rest = Sheet(("Ref", *rest.header), with_numbers)
    heights: list[float] = []
    first = slots_of(sheet)
    widths = widths_for(sheet, paper.width - 112, style)
    others = widths_for(rest, paper.width - 112, style)
    # a spreadsheet's rows are as high on the one page as on the other
    probe = Paper()
    one = probe.set_table(first, widths, style, 56, 60, keep=False)
    two = probe.set_table(slots_of(rest), others, style, 56, 60, keep=False)
    heights = [max(a, b) for a, b in zip(_heights(one), _heights(two), strict=True)]
    laid = _set_with_heights(paper, first, widths, style, heights)
    _grid(paper, laid)
    paper.turn_over()
    laid = _set_with_heights(paper, slots_of(rest), others, style, heights)
    _grid(paper, laid)
    columns = rest.all_rows if not again else tuple(row[1:] for row in rest.all_rows)
    paper.tables.append(Gold(1, tuple((*a, *b) for a, b in zip(sheet.all_rows, columns, strict=True))))
    return paper


def _heights(laid: Laid) -> list[float]:
    return [bottom - top for top, bottom in zip(laid.ys, laid.ys[1:], strict=False)]


def _set_with_heights(
    paper: Paper, slots: Sequence[Slot], widths: Sequence[float], style: Style, heights: Sequence[float]
) -> Laid:
    ys = [60.0]
    for height in heights:
        ys.append(ys[-1] + height)
    xs = [56.0]
    for width in widths:
        xs.append(xs[-1] + width)
    for row in range(len(heights)):
        own = [replace(slot, row=0) for slot in slots if slot.row == row]
        paper.set_table(own, widths, style, 56, ys[row], keep=False)
    return Laid(tuple(xs), tuple(ys), Gold(paper.page, ()))


@_layout("fit", "a leaflet in two columns of lists: no table")
def leaflet(chance: Chance) -> Paper:
    paper = Paper(wide=True)
    paper.text("Our equality promises", 56, 60, size=16, face="Helvetica-Bold")
    style = Style(10.0, 1.25)
    for side in (0, 1):
        y = 80.0
        for group in range(2):
            x = 56 + side * 380
            paper.text(f"Promise {1 + group + 2 * side}", x, y + 16, size=12, face="Helvetica-Bold")
            y += 24
            for _ in range(chance.number(3, 5)):
                laid = paper.set_table(
                    [Slot("• " + content.sentence(chance), 0, 0)],
                    [340.0],
                    replace(style, pad=(0.0, 1.5)),
                    x,
                    y,
                    keep=False,
                )
                y = laid.ys[-1]
            y += 10
    return paper
