"""What is true of each row of a plan, computed once; no reading of it yet.

A run is a row of segments that follow each other over page breaks, under the same columns. Facts compare a row with
what stands above it in its run; the labels are chosen in `row_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.normalise.rag import read_rag, says_only_a_rating
from pipeline.normalise.timescale import parse_timescale
from pipeline.normalise.timescale.year_over import names_a_year
from pipeline.read.content import (
    begins_like_an_order,
    is_tick,
    owner_likeness,
    reads_as_status,
    reads_as_timescale,
)
from pipeline.read.grid import Grid, all_bold, fill_of, text_of, with_words
from pipeline.read.groups import LONGEST_GROUP, SENTENCE, bare_group
from pipeline.read.over_headings import said_over
from pipeline.read.raw import StatusBeside
from pipeline.read.remarks import label_of_remark, labels_below, remark_role
from pipeline.read.row_texts import RowTexts, texts_of_row
from pipeline.read.segments import Segment, stands_across
from pipeline.read.structure import (
    GroupLabel,
    clean_reference,
    counts_a_grouping,
    ends_closed,
    ends_open,
    is_reference,
    opens_a_legend,
    opens_like_a_note,
    opens_like_a_total,
    opens_with_a_verb,
    read_group_label,
    says_nothing,
    structure_words,
)

TEXT_ROLES = ("action", "outcome", "evidence", "progress")
KEY_ROLES = ("reference", "owner", "timescale", "status")
_OF_GROUPINGS = ("reference", "theme", "objective", "action")  # columns in which a grouping may stand alone
_OF_DATES = ("timescale", "start", "status")  # columns whose cells say when
_OF_ITS_OWN = ("action", "evidence", "reference")  # what a row has that adds to no other
_OF_BLANK_ROWS = ("reference", "status")  # what a row may have that nobody filled in
ALWAYS = 0.85  # share from which a blank means that the row is no action of its own
USUAL = 0.6  # share of rows with words in a column from which a blank there means something
OWNER_DOUBT = 0.5  # likeness up to which words may name anybody
OWNER_GAIN = 0.3  # what two halves of an owner's name gain when they are joined
_FOOTNOTE = re.compile(r"\s*(?P<mark>\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|[*†‡]{1,3})\s*(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
_LEGEND = 3  # ratings that are explained at the foot of a table, one a row, from which no row has to say so
_IN_LEGEND, _LONGEST_LEGEND = 2, 12  # cells with words of a row, rows
_NUMBERED = 0.5  # share of numbers in a column from which words among them are none
_BARE = 2  # words up to which a text alone names, and orders nothing
_NAMES = 4  # words from which a text beside a label says what the grouping is
_FEW = 8  # words up to which a text may be the name of a grouping


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is true of one row: 1 where it holds, 0 where not, unless it says otherwise."""

    across: float = 0.0  # one cell, over the table, nothing beside it
    alone: float = 0.0  # one cell with words
    label_word: float = 0.0  # alone, and counts a grouping: "Priority 2"
    label_number: float = 0.0  # alone, and begins with a number
    heads_row: float = 0.0  # alone, not across, where a grouping may stand
    held: float = 0.0  # a cell with words reaches into the row from above
    set_off: float = 0.0  # bold or filled as the actions are not
    unnumbered: float = 0.0  # words where the rows have their numbers
    few_words: float = 0.0
    many_words: float = 0.0  # more than a grouping has
    sentences: float = 0.0  # two sentences or more
    order: float = 0.0  # begins like an order
    verb: float = 0.0  # begins in a capital, and with a verb of plans
    parent: float = 0.0  # bold where the other rows are not, without an owner: it sums up the tasks below it
    numbers_below: float = 0.0  # a number and a text, the numbers of the rows below begin with it
    label_beside: float = 0.0  # the label of a grouping in one cell, its text in the next
    labels_hold_nothing: float = 0.0  # such labels follow each other with nothing between them
    unnumbered_beside: float = 0.0  # words where most rows have a number, and beside them no order
    cut_across: float = 0.0  # the label of a grouping, cut over the columns
    again: float = 0.0  # a grouping that holds already, printed again
    band: float = 0.0  # across, over a row of cells
    note: float = 0.0  # says of itself that it is a remark on the table
    remark_again: float = 0.0  # across the table, with a label that most actions have right below them
    remark: float = 0.0  # across, under the label of a role: "Progress: …"
    about_group: float = 0.0  # a label and its text over the other columns, as stands below other groupings too
    footnote: float = 0.0  # explains a mark of a cell above
    total: float = 0.0  # sums up
    legend: float = 0.0  # explains a letter or colour below a row that says so, or is that row
    empty: float = 0.0  # no words but those that group
    says_nothing: float = 0.0  # "None" for an action, or a number and a rating beside blank cells
    after_break: float = 0.0  # the first row behind a page break
    unnumbered_break: float = 0.0  # that, without a number where every row has one
    loose: float = 0.0  # the reader of the table may have cut its rows anywhere
    nothing_held: float = 0.0  # no row above that it could belong to
    has_action: float = 0.0
    own_number: float = 0.0  # a complete number of its own
    votes: float = 0.0  # what its cells say about going on with those above, added up
    clear: float = 0.0  # one of those votes leaves no doubt
    completes: float = 0.0  # has the words that the row above lacks, and none that it has
    record_goes_on: float = 0.0  # its table goes on, by its labels, with records that were laid out before
    value_goes_on: float = 0.0  # and that begins with the rest of one of their values
    complements: float = 0.0  # behind a break, without an action, and has none of the words that the row above has
    keys_blank: float = 0.0  # share of the usual number, owner, date and rating that are blank
    only_adds: float = 0.0  # words, but none of an action, its number or what is in place
    runs_down: float = 0.0  # the action's cell of the row above reaches into it
    whole_keys: float = 0.0  # an owner and a date of its own
    below_action: float = 0.0  # directly below a row with an action
    next_lacks: float = 0.0  # last of its page; the first row of the next lacks just its words
    keyed: float = 0.0  # rows have numbers, owners, dates or ratings
    words: float = 0.0  # number of words
    colon: float = 0.0  # ends with a colon

    @property
    def counts_alone(self) -> float:
        """The label of a grouping, alone where a grouping may stand."""
        return self.label_word * self.heads_row

    @property
    def label_across(self) -> float:
        """The label of a grouping and its name, across the table."""
        return self.label_word * self.across

    @property
    def number_alone(self) -> float:
        """A number and words alone where spans may be lost and rows have owners and dates, and no actions stand so."""
        return self.label_number * self.heads_row * self.loose * (self.keys_blank > 0) * (1.0 - self.band)

    @property
    def set_off_alone(self) -> float:
        """Set off and alone, where rows have owners and dates, and no actions stand so."""
        return self.set_off * self.heads_row * (self.keys_blank > 0) * (1.0 - self.band)

    @property
    def name_alone(self) -> float:
        """A few words alone that give no order, where rows have owners and dates; in tables whose rows are whole."""
        plain = self.alone * self.few_words * (1.0 - self.order) * (1.0 - self.held)
        return plain * self.heads_row * (1.0 - self.loose) * (self.keys_blank > 0.9)

    @property
    def may_group(self) -> float:
        """In all likelihood it is no part of an action: the rows below cannot go on with it."""
        return max(self.across, self.numbers_below, self.label_beside, self.label_word * self.heads_row)

    @property
    def head_of_next(self) -> float:
        """It only adds, and the first row of the next page lacks just that."""
        return self.next_lacks * self.only_adds * (1.0 - self.runs_down)

    @property
    def prose(self) -> float:
        """A text of sentences alone, where rows have owners and dates."""
        return self.alone * self.sentences * self.keyed

    @property
    def introduces_prose(self) -> float:
        """A text of sentences alone that ends with a colon: what it introduces stands below."""
        return self.prose * self.colon

    @property
    def name_of_two_words(self) -> float:
        """A name alone where the other rows have owners and dates."""
        return self.name_alone * (self.words <= _BARE)

    @property
    def goes_on_alone(self) -> float:
        """A lone cell whose votes leave no doubt that it goes on."""
        lone = self.alone * (1.0 - self.across) * (1.0 - self.label_number) * (1.0 - self.label_word)
        return lone * self.clear * max(self.loose, self.after_break) * (self.votes >= 2)

    @property
    def unclear(self) -> float:
        """No vote leaves no doubt, and not all keys are blank behind a break."""
        return (1.0 - self.clear) * (1.0 - self.keyless)

    @property
    def keyless(self) -> float:
        """All usual keys are blank, in the first row of a page."""
        return self.after_break * (self.keys_blank == 1.0)

    @property
    def rest_of_record(self) -> float:
        """Its labels stand before the first that opens a record, and the record above lacks them."""
        return self.record_goes_on * self.complements

    @property
    def rest_of_value(self) -> float:
        """A value without a label opens a page on which the records before go on."""
        return self.value_goes_on * self.after_break

    @property
    def uncut(self) -> float:
        """Neither a page nor a format without cells may have cut the row."""
        return (1.0 - self.after_break) * (1.0 - self.loose)

    @property
    def uncut_order(self) -> float:
        """It begins as an action does, and nothing may have cut it."""
        return self.uncut * self.verb

    @property
    def adds_under(self) -> float:
        """It only adds, and the action's cell reaches into it."""
        return self.only_adds * self.runs_down

    @property
    def adds_below(self) -> float:
        """It only adds, and stands directly below an action."""
        return self.only_adds * self.below_action

    @property
    def whole_exact(self) -> float:
        """An owner and a date of its own, in a table whose cells are known, and no action's cell reaches into it."""
        return self.whole_keys * (1.0 - self.loose) * (1.0 - self.runs_down)

    @property
    def prose_across(self) -> float:
        """Several sentences across the table."""
        return self.across * self.sentences


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row of a run: where it stands, what it says, and what is true of it."""

    segment: Segment
    row: int  # of the grid, from 0
    texts: RowTexts
    printed: Sequence[Cell]
    facts: RowFacts


def facts_of_run(segments: Sequence[Segment]) -> list[RunRow]:
    """Return the rows of a run with their facts. Raises nothing."""
    rows: list[RunRow] = []
    held: dict[str, str] = {}  # the words of the action above, by role
    last: tuple[int, int] | None = None  # the place of the last row with words of its own
    groups: list[str] = []  # the groupings met, folded
    remarks = labels_below(segments)
    places = [(at, row) for at, segment in enumerate(segments) for row in segment.rows]
    for at, row in places:
        segment = segments[at]
        begins = at > 0 and row == segment.rows[0]
        directly, after = last == (at, row - 1), _after(segments, at, row)
        looked = _Look(segment, row, held, directly, groups, begins, after, remarks)
        one = RunRow(segment, row, looked.texts, looked.printed, looked.facts())
        rows.append(one)
        if not one.printed or one.facts.remark_again:
            continue
        if one.facts.may_group:
            groups.append(bare_group(looked.text))
            if not one.facts.again:
                held, last = {}, None
            continue
        own = {role: text for role, text in looked.texts.texts.items() if text.strip()}
        goes_on = not one.facts.uncut and one.facts.votes + one.facts.completes > 1.0
        held = {**held, **own} if goes_on or one.facts.only_adds else own
        last = (at, row) if own else last
    return rows


def _after(segments: Sequence[Segment], at: int, row: int) -> RowTexts | None:
    """What the first row of the next segment says, for the last row of a segment on a page."""
    segment = segments[at]
    if row != segment.rows[-1] or at + 1 == len(segments) or segment.grid.page(row) is None:
        return None
    following = segments[at + 1]
    return texts_of_row(following, following.rows[0]) if following.rows else None


@dataclass
class _Look:
    """One row looked at from all sides; each method answers one question."""

    segment: Segment
    row: int
    above: Mapping[str, str]  # the words of the action above, by role
    directly: bool  # right below the last row with words of its own
    groups: Sequence[str]  # the groupings met, folded
    begins: bool  # the first row behind a page break
    after: RowTexts | None  # the first row of the next page, for the last of a page
    remarks: frozenset[str]  # the labels that most actions have below them

    def __post_init__(self) -> None:
        self.grid = self.segment.grid
        self.printed = self.grid.printed(self.row)
        self.texts = texts_of_row(self.segment, self.row)
        self.text = fold_space(" ".join(cell.text for cell in self.printed))
        self.keys = [role for role in KEY_ROLES if self.segment.usual.get(role, 0.0) >= USUAL]
        self.own = self.texts.own
        self.here = {role: fold_space(text) for role, text in self.texts.texts.items()}
        self.filled = {role for role, text in self.here.items() if text}
        self.blank = [role for role in self.keys if role not in self.filled]

    def facts(self) -> RowFacts:
        """Return the facts."""
        match self.printed:
            case []:
                return RowFacts(empty=1.0)
            case [cell]:
                by_shape = self._of_a_lone_cell(cell)
            case [first, second]:
                by_shape = {**self._of_two_cells(first, second), **self._of_several_cells()}
            case _:
                by_shape = self._of_several_cells()
        behind_a_break = self._behind_a_break() if self.begins else {}
        others = {**self._beside_other_rows(), **behind_a_break}
        return RowFacts(**by_shape, **self._of_its_words(), **others, **self._of_its_columns())

    def _of_a_lone_cell(self, cell: Cell) -> dict[str, float]:
        """What is true of the one cell with words, beside how it stands and what label it has."""
        role = self._role_of(cell)
        found: dict[str, float] = {
            "alone": 1.0,
            "set_off": self._stands_out(cell),
            "unnumbered": role == "reference" and stands_for_a_number(self.text),
            **self._of_a_remark(cell),
            "legend": self._is_of_legend_of_colours()
            or self._is_at_the_foot_under_a_legend()
            or (opens_a_legend(cell.text) and _explains_a_rating(self._first_below())),
            "footnote": self._is_footnote(cell),
        }
        if stands_across(self.grid, self.printed):
            leads = said_over(self.grid, self.row)[:1]  # "Executive lead: …" under a grouping
            found |= {
                "note": any((opens_like_a_note(self.text), *(one.kind == "owner" for one in leads))),
                "band": self._is_band(),
            }
        if label := read_group_label(self.text):
            found["label_word" if label.word else "label_number"] = 1.0
        if stands := self._how_it_stands(cell, role):
            found[stands] = 1.0
        return found

    def _of_a_remark(self, cell: Cell) -> dict[str, float]:
        """Whether what stands across the table under an action opens with a label that names a role of it, or that
        most actions have below them."""
        label = label_of_remark(cell) if self.above and self.grid.spans_table(cell) else ""
        return {"remark": remark_role(label) is not None, "remark_again": fold(label) in self.remarks} if label else {}

    def _how_it_stands(self, cell: Cell, role: str) -> str:
        """How a lone cell stands: beside one that reaches into the row, across the table, where a grouping may, or
        in no such way."""
        if any(other.text.strip() for other in self.grid.from_above(self.row)):
            return "held"
        if self.grid.spans_table(cell):
            return "across"
        leads = self.grid.leads(cell) and (cell.bold or self.segment.loose)
        return "heads_row" if leads or role in _OF_GROUPINGS else ""

    def _of_two_cells(self, first: Cell, second: Cell) -> dict[str, float]:
        """What is true of a label or number with the one text beside it."""
        return {
            "numbers_below": self._numbers_the_rows_below(first),
            "label_beside": bool(self._label_beside(self.row)),
            "labels_hold_nothing": self._labels_hold_nothing(),
            "legend": self._is_in_legend() or self._is_at_the_foot_under_a_legend(),
        }

    def _of_several_cells(self) -> dict[str, float]:
        """What is true of several cells together."""
        return {
            "parent": self._is_parent(),
            "cut_across": self._is_cut_across(),
            "about_group": self._is_about_group(),
        }

    def _of_its_words(self) -> dict[str, float]:
        """What is true of the words of the row, wherever they stand."""
        words = len(self.text.split())
        return {
            "few_words": words <= _FEW,
            "many_words": words > LONGEST_GROUP,
            "sentences": words > 2 * SENTENCE and _SENTENCE_END.search(self.text) is not None,
            "order": begins_like_an_order(self.text),
            "verb": self.text[:1].isupper() * opens_with_a_verb(self.text),
            "total": opens_like_a_total(self.printed[0].text),
            "words": words,
            "colon": self.text.endswith(":"),
        }

    def _beside_other_rows(self) -> dict[str, float]:
        """What is true of the row beside those above it and below."""
        votes, clear = self._votes()
        return {
            "again": bare_group(self.text) in self.groups,
            "nothing_held": not self.above,
            "votes": votes,
            "clear": clear,
            "record_goes_on": self.grid.goes_on is not None,
            "value_goes_on": self.grid.cut_value,
            "runs_down": self._runs_down(),
            "below_action": self.directly and "action" in self.above,
            "next_lacks": self._next_lacks(),
        }

    def _behind_a_break(self) -> dict[str, float]:
        """What is true of the first row behind a page break."""
        return {
            "after_break": 1.0,
            "unnumbered_break": self._is_unnumbered(),
            "completes": self._completes(),
            "complements": self._complements(),
        }

    def _of_its_columns(self) -> dict[str, float]:
        """What is true of the row by the roles of its columns."""
        return {
            "unnumbered_beside": self._is_unnumbered_beside(),
            "empty": self.texts.empty,
            "says_nothing": self._says_nothing(),
            "loose": self.segment.loose,
            "keyed": bool(self.keys),
            "has_action": "action" in self.filled,
            "own_number": is_reference(self.here.get("reference", "")),
            "keys_blank": len(self.blank) / max(1, len(self.keys)),
            "only_adds": self._only_adds(),
            "whole_keys": {"owner", "timescale"} <= self.own.keys(),
        }

    def _says_nothing(self) -> bool:
        """Whether the row says that nothing will be done, or was numbered and never filled in."""
        if not self.own or stands_across(self.grid, self.printed):
            return False  # what stands across is in no column, whichever it begins in
        words = {role: text for role, text in self.own.items() if role not in _OF_BLANK_ROWS}
        if "action" in words:
            return all(map(says_nothing, words.values()))
        return not words and self._was_never_filled_in()

    def _was_never_filled_in(self) -> bool:
        """Whether a row of whole cells, with a number or a rating at most, has a true number and no words beside."""
        if self.segment.loose or any(map(str.strip, self.texts.extras.values())):
            return False
        return all(is_reference(text) for role, text in self.own.items() if role == "reference")

    def _role_of(self, cell: Cell) -> str:
        """The role of the column in which a cell begins; "extras" where it begins in none."""
        reach = self.grid.reach(cell)
        return self.segment.layout.columns[reach[0]].role if reach else "extras"

    def _stands_out(self, cell: Cell) -> bool:
        """Bold where the other cells of the column are not, or in a filled band over the row."""
        column = next(iter(self.grid.reach(cell)), 0)
        slots = [self.grid.slots[row][column] for row in self.segment.rows if row != self.row]
        others = with_words(slots)
        if cell.bold and 2 * sum(other.bold for other in others) < len(others):
            return True
        fills = {own.fill for own in self.grid.own(self.row)}
        return fills.isdisjoint({None, *(other.fill for other in others)})

    def _is_parent(self) -> bool:
        """Whether a row of several cells is bold where the other rows are not, and names no owner where they do."""
        if "owner" not in self.blank or "action" not in self.filled or not all_bold(self.printed):
            return False
        others = [self.grid.printed(row) for row in self.segment.rows if row != self.row]
        return 2 * sum(map(all_bold, others)) < len(others)

    def _numbers_the_rows_below(self, number: Cell) -> bool:
        """Whether a bare number, with one text beside it, heads the rows below, whose numbers begin with it."""
        head = clean_reference(number.text)
        if not re.fullmatch(r"\d+(?:\.\d+)*", head):
            return False
        below = next((cell.text for cell in self._first_below()), "")
        return clean_reference(below).startswith(f"{head}.")

    def _first_below(self) -> Sequence[Cell]:
        return next((cells for r in self.segment.rows if r > self.row and (cells := self.grid.printed(r))), ())

    def _label_beside(self, row: int) -> str:
        """The word of the label of a grouping that stands in one cell of a row, with its text in the only other; ""
        where a row is no such label."""
        printed = self.grid.printed(row)
        if len(printed) != 2:
            return ""
        first, second = printed
        bare = fold(first.text) in structure_words().group_words  # and its number may open the text
        both = fold_space(f"{first.text} {second.text}")
        label = read_group_label(both) or (read_group_label(second.text) if bare else None)
        if label is None:
            return ""
        named = len(second.text.split()) >= _NAMES
        return label.word if named or self.segment.loose or len(self.grid.reach(second)) > 1 else ""

    def _labels_hold_nothing(self) -> bool:
        """Whether two labels of the kind of this row's stand one below the other: they count the rows themselves."""
        word = self._label_beside(self.row)
        words = [self._label_beside(row) for row in self.segment.rows if self.grid.printed(row)] if word else []
        return any(here == below == word for here, below in pairwise(words))

    def _is_unnumbered_beside(self) -> bool:
        """Whether words stand where most rows have a number, beside a text that is no order and has no owner."""
        if self.filled & {"reference", "action", "owner"} != {"reference", "action"}:
            return False
        numbered = self.segment.facts_of("reference").reference >= _NUMBERED
        return numbered and stands_for_a_number(self.here["reference"]) and not opens_with_a_verb(self.here["action"])

    def _is_cut_across(self) -> bool:
        """Whether one line of text was cut over the columns: a bare label first, then cells with nothing of their own.

        No cell after the label is a date in its column, and some go on in the middle of a sentence, or the number of
        the label stands apart from its word.
        """
        if not self.segment.loose or not counts_a_grouping(self.text):
            return False
        first, *rest = self.printed
        if any(self._role_of(cell) in _OF_DATES and reads_as_timescale(cell.text) for cell in rest):
            return False
        words = fold(first.text).rstrip(" :-")
        if words in structure_words().group_words:
            return True
        match read_group_label(first.text):
            case GroupLabel(word=word, number=number) if fold(f"{word} {number}") == words:
                return any(cell.text[:1].islower() for cell in rest)
        return False

    def _is_band(self) -> bool:
        """Whether a row across the table stands over a row of cells, in a table whose actions stand so."""
        below = self._first_below() if self.segment.layout.banded else ()
        return bool(below) and not stands_across(self.grid, below)

    def _is_about_group(self) -> bool:
        """Whether the row is a label and a text over most of the table, below rows of the usual form, and its label
        names a role of actions or is printed again so."""
        label = label_across(self.grid, self.row)
        if not label:
            return False
        others = [label_across(self.grid, row) for row in self.segment.rows if self.grid.printed(row)]
        usual = 2 * sum(map(bool, others)) < len(others)
        rows = [row for row in (self.row - 1, self.row + 1) if row < self.grid.height]
        alone = not any(label_across(self.grid, row) for row in rows)  # several stand over headings that return
        named = others.count(label) > 1 or remark_role(label) is not None
        return all((usual, alone, named, self.above))

    def _is_in_legend(self) -> bool:
        """Whether the row is a rating and what it means, with none but such rows below one that opens a legend, or
        none but such to the foot of the table."""
        up = range(self.row, -1, -1)
        over = next((row for row in up if not _explains_a_rating(self.grid.printed(row))), self.row)
        if over == self.row:
            return False
        match self.grid.printed(over):
            case [head] if opens_a_legend(head.text):
                return True
        below = [printed for row in range(over + 1, self.grid.height) if (printed := self.grid.printed(row))]
        ratings = {fold(printed[0].text) for printed in below if _explains_a_rating(printed)}
        return len(ratings) == len(below) >= _LEGEND

    def _is_at_the_foot_under_a_legend(self) -> bool:
        """Whether the row opens with "Key", or stands below such a row, and none from there to the foot has more than
        two cells with words, where the row of the table over it has."""
        up = range(self.row, max(-1, self.row - _LONGEST_LEGEND), -1)
        head = next((row for row in up if _opens_a_legend(self.grid.printed(row))), None)
        if head is None:
            return False
        over = next((printed for row in range(head - 1, -1, -1) if (printed := self.grid.printed(row))), ())
        return len(over) > _IN_LEGEND >= max(len(self.grid.printed(row)) for row in range(head, self.grid.height))

    def _is_of_legend_of_colours(self) -> bool:
        """Whether the row opens a legend, or stands below one, of which the next rows are states and their colours."""
        over = next((row for row in range(self.row, -1, -1) if not self._explains_a_colour(row)), -1)
        head = self.grid.printed(over) if over >= 0 else ()
        below = range(over + 1, self.grid.height)
        first = next((row for row in below if self.grid.printed(row)), 0)
        return len(head) == 1 and opens_a_legend(head[0].text) and self._explains_a_colour(first)

    def _explains_a_colour(self, row: int) -> bool:
        """Whether a row holds a state, on a colour or beside one, and no other words; or no words at all."""
        printed = self.grid.printed(row)
        if not printed:
            return True
        on_colour = any(cell.fill is not None for cell in self.grid.own(row))
        return on_colour and len(printed) == 1 and reads_as_status(printed[0].text)

    def _is_footnote(self, cell: Cell) -> bool:
        """Whether the row is below all others and opens with a mark that stands behind a word of a cell above."""
        mark = _FOOTNOTE.match(cell.text) if self.segment.loose else None
        if mark is None or any(len(self.grid.printed(r)) > 1 for r in self.segment.rows if r > self.row):
            return False
        marked = re.compile(rf"[^\W\d_][.,;:)\u2019'\u201d]?{re.escape(mark['mark'])}(?!\w)")
        return any(marked.search(cell.text) for r in self.segment.rows if r < self.row for cell in self.grid.printed(r))

    def _votes(self) -> tuple[float, bool]:
        """What the cells say about going on with the action above: the sum, and whether one leaves no doubt.

        Columns that are usually filled and blank here speak for it, as do texts that begin in the middle of a sentence;
        a date, an owner, a rating or a number that stands complete speaks against it.
        """
        above = {role: fold_space(text) for role, text in self.above.items() if role in self.filled}
        votes = [vote_of_key(role, self.here[role], above.get(role, "")) for role in KEY_ROLES if role in self.filled]
        votes += [
            self._vote_of_text(role, self.here[role], above.get(role, "")) for role in TEXT_ROLES if role in self.filled
        ]
        clear = max(votes, default=0.0) > 0 or (self.begins and self._lacks_its_number())
        cut = 2.0 if self.begins and self.grid.table.cut_above else 0.0
        return sum(votes) + len(self.blank) + cut + self._vote_of_colour(), clear

    def _lacks_its_number(self) -> bool:
        """Whether the row has no number, where every row has one."""
        return self.segment.usual.get("reference", 0.0) >= ALWAYS and "reference" in self.blank

    def _is_unnumbered(self) -> bool:
        """Whether the row lacks its number and counts no grouping; of records laid out anew a strip on the page before
        may hold it."""
        return self._lacks_its_number() and not self.grid.printed_at and read_group_label(self.text) is None

    def _vote_of_text(self, role: str, text: str, above: str) -> float:
        if not above:
            return -1.0
        if text[0].islower():
            return 1.5
        if ends_open(above):
            return 1.0
        if role == "evidence" and self._stands_alone_in_place():
            return -2.0
        return -0.5 if ends_closed(above) else 0.0

    def _stands_alone_in_place(self) -> bool:
        """Whether the row may say of what is in place alone: it has no action, nor the colour of a rating."""
        return "action" not in self.filled and "status" in self.keys and not self._status_fill()

    def _status_fill(self) -> str | None:
        return status_fill(self.segment, self.row)

    def _vote_of_colour(self) -> float:
        """The colour of a rating without its letter is the rest of a row."""
        return float("status" in self.blank and self._status_fill() is not None)

    def _completes(self) -> bool:
        """Whether the row gives the action above its words and fills none of its cells again."""
        return "action" in self.filled and bool(self.above) and self.filled.isdisjoint(self.above)

    def _complements(self) -> bool:
        """Whether the action above has its words already, and none of those that stand here."""
        own = self.own.keys()
        return "action" in self.above and bool(own) and own.isdisjoint(self.above)

    def _only_adds(self) -> bool:
        own = self.own.keys()
        return bool(own) and "action" in self.segment.layout.roles and own.isdisjoint(_OF_ITS_OWN)

    def _runs_down(self) -> bool:
        return self.segment.cell_of("action", self.row) in self.grid.from_above(self.row)

    def _next_lacks(self) -> bool:
        """Whether the first row of the next page has an action and lacks the words of this row, the last of its page.

        A page may be too short for a cell of two lines and yet hold the cells of one line beside it.
        """
        if self.after is None:
            return False
        there = {role: text.strip() for role, text in self.after.texts.items() if text.strip()}
        return there.get("action", "")[:1].isupper() and self.own.keys().isdisjoint(there)


def stands_for_a_number(text: str) -> bool:
    """Whether a text of the column of numbers is words in place of one."""
    return len(text.split()) >= _BARE and not is_reference(text)


def label_across(grid: Grid, row: int) -> str:
    """The label of a row that is a label and a text over most of the table, folded; "" where it is none."""
    said = [one for one in said_over(grid, row) if not one.within and grid.spans_table(one.cells[1])]
    words = fold(said[0].label).strip(" :") if said else ""
    return words if read_group_label(words) is None else ""


def vote_of_key(role: str, text: str, above: str) -> float:
    """How a filled cell of a number, owner, date or rating votes on whether its row goes on with the one above."""
    if role == "reference":
        return -3.0 if is_reference(text) else 0.0
    if role == "status":
        return -2.0
    if role == "timescale":
        return _vote_of_date(text, above)
    if not above:
        return -1.5
    if text[0].islower() or ends_open(above):
        return 1.0
    gained = owner_likeness(above) + OWNER_GAIN
    if gained <= 1.0 and owner_likeness(f"{above} {text}") >= gained:
        return 1.0
    return -2.0 if owner_likeness(text) > OWNER_DOUBT else 0.0


def _vote_of_date(text: str, above: str) -> float:
    if not any(character.isalnum() for character in text):
        return 0.0
    if not above:
        return -2.0
    if ends_open(above) or _gives_the_year(text, above):
        return 1.0
    if reads_as_timescale(text) and reads_as_timescale(above):
        return -2.0  # each by itself
    return 1.0 if reads_as_timescale(f"{above} {text}") else -2.0


def _gives_the_year(text: str, above: str) -> bool:
    """Whether a text is the year that a day or month above lacks: "31 December" over "2031"."""
    if not names_a_year(text):
        return False
    alone, joined = (frozenset(parse_timescale(said).flags) for said in (above, f"{above} {text}"))
    return "needs_context" in alone - joined


def _opens_a_legend(printed: Sequence[Cell]) -> bool:
    return any(opens_a_legend(cell.text) for cell in printed[:1])


def _explains_a_rating(printed: Sequence[Cell]) -> bool:
    return len(printed) == 2 and says_only_a_rating(printed[0].text)


def status_fill(segment: Segment, row: int) -> str | None:
    """The fill of the status cell, or of the last of a series of them, or of the column whose fills are ratings; None
    without any."""
    columns, cells = segment.layout.columns, segment.grid.slots[row]
    if segment.rated is not None:
        return fill_of(cells[segment.rated])
    places = [i for i, column in enumerate(columns) if column.role == "status"]
    places = places or [i for i, column in enumerate(columns) if column.series == "status"]
    fills = [fill for i in places if (fill := fill_of(cells[i]))]
    return fills[-1] if fills else None


def statuses_beside(segment: Segment, row: int) -> tuple[StatusBeside, ...]:
    """The cells of the further columns of states or ratings, left to right, that say something; of a column that stands
    for an option what it stands for, where it alone of its kind is ticked."""
    columns, cells = segment.layout.columns, segment.grid.slots[row]
    said = tuple(
        StatusBeside(column.heading, cell.text, cell.fill)
        for column, cell in zip(columns, cells, strict=True)
        if column.beside_status and cell is not None and (cell.text.strip() or cell.fill)
    )
    return (*said, *_options_beside(segment, row)) if "option" in segment.layout.roles else said


def _options_beside(segment: Segment, row: int) -> Iterator[StatusBeside]:
    ticked: dict[bool, list[str]] = {}
    for column, text in zip(segment.layout.columns, map(text_of, segment.grid.slots[row]), strict=True):
        if column.role == "option" and is_tick(text):
            ticked.setdefault(read_rag(column.heading, None).rag is None, []).append(column.heading)
    return (StatusBeside(said[0], said[0], None) for said in ticked.values() if len(said) == 1)
