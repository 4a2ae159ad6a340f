"""One line of running text, and what is true of it beside its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Block

_MOSTLY = 0.5  # share of the lines of a list


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is true of one line: 1 where it holds, 0 where not, unless it says otherwise."""

    order: float = 0.0  # begins like an order
    verb: float = 0.0  # begins with a verb that opens actions of plans
    past: float = 0.0  # begins with what was done
    numbered: float = 0.0  # begins with the number of an action
    marked: float = 0.0  # begins with a bullet or the number of a list
    set_off: float = 0.0  # a heading, or bold
    owner: float = 0.0  # how surely it names somebody
    date: float = 0.0  # how surely it says when
    both: float = 0.0
    verbs_around: float = 0.0  # share of the lines marked alike under the same heading that begin with a verb of plans
    alike: float = 0.0  # share of them that say who and when, where they begin so
    alike_either: float = 0.0  # share of them that say who or when, where they begin so
    many: float = 0.0  # lines of the document that say who and when, up to 4, of 4
    long: float = 0.0
    grouping: float = 0.0  # counts a grouping: "Priority 2: Homes"
    told: float = 0.0  # tells what was said or decided
    others_called: float = 0.0  # lines of the document that say that they are actions, up to 3, of 3
    called: float = 0.0  # says before its words that it is an action: "Action 2.1: …"
    called_plan: float = 0.0  # the heading over it, or the title, names a plan
    called_other: float = 0.0  # the heading over it, or the title, names another kind of text
    known: float = 0.0  # its label is in known words
    opens: float = 0.0  # its label opens a record: action, outcome or objective
    opens_action: float = 0.0  # its label is that of an action
    under_verb: float = 0.0  # its label names no action, and the line above has none and begins with a verb of plans
    roles: float = 0.0  # different roles of the labelled lines from here, or below it, up to 4
    who_or_when: float = 0.0  # an owner or a date is among them
    label_again: float = 0.0  # its label stands before other lines too
    alike_below: float = 0.0  # other records have the same labels
    told_below: float = 0.0  # the line below says who or when and nothing else: the share of plans in lines over such
    sentence_under_title: float = 0.0  # says what will be done, over labels and under a heading that orders nothing
    introduced: float = 0.0  # a line over its list says who or when
    low: float = 0.0  # begins in the middle of a sentence
    bullet_under_label: float = 0.0  # begins with a bullet, below a labelled line and its bullets

    @property
    def uncalled(self) -> float:
        """It does not say that it is an action, where others do."""
        return self.others_called * (1.0 - self.called)

    @property
    def other_text(self) -> float:
        """The heading over it names another kind of text, and no other records have its labels."""
        return self.called_other * (1.0 - self.alike_below)

    @property
    def among_orders(self) -> float:
        """It begins with no known verb, in a list that a line introduces and whose lines mostly do."""
        return self.introduced * (1.0 - self.verb) * (1.0 - self.order) * float(self.verbs_around > _MOSTLY)

    @property
    def called_in_full(self) -> float:
        """It says that it is an action to come, who and when, and no label below says more of it."""
        return self.called * self.both * (1.0 - self.past) * float(self.roles <= 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: its words, those of its label and value where it is labelled, and where it stands."""

    text: str
    block: Block
    at: int  # of the block in its document
    label: str | None = None
    value: str = ""
    role: str | None = None  # that its label names
    below: int | None = None  # the place of the block that holds its value, where that is another
    begins: int = 0  # letters of a running number before its words
    joined: tuple[int, ...] = ()  # the places of further blocks whose words it holds
    told_below: float = 0.0  # where the line below is joined to it: the share of such lines that plan
    facts: LineFacts = field(default_factory=LineFacts)

    @property
    def words(self) -> str:
        """Its text behind a running number."""
        return self.text[self.begins :]
