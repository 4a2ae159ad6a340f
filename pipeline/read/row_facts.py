"""What is true of each row of a plan, computed once; no reading of it yet.

A run is a row of segments that follow each other over page breaks, under the same columns. Facts compare a row with
what stands above it in its run; the labels are chosen in `row_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.normalise.rag import says_only_a_rating
from pipeline.read.content import begins_like_an_order, owner_likeness, reads_as_timescale
from pipeline.read.grid import Grid
from pipeline.read.groups import LONGEST_GROUP, SENTENCE, bare_group
from pipeline.read.headers import match_heading
from pipeline.read.over_headings import said_over
from pipeline.read.raw import StatusBeside
from pipeline.read.row_texts import RowTexts, texts_of_row
from pipeline.read.segments import Segment, stands_across
from pipeline.read.structure import (
    begins_listed,
    clean_reference,
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
REMARK_ROLES = ("progress", "outcome", "evidence")
_OF_BLANK_ROWS = ("reference", "status")  # what a row may have that nobody filled in
ALWAYS = 0.85  # share from which a blank means that the row is no action of its own
USUAL = 0.6  # share of rows with words in a column from which a blank there means something
OWNER_WHOLE = 0.9  # likeness to an owner from which a cell names one in full
OWNER_DOUBT = 0.5  # likeness up to which words may name anybody
OWNER_GAIN = 0.3  # what two halves of an owner's name gain when they are joined
_SURE = 0.8  # weight of a heading's wording from which a label counts
_LABEL_WORDS = 5
_FOOTNOTE = re.compile(r"\s*(?P<mark>\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|[*†‡]{1,3})\s*(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
_LEGEND = 3  # ratings that are explained at the foot of a table, one a row, from which no row has to say so
_NUMBERED = 0.5  # share of numbers in a column from which words among them are none
_BARE = 2  # words up to which a text alone names, and orders nothing
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
    action_word: float = 0.0  # counts actions: "Action 7"
    unnumbered: float = 0.0  # words where the rows have their numbers
    few_words: float = 0.0
    many_words: float = 0.0  # more than a grouping has
    sentences: float = 0.0  # two sentences or more
    order: float = 0.0  # begins like an order
    parent: float = 0.0  # bold where the other rows are not, without an owner: it sums up the tasks below it
    numbers_below: float = 0.0  # a number and a text, the numbers of the rows below begin with it
    label_beside: float = 0.0  # the label of a grouping in one cell, its text in the next
    labels_hold_nothing: float = 0.0  # such labels follow each other with nothing between them
    unnumbered_beside: float = 0.0  # words where most rows have a number, and beside them no order
    cut_across: float = 0.0  # the label of a grouping, cut over the columns
    again: float = 0.0  # a grouping that holds already, printed again
    band: float = 0.0  # across, over a row of cells
    note: float = 0.0  # says of itself that it is a remark on the table
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
    own_number: float = 0.0  # a complete number of its own, where rows have one
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
    head_of_next: float = 0.0  # last of its page; the first row of the next lacks just its words
    words: float = 0.0  # number of words
    colon: float = 0.0  # ends with a colon
    prose: float = 0.0  # a text of sentences alone, where rows have owners and dates

    @property
    def counts_alone(self) -> float:
        """The label of a grouping, alone where a grouping may stand, that counts no actions."""
        return self.label_word * self.heads_row * (1.0 - self.action_word)

    @property
    def number_alone(self) -> float:
        """A number and words alone where spans may be lost and rows have owners and dates."""
        return self.label_number * self.heads_row * self.loose * (self.keys_blank > 0)

    @property
    def set_off_alone(self) -> float:
        """Set off and alone, where rows have owners and dates."""
        return self.set_off * self.heads_row * (self.keys_blank > 0)

    @property
    def name_alone(self) -> float:
        """A few words alone that give no order, where rows have owners and dates; in tables whose rows are whole."""
        plain = self.alone * self.few_words * (1.0 - self.order) * (1.0 - self.held)
        return plain * self.heads_row * (1.0 - self.loose) * (self.keys_blank > 0.9)

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
    def keyless_break(self) -> float:
        """The same, where the votes do not speak against it."""
        return self.keyless

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


def facts_of_run(segments: Sequence[Segment], *, first_after_break: bool = False) -> list[RunRow]:
    """Return the rows of a run with their facts. Raises nothing."""
    rows: list[RunRow] = []
    held: dict[str, str] = {}  # the words of the action above, by role
    last: RunRow | None = None  # the last row with words of its own
    groups: list[str] = []  # the groupings met, folded
    places = [(at, row) for at, segment in enumerate(segments) for row in segment.rows]
    for at, row in places:
        segment = segments[at]
        begins = row == segment.rows[0] and (at > 0 or first_after_break)
        looked = _Look(
            segment, row, above=held, last=last, groups=groups, begins=begins, after=_after(segments, at, row)
        )
        one = RunRow(segment, row, looked.texts, looked.printed, looked.facts())
        rows.append(one)
        if not one.printed:
            continue
        if _may_group(one.facts):
            groups.append(bare_group(looked.text))
            if not one.facts.again:
                held, last = {}, None
            continue
        own = {role: text for role, text in looked.texts.texts.items() if text.strip()}
        goes_on = one.facts.votes + one.facts.completes > 1.0 and (one.facts.after_break or one.facts.loose)
        held = {**held, **own} if goes_on or one.facts.only_adds else own
        last = one if own else last
    return rows


def _may_group(facts: RowFacts) -> bool:
    """Whether a row is in all likelihood no part of an action: what the rows below cannot go on with."""
    return bool(facts.across or facts.numbers_below or facts.label_beside or (facts.label_word and facts.heads_row))


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
    last: RunRow | None  # the last row with words of its own
    groups: Sequence[str]  # the groupings met, folded
    begins: bool  # the first row behind a page break
    after: RowTexts | None  # the first row of the next page, for the last of a page

    def __post_init__(self) -> None:
        self.grid = self.segment.grid
        self.printed = self.grid.printed(self.row)
        self.texts = texts_of_row(self.segment, self.row)
        self.text = fold_space(" ".join(cell.text for cell in self.printed))
        self.keys = [role for role in KEY_ROLES if self.segment.usual.get(role, 0.0) >= USUAL]
        self.here = {role: fold_space(text) for role, text in self.texts.texts.items()}

    def facts(self) -> RowFacts:
        """Return the facts."""
        if not self.printed:
            return RowFacts(empty=1.0)
        votes, clear = self._votes()
        alone = len(self.printed) == 1
        held = self._held_from_above()
        across = alone and not held and self.grid.spans_table(self.printed[0])
        label = read_group_label(self.text) if alone else None
        role = self._role_of_first()
        words = len(self.text.split())
        return RowFacts(
            across=float(across),
            alone=float(alone),
            label_word=float(label is not None and bool(label.word)),
            label_number=float(label is not None and not label.word),
            heads_row=float(alone and not held and not across and self._heads_a_row(role)),
            held=float(held),
            set_off=float(alone and self._stands_out()),
            action_word=float(self._numbers_an_action(self.text)),
            unnumbered=float(alone and role == "reference" and words >= 2 and not is_reference(self.text)),
            few_words=float(words <= _FEW),
            many_words=float(words > LONGEST_GROUP),
            sentences=float(len(_SENTENCE_END.findall(self.text)) >= 1 and words > 2 * SENTENCE),
            order=float(begins_like_an_order(self.text)),
            parent=float(self._is_parent()),
            numbers_below=float(self._numbers_the_rows_below()),
            label_beside=float(self._label_beside(self.row)),
            labels_hold_nothing=float(self._labels_hold_nothing()),
            unnumbered_beside=float(self._is_unnumbered_beside()),
            cut_across=float(self._is_cut_across()),
            again=float(bare_group(self.text) in self.groups),
            band=float(self._is_band()),
            note=float(alone and opens_like_a_note(self.text) and stands_across(self.grid, self.printed)),
            remark=float(self.remark() is not None and bool(self.above)),
            about_group=float(self._is_about_group()),
            footnote=float(self._is_footnote()),
            total=float(opens_like_a_total(self.printed[0].text)),
            legend=float(self._is_legend()),
            empty=float(self.texts.empty),
            says_nothing=float(self._says_nothing()),
            after_break=float(self.begins),
            unnumbered_break=float(self._unnumbered_break()),
            loose=float(self.segment.loose),
            nothing_held=float(not self.above),
            has_action=float(bool(self.here.get("action"))),
            own_number=float("reference" in self.keys and is_reference(self.here.get("reference", ""))),
            votes=votes,
            clear=float(clear),
            completes=float(self.begins and self._completes()),
            record_goes_on=float(self.grid.goes_on is not None),
            value_goes_on=float(self.grid.cut_value),
            complements=float(self.begins and self._complements()),
            keys_blank=sum(not self.here.get(role) for role in self.keys) / len(self.keys) if self.keys else 0.0,
            only_adds=float(self._only_adds()),
            runs_down=float(self._runs_down()),
            whole_keys=float({"owner", "timescale"} <= self.texts.own.keys()),
            below_action=float(self._below_action()),
            head_of_next=float(self._is_head_of_next()),
            prose=float(self._is_prose(words)),
            words=words,
            colon=float(self.text.endswith(":")),
        )

    def _says_nothing(self) -> bool:
        """Whether the row says that nothing will be done, or was numbered and never filled in."""
        words = {role: text for role, text in self.texts.own.items() if role not in _OF_BLANK_ROWS}
        if not self.texts.own or not all(map(says_nothing, words.values())) or self._runs_down():
            return False
        if "action" in words:
            return True
        number = self.texts.own.get("reference", "")
        beside = any(text.strip() for text in self.texts.extras.values())
        return (not number or is_reference(number)) and not (beside or words or self.segment.loose)

    def _held_from_above(self) -> bool:
        return any(
            cell is not None and cell.row < self.row + 1 and cell.text.strip() for cell in self.grid.slots[self.row]
        )

    def _role_of_first(self) -> str:
        reach = self.grid.reach(self.printed[0])
        return self.segment.layout.columns[reach[0]].role if reach else "extras"

    def _heads_a_row(self, role: str) -> bool:
        first = self.printed[0]
        reach = self.grid.reach(first)
        leads = bool(reach) and reach[0] == 0 and (first.bold or self.segment.loose)
        return leads or role in ("reference", "theme", "objective", "action")

    def _stands_out(self) -> bool:
        """Bold where the other cells of the column are not, or in a filled band over the row."""
        cell = self.printed[0]
        reach = self.grid.reach(cell)
        column = reach[0] if reach else 0
        others = [
            other
            for r in self.segment.rows
            if r != self.row and (other := self.grid.slots[r][column]) is not None and other.text.strip()
        ]
        if cell.bold and others and sum(other.bold for other in others) < 0.5 * len(others):
            return True
        fills = {own.fill for own in self.grid.own(self.row)}
        return len(fills) == 1 and None not in fills and not fills <= {other.fill for other in others}

    def _is_parent(self) -> bool:
        """Whether a row of several cells is bold where the other rows are not, and names no owner where they do."""
        if len(self.printed) < 2 or not all(cell.bold for cell in self.printed) or not self.here.get("action"):
            return False
        others = [self.grid.printed(row) for row in self.segment.rows if row != self.row]
        bold = sum(bool(cells) and all(cell.bold for cell in cells) for cells in others)
        return "owner" in self.keys and not self.here.get("owner") and 2 * bold < len(others)

    def _numbers_an_action(self, text: str) -> bool:
        """Whether a label numbers actions in this table ("Action 7"), not groupings."""
        word = fold(text).rstrip("0123456789. ")
        return word in structure_words().action_words or (is_reference(text) and not read_group_label(text))

    def _numbers_the_rows_below(self) -> bool:
        """Whether a bare number and the one text beside it head the rows below, whose numbers begin with it."""
        if len(self.printed) != 2:
            return False
        number, beside = self.printed
        head = clean_reference(number.text)
        wide = len(self.grid.reach(beside)) >= max(2, self.grid.width - 1) or self.segment.loose
        if not wide or not re.fullmatch(r"\d+(?:\.\d+)*", head):
            return False
        below = self._first_below()
        return bool(below) and clean_reference(below[0].text).startswith(f"{head}.")

    def _first_below(self) -> Sequence[Cell]:
        return next((cells for r in self.segment.rows if r > self.row and (cells := self.grid.printed(r))), ())

    def _label_beside(self, row: int) -> bool:
        """Whether a row is the label of a grouping and, in the one other cell, its text."""
        printed = self.grid.printed(row)
        if len(printed) != 2:
            return False
        first, second = printed
        label = read_group_label(fold_space(f"{first.text} {second.text}"))
        if label is None and fold(first.text) in structure_words().group_words:
            label = read_group_label(second.text)
        if label is None or not label.word or self._numbers_an_action(first.text):
            return False
        if read_group_label(first.text + " 1") is None:
            return False
        wide = len(self.grid.reach(second)) > 1 or self.segment.loose
        open_row = all(cell is None or cell.row == row + 1 for cell in self.grid.slots[row])
        return wide or (open_row and len(second.text.split()) >= 4)

    def _labels_hold_nothing(self) -> bool:
        """Whether two labels of the kind of this row's stand one below the other: they count the rows themselves."""
        if not self._label_beside(self.row):
            return False
        word = self._word_of_label(self.row)
        rows = [row for row in self.segment.rows if self.grid.printed(row)]
        words = [self._word_of_label(row) if self._label_beside(row) else None for row in rows]
        return any(here == below == word for here, below in pairwise(words))

    def _word_of_label(self, row: int) -> str:
        label = read_group_label(fold_space(" ".join(cell.text for cell in self.grid.printed(row))))
        return label.word if label is not None else ""

    def _is_unnumbered_beside(self) -> bool:
        """Whether words stand where most rows have a number, beside a text that is no order."""
        number, beside = self.here.get("reference", ""), self.here.get("action", "")
        if not beside or len(number.split()) < _BARE or is_reference(number) or self.here.get("owner"):
            return False
        column = self.segment.layout.column_of("reference")
        numbered = column is not None and self.segment.facts and self.segment.facts[column].reference >= _NUMBERED
        return bool(numbered) and not opens_with_a_verb(beside)

    def _is_cut_across(self) -> bool:
        """Whether one line of text was cut over the columns: a bare label first, then cells with nothing of their own.

        No cell after the label is a date or an owner in its column, and some go on in the middle of a sentence, or the
        number of the label stands apart from its word.
        """
        if len(self.printed) < 2 or not self.segment.loose:
            return False
        first = fold(self.printed[0].text).rstrip(" :-")
        bare_word = first in structure_words().group_words
        label = read_group_label(self.printed[0].text)
        whole = read_group_label(self.text)
        if whole is None or not whole.word:
            return False
        if not bare_word and not (label is not None and fold(f"{label.word} {label.number}") == first):
            return False
        for cell in self.printed[1:]:
            reach = self.grid.reach(cell)
            role = self.segment.layout.columns[reach[0]].role if reach else ""
            if role == "owner" and owner_likeness(cell.text) > OWNER_WHOLE and not bare_word:
                return False
            if role in ("timescale", "start", "status") and reads_as_timescale(cell.text):
                return False
        return bare_word or any(cell.text[:1].islower() for cell in self.printed[1:])

    def _is_band(self) -> bool:
        """Whether a row across the table stands over a row of cells, in a table whose actions stand so."""
        if not self.segment.layout.banded or not stands_across(self.grid, self.printed):
            return False
        below = self._first_below()
        return bool(below) and not stands_across(self.grid, below)

    def remark(self) -> tuple[str, str] | None:
        """The role and the words of a row across the table that is labelled as a role of the action above."""
        if len(self.printed) != 1 or not self.grid.spans_table(self.printed[0]):
            return None
        head, colon, rest = self.printed[0].text.partition(":")
        if read_group_label(head) is not None:
            return None  # "Outcome 2: …" counts what stands below it
        role = remark_role(head) if colon and len(head.split()) <= _LABEL_WORDS else None
        return (role, rest.strip()) if role is not None and rest.strip() else None

    def _is_about_group(self) -> bool:
        """Whether the row is a label and a text over most of the table, below rows of the usual form, and its label
        names a role of actions or is printed again so."""
        label = label_across(self.grid, self.row)
        if not label:
            return False
        others = [label_across(self.grid, row) for row in self.segment.rows if self.grid.printed(row)]
        usual = 2 * sum(map(bool, others)) < len(others) and others[0] != label
        rows = [row for row in (self.row - 1, self.row + 1) if row < self.grid.height]
        alone = not any(label_across(self.grid, row) for row in rows)  # several stand over headings that return
        named = others.count(label) > 1 or remark_role(label) is not None
        return all((usual, alone, named, self.above))

    def _is_legend(self) -> bool:
        """Whether the row is a rating and what it means, with none but such rows below one that opens a legend, or
        none but such to the foot of the table; or the one that opens it."""
        if _opens_a_legend(self.printed):
            return _explains_a_rating(self._first_below())
        up = range(self.row, -1, -1)
        row = next((row for row in up if not _explains_a_rating(self.grid.printed(row))), self.row)
        if row < self.row and _opens_a_legend(self.grid.printed(row)):
            return True
        below = [self.grid.printed(after) for after in range(row + 1, self.grid.height) if self.grid.printed(after)]
        ratings = {fold(printed[0].text) for printed in below if _explains_a_rating(printed)}
        return row < self.row and len(ratings) == len(below) >= _LEGEND and self.grid.width > 2

    def _is_footnote(self) -> bool:
        """Whether the row is below all others and opens with a mark that stands behind a word of a cell above."""
        mark = _FOOTNOTE.match(self.printed[0].text)
        if len(self.printed) != 1 or mark is None or not self.segment.loose:
            return False
        if any(len(self.grid.printed(r)) > 1 for r in self.segment.rows if r > self.row):
            return False
        marked = re.compile(rf"[^\W\d_][.,;:)\u2019'\u201d]?{re.escape(mark['mark'])}(?!\w)")
        return any(marked.search(cell.text) for r in self.segment.rows if r < self.row for cell in self.grid.printed(r))

    def _votes(self) -> tuple[float, bool]:
        """What the cells say about going on with the action above: the sum, and whether one leaves no doubt.

        Columns that are usually filled and blank here speak for it, as do texts that begin in the middle of a sentence;
        a date, an owner, a rating or a number that stands complete speaks against it.
        """
        score, clear = 0.0, False
        for role in KEY_ROLES:
            text, above = self.here.get(role, ""), fold_space(self.above.get(role, ""))
            if text:
                vote = vote_of_key(role, text, above)
                score += vote
                clear = clear or vote > 0
            elif role in self.keys:
                score += 1.0
                clear = clear or (self.begins and role == "reference" and self.segment.usual[role] >= ALWAYS)
        for role in TEXT_ROLES:
            text, above = self.here.get(role, ""), fold_space(self.above.get(role, ""))
            if text:
                vote = self._vote_of_text(role, text, above)
                score += vote
                clear = clear or vote >= 1.0
        if self.segment.grid.table.cut_above and self.begins:
            score += 2.0
        return score + self._vote_of_colour(), clear

    def _unnumbered_break(self) -> bool:
        """Whether the first row of a page has no number, where every row has one, and counts no grouping; of records
        laid out anew a strip on the page before may hold it."""
        always = self.segment.usual.get("reference", 0.0) >= ALWAYS
        told = [self.here.get("reference"), self.grid.printed_at, read_group_label(self.text)]
        return self.begins and always and not any(told)

    def _vote_of_text(self, role: str, text: str, above: str) -> float:
        if not above:
            return -1.0
        if text[0].islower() and not begins_listed(text):
            return 1.5
        if ends_open(above):
            return 1.0
        if role == "evidence" and not self.here.get("action") and "status" in self.keys and not self._status_fill():
            return -2.0  # what is in place already may stand alone in a row
        return -0.5 if ends_closed(above) else 0.0

    def _status_fill(self) -> str | None:
        return status_fill(self.segment, self.row)

    def _vote_of_colour(self) -> float:
        """The colour of a rating without its letter is the rest of a row."""
        usual = self.segment.usual.get("status", 0.0) >= USUAL
        return float(usual and not self.here.get("status") and self._status_fill() is not None)

    def _completes(self) -> bool:
        """Whether the row gives the action above its words and fills none of its cells again."""
        above = {role for role, text in self.above.items() if text.strip()}
        here = {role for role, text in self.here.items() if text}
        return "action" in here and "action" not in above and bool(above) and not above & here

    def _complements(self) -> bool:
        """Whether the action above has its words already, and none of those that stand here."""
        above = {role for role, text in self.above.items() if text.strip()}
        return "action" in above and bool(self.texts.own) and not above & self.texts.own.keys()

    def _only_adds(self) -> bool:
        own = self.texts.own
        return (
            bool(own) and "action" in self.segment.layout.roles and not own.keys() & {"action", "evidence", "reference"}
        )

    def _runs_down(self) -> bool:
        column = self.segment.layout.column_of("action")
        cell = self.grid.slots[self.row][column] if column is not None else None
        return cell is not None and cell.row < self.row + 1

    def _below_action(self) -> bool:
        last = self.last
        return (
            last is not None
            and last.segment is self.segment
            and last.row == self.row - 1
            and bool(self.above.get("action", "").strip())
        )

    def _is_head_of_next(self) -> bool:
        """Whether the row ends a page without an action, and the first row of the next has one and lacks its words.

        A page may be too short for a cell of two lines and yet hold the cells of one line beside it.
        """
        after, own = self.after, self.texts.own
        if after is None or not self._only_adds() or self._runs_down():
            return False
        action = after.texts.get("action", "").strip()
        usual = any(self.segment.usual.get(role, 0.0) >= USUAL for role in own)
        return usual and action[:1].isupper() and not any(after.texts.get(role, "").strip() for role in own)

    def _is_prose(self, words: int) -> bool:
        """Whether the row is a text of sentences alone in its row, where rows have owners and dates."""
        return (
            len(self.printed) == 1
            and words > 2 * SENTENCE
            and bool(_SENTENCE_END.search(self.text))
            and bool(self.keys)
        )


def label_across(grid: Grid, row: int) -> str:
    """The label of a row that is a label and a text over most of the table, folded; "" where it is none."""
    said = [one for one in said_over(grid, row) if not one.within and grid.spans_table(one.cells[1])]
    words = fold(said[0].label).strip(" :") if said else ""
    return "" if is_reference(words) or read_group_label(words) is not None else words


def remark_role(head: str) -> str | None:
    """The role that the label of a remark names."""
    roles = match_heading(fold_space(head))
    return next((role for role in REMARK_ROLES if roles.get(role, 0.0) >= _SURE), None)


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
    alone, joined = owner_likeness(above), owner_likeness(f"{above} {text}")
    if joined >= alone + OWNER_GAIN and alone < OWNER_WHOLE:
        return 1.0
    return -2.0 if owner_likeness(text) > OWNER_DOUBT else 0.0


def _vote_of_date(text: str, above: str) -> float:
    if not any(character.isalnum() for character in text):
        return 0.0
    if not above:
        return -2.0
    joined = reads_as_timescale(f"{above} {text}") and not (reads_as_timescale(text) and reads_as_timescale(above))
    return 1.0 if joined or ends_open(above) else -2.0


def _opens_a_legend(printed: Sequence[Cell]) -> bool:
    return len(printed) == 1 and opens_a_legend(printed[0].text)


def _explains_a_rating(printed: Sequence[Cell]) -> bool:
    return len(printed) == 2 and says_only_a_rating(printed[0].text)


def status_fill(segment: Segment, row: int) -> str | None:
    """The fill of the status cell, or of the last of a series of them, or of the column whose fills are ratings; None
    without any."""
    columns = segment.layout.columns
    if segment.rated is not None:
        cell = segment.grid.slots[row][segment.rated]
        return cell.fill if cell is not None else None
    places = [i for i, column in enumerate(columns) if column.role == "status"] or [
        i for i, column in enumerate(columns) if column.series == "status"
    ]
    fills = [cell.fill for i in places if (cell := segment.grid.slots[row][i]) is not None and cell.fill]
    return fills[-1] if fills else None


def statuses_beside(segment: Segment, row: int) -> tuple[StatusBeside, ...]:
    """The cells of the further columns of states or ratings, left to right, that say something."""
    return tuple(
        StatusBeside(column.heading, cell.text, cell.fill)
        for column, cell in zip(segment.layout.columns, segment.grid.slots[row], strict=True)
        if column.beside_status and cell is not None and (cell.text.strip() or cell.fill)
    )
