"""The words that give a plan its structure: groupings and their numbers, labels of actions, titles.

The wordings are data (`lexicons/structure.toml`); which row or heading they make a grouping is left to `groups`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from pipeline.fold import fold, fold_space
from pipeline.lexicon_file import read_lexicon_file

_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# a mark behind it, or two levels
_PLAIN_NUMBER = re.compile(r"^(?=\d+[.):])(?P<number>\d+(?:\.\d+)*)(?P<mark>[.):]?)(?=\s|$)")
_LETTERS = frozenset([*ascii_lowercase, "ii", "iii", "iv", "vi", "vii", "viii", "ix"])  # that count, Roman ones too
_REFERENCE = re.compile(
    r"^(?:(?P<word>[A-Za-z][A-Za-z ]{1,24}?)\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}(?:[a-zA-Z]|\s?\((?:[a-h]|[ivx]{1,4})\))?"
    r"|[A-Z]{1,4}[- ]?\d{1,3}(?:[./]\d{1,3}){0,3}[a-z]?(?:-(?!Q)[A-Z]{0,3}\d{1,3})?"
    r"|[a-zA-Z]|[ivx]{1,5})[.):]?$"
)
_ROMAN = re.compile(r"[(]?(?:[IVX]{1,5}|[IVXivx][ivx]{0,4})[.):]?")  # "Ii": as a word processor corrects "ii"
_LEADING_REFERENCE = re.compile(
    r"^(?P<reference>"
    r"(?:(?:action|activity|task|recommendation|milestone|ref)\s+(?:(?:sheet|card)\s+)?)?"
    r"\d{1,3}(?:\.\d{1,3}){1,4}[a-z]?[.):]?"  # 1.1, Action 2.3
    r"|(?:action|activity|task|recommendation)\s+(?:(?:sheet|card)\s+)?\d{1,3}[a-z]?\s*[.):–-]?"  # Action sheet 7:
    r"|(?:action|activity|task|recommendation)\s+(?:[A-Z]{1,3}\d{1,3}(?:\.\d{1,3})*(?:-[A-Z]{0,3}\d{1,3})?"
    r"|\d{1,3}(?:\.\d{1,3})*\([a-z]{1,4}\))\s*[.):–-]"  # Action A1:, Action EO1-A2:, Action 2(iv):
    r"|\d{1,3}[.)]"  # 7. or 7)
    r"|\d{1,2}\s?\(?(?:[a-h]|[ivx]{1,4})\)|\d{1,2}[a-h]\."  # 2a), 2(ii), 2i), 2a.
    r"|\d{1,2}(?-i:[a-h](?=\s+[A-Z]))"  # 1a Fit ramps
    r"|[A-Z]{1,4}\d{1,3}(?:\.\d{1,3})*(?:-(?!Q)[A-Z]{0,3}\d{1,3})?[.):]?"  # EQ1, A2.1, EO1-A2
    r"|(?-i:[A-Z]{2,4}) \d{1,2}(?:\.\d{1,2})*:"  # DAP 1:
    r")\s+(?=\S)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}\s+(?P<unit>%|[A-Za-z]+)")
_ENDS_OPEN = re.compile(
    r"(?:[,&/(\u2013\u2014-]|\b(?:a|an|and|any|are|as|at|be|by|for|from|has|have|in|into|is|of|on|or|our|that|the|their|this|to|"
    r"where|which|with|within|we|including|not|its))$",
    re.IGNORECASE,
)
_ENDS_CLOSED = re.compile(r"[.!?;:][)\u2019\u201d'\"]*$")
_BEFORE_VERB = re.compile(
    r"(?:(?:\S++\s){0,9}?(?:will|shall)|we are going to|to)\s(?:also |continue to )?"
)  # no word is looked through again from each of its letters
_COUNT = re.compile(r"\d+")
_LABEL_OF_APPENDIX = 2  # words
_MOST_GROUPINGS = 40  # up to which groupings of a plan are counted; beyond it a law or a standard is named
_PLAIN_COUNT = re.compile(r"^\d{1,2}[a-z]?\s+(?=[A-Z])")
_FIRST_WORD = re.compile(r"[a-z-]+")
_BULLET = re.compile(r"^\s*[•·▪●◦‣\uf0b7*-]\s+")
_LABEL = re.compile(r"^\s*(?P<label>[A-Za-z][A-Za-z ]{1,18}?)\s*[–—:-]\s+(?=\S)")

_ENDS_ANSWER = re.compile(r"\s*[.;:,(]|\s+[\u2013\u2014-]\s+|\n")  # before the reasons


@dataclass(frozen=True, slots=True)
class StructureWords:
    """The lexicon, folded."""

    group_words: frozenset[str]
    action_words: frozenset[str]
    record_words: frozenset[str]
    generic_headings: frozenset[str]
    title_words: tuple[str, ...]
    action_labels: Mapping[str, str]
    group_owner_openings: tuple[str, ...]
    note_openings: frozenset[str]
    note_beginnings: tuple[str, ...]
    other_tables: tuple[str, ...] = ()
    plan_words: tuple[str, ...] = ()
    numbered_words: frozenset[str] = frozenset()  # all words behind which a number stands
    told_openings: tuple[str, ...] = ()
    action_verbs: frozenset[str] = frozenset()
    log_states: frozenset[str] = frozenset()
    nothing_words: frozenset[str] = frozenset()
    generic_endings: tuple[str, ...] = ()
    levels: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    appended: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def structure_words() -> StructureWords:
    """Read the lexicon that comes with the package."""
    data = read_lexicon_file("pipeline.read", "structure.toml")
    return StructureWords(
        frozenset(map(fold, data["group_words"])),
        frozenset(map(fold, data["action_words"])),
        frozenset(map(fold, data["record_words"])),
        frozenset(map(fold, data["generic_headings"])),
        tuple(map(fold, data["title_words"])),
        {fold(label): state for label, state in data["action_labels"].items()},
        tuple(map(fold, data["group_owner"]["openings"])),
        frozenset(map(fold, data["note_openings"])),
        tuple(data["note_beginnings"]),
        tuple(map(fold, data["other_tables"])),
        tuple(map(fold, data["plan_words"])),
        frozenset(fold(word) for key in ("group_words", "action_words", "record_words") for word in data[key]),
        tuple(map(fold, data["told_openings"])),
        frozenset(map(fold, data["action_verbs"])),
        frozenset(map(fold, data["log_states"])),
        frozenset(map(fold, data["nothing_words"])),
        tuple(map(fold, data["generic_endings"])),
        frozenset(map(fold, data["levels"])),
        frozenset(map(fold, data["called"])),
        frozenset(map(fold, data["appended"])),
        frozenset(map(fold, data["answers"])),
        frozenset(data["units"]),
    )


@lru_cache(maxsize=1)
def _group_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, structure_words().group_words), key=len, reverse=True))
    digits_or_words = rf"\s*\d{{1,3}}(?:\.\d+)*[a-z]?|\s+[a-z]{{1,2}}\d{{1,2}}(?:\.\d+)*|\s+(?:{_NUMBER_WORDS})"
    letters = r"\s+(?:[ivx]{1,5}|[a-z])(?=\s*[-.:)]|$)"  # "aim a" alone would also fit "aim a little higher"
    return re.compile(
        rf"^(?P<word>{words})s?(?P<number>{digits_or_words}|{letters})(?![a-z0-9]|-[a-z]{{0,2}}\d)\s*(?P<mark>[-.:)]?)"
    )


@dataclass(frozen=True, slots=True)
class GroupLabel:
    """How a text begins that names a grouping: its word (may be empty), number and style of number."""

    word: str
    number: str
    style: str

    @property
    def signature(self) -> tuple[str, str]:
        """What groupings of one level have in common."""
        return (self.word, self.style)


def read_heading_label(text: str) -> GroupLabel | None:
    """Read the label of a heading: that of a grouping, or a word that numbers actions elsewhere ("Measure 1: …").

    >>> read_heading_label("Measure 2: Our staff")
    GroupLabel(word='measure', number='2', style='1')
    """
    label = read_group_label(text)
    if label is not None:
        return label
    found = re.match(r"^(?P<word>[a-z]+)\s+(?P<number>\d{1,2})\s*[-:.]", fold(text))
    if found is None or found["word"] not in structure_words().action_words:
        return None
    return GroupLabel(found["word"], found["number"], "1")


@lru_cache(maxsize=8192)  # as is_reference
def read_group_label(text: str) -> GroupLabel | None:
    """Read the label of a grouping at the head of a text; None where it has none.

    >>> read_group_label("Equality Objective 1: Know our communities")
    GroupLabel(word='equality objective', number='1', style='1')
    >>> read_group_label("2) Better services").style
    '1)'
    >>> read_group_label("Objectives are reviewed"), read_group_label("Equality Objectives 2024-28")
    (None, None)
    >>> read_group_label("Section 75 categories"), read_group_label("Standard 158")
    (None, None)
    """
    folded = fold(text)
    if found := _group_pattern().match(folded):
        number = found["number"].strip()
        if (counted := _COUNT.match(number)) and int(counted[0]) > _MOST_GROUPINGS:
            return None
        return GroupLabel(found["word"], number, _number_style(number))
    if found := _PLAIN_NUMBER.match(folded):
        number = found["number"]
        return GroupLabel("", number, _number_style(number) + found["mark"])
    return None


def word_of(label: GroupLabel | None) -> str:
    """The word of a label, "" where it is a bare number or there is none.

    >>> word_of(read_group_label("Objective 2: Listen")), word_of(read_group_label("2. Listen")), word_of(None)
    ('objective', '', '')
    """
    return label.word if label is not None else ""


def counts_a_grouping(text: str) -> bool:
    """Tell whether a text begins with the label of a grouping, a word and its number.

    >>> counts_a_grouping("Objective 2: Listen"), counts_a_grouping("2. Listen"), counts_a_grouping("Objectives")
    (True, False, False)
    """
    return bool(word_of(read_group_label(text)))


def _number_style(number: str) -> str:
    """The shape of a number: how deep it is nested, digits or letters."""
    if number[0].isdigit():
        return "1" + ".1" * number.rstrip("abcdefghijklmnopqrstuvwxyz").count(".")
    return "a" if number in _LETTERS else "word"


@lru_cache(maxsize=8192)  # a cell is asked about as part of its column, and of its row
def is_reference(text: str) -> bool:
    """Tell whether a whole cell is nothing but the printed number of an action.

    >>> [is_reference(t) for t in ("1.1", "Action 7", "EQ 2.1", "2B", "a)", "Ii", "March 2022", "Review policy 3", "")]
    [True, True, True, True, True, True, False, False, False]
    >>> [is_reference(t) for t in ("1(iv)", "Action 2(b)", "3 (all)", "2 (of 4)")]
    [True, True, False, False]
    """
    folded = fold_space(text)
    if _ROMAN.fullmatch(folded):
        return True
    found = _REFERENCE.match(folded) if folded else None
    if not found:
        return False
    word = found["word"]
    if not word:
        return True
    if found["number"].isalpha() and found.end("word") == found.start("number"):
        return False  # one word, not a word and a letter
    short_code = word.isupper() and len(word) <= 4
    return short_code or fold(word) in structure_words().numbered_words


@lru_cache(maxsize=8192)
def is_number(text: str) -> bool:
    """Tell whether a whole cell is nothing but the number of an action and holds a digit.

    >>> is_number("Action 7"), is_number("2.1"), is_number("a)")
    (True, True, False)
    """
    return is_reference(text) and any(map(str.isdigit, text))


def split_reference(text: str) -> tuple[str | None, str]:
    """Split the printed number at the head of an action off its words.

    >>> split_reference("1.1 Promote equality")
    ('1.1', 'Promote equality')
    >>> split_reference("3 case studies"), split_reference("2b. Open a hub")
    ((None, '3 case studies'), ('2b', 'Open a hub'))
    >>> split_reference("Action A1: Fit ramps")
    ('Action A1', 'Fit ramps')
    >>> split_reference("Action EO1-A2: Fit ramps"), split_reference("Action 2(iv): Fit ramps")
    (('Action EO1-A2', 'Fit ramps'), ('Action 2(iv)', 'Fit ramps'))
    >>> split_reference("DAP 2: Fit ramps"), split_reference("BS 8300: fit ramps")
    (('DAP 2', 'Fit ramps'), (None, 'BS 8300: fit ramps'))
    >>> split_reference("1a Fit ramps"), split_reference("3D printing"), split_reference("2a and 2b")
    (('1a', 'Fit ramps'), (None, '3D printing'), (None, '2a and 2b'))
    >>> split_reference("1.5 per cent of spend")[0], split_reference("1.5 Per cent targets")[0]
    (None, '1.5')
    """
    found = None if _is_amount(text) else _LEADING_REFERENCE.match(text)
    if found:
        rest = text[found.end() :].lstrip(" –—-:\u00a0")
        if rest:
            return clean_reference(found["reference"]), rest
    return None, text


def _is_amount(text: str) -> bool:
    """Whether a text begins with an amount: a figure with a fraction and its unit."""
    found = _DECIMAL.match(text)
    return (found["unit"] if found else "") in structure_words().units


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """The text without the number that it begins with.

    >>> unnumbered("Action 1) To train"), unnumbered("2 Fit ramps"), unnumbered("3 case studies")
    ('To train', 'Fit ramps', '3 case studies')
    """
    return _PLAIN_COUNT.sub("", split_reference(text)[1], count=1)


def is_answer(text: str) -> bool:
    """Tell whether a cell answers a recommendation, with or without its reasons.

    >>> is_answer("Agreed"), is_answer("Not agreed \u2013 no budget"), is_answer("Agreed with the unions in May")
    (True, True, False)
    """
    return fold(_ENDS_ANSWER.split(text.strip(), maxsplit=1)[0]) in structure_words().answers


def is_level(text: str) -> bool:
    """Tell whether a whole cell is a grade of a framework or an award ("Achieving", "Silver")."""
    return fold(text) in structure_words().levels


def clean_reference(text: str) -> str:
    """The printed number without the marks that close it.

    >>> [clean_reference(text) for text in ("2.6)", "Action sheet A1", "Action 7", "1(a)")]
    ['2.6', 'A1', 'Action 7', '1(a)']
    """
    whole = fold_space(text)
    bare = whole.strip(" .:)–—-(") or whole
    if bare.count("(") > bare.count(")"):
        bare += ")"
    words, _, number = bare.rpartition(" ")
    return number if fold(words) in structure_words().record_words else bare


def number_over(text: str) -> str:
    """The number of an action that stands as a heading over it: without its word, where it counts on two levels.

    >>> number_over("Action 1.1"), number_over("Action 7")
    ('1.1', 'Action 7')
    """
    number = fold_space(text).rpartition(" ")[2]
    return number if "." in number.strip(".") else text


def split_label(text: str) -> tuple[str | None, str | None, str]:
    """Split a label such as "ACTION –" off an action: the label, the state that it says, the rest.

    >>> split_label("ONGOING – Check reports")
    ('ONGOING', 'in_progress', 'Check reports')
    >>> split_label("Staff: train them")
    (None, None, 'Staff: train them')
    """
    found = _LABEL.match(text)
    if found and (label := fold(found["label"])) in structure_words().action_labels:
        return found["label"], structure_words().action_labels[label] or None, text[found.end() :]
    return None, None, text


def is_called_action(text: str) -> bool:
    """Tell whether a text says before its words that it is an action.

    >>> [is_called_action(text) for text in ("Action: Mend the lift", "Action 3 – Mend it", "Action plan")]
    [True, True, False]
    """
    found = re.match(r"(?P<word>[a-z]+)(?: \d+(?:\.\d+)*[a-z]?)? ?[:\u2013\u2014-] ?(?=\S)", fold(text))
    return found is not None and found["word"] in structure_words().action_words


def is_generic_heading(text: str) -> bool:
    """Tell whether a heading introduces prose and groups no actions.

    >>> is_generic_heading("3. Action plan: what we will do"), is_generic_heading("3. Homes")
    (True, False)
    >>> is_generic_heading("4. Financial and legal implications"), is_generic_heading("4. Our equality outcomes")
    (True, True)
    >>> is_generic_heading("3. Equality outcomes 2031\u20132034"), is_generic_heading("Homes 2031 to 2034")
    (True, False)
    """
    head = re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", fold(text)).split(":")[0].rstrip(" .:-")
    if head.endswith(structure_words().generic_endings):
        return True
    return head in structure_words().generic_headings or _names_all_groupings(text)


_YEARS_BEHIND = re.compile(r"[\s,:(\u2013-]+(?:for |from )?(?:19|20)\d\d(?:\s?(?:[-/\u2013]|to)\s?(?:20)?\d\d)?\)?\s*$")


def _names_all_groupings(text: str) -> bool:
    """Whether a heading names the groupings as a whole: "4. Our equality outcomes", "The strategic aims"; "5 goals" may
    be what a page says of one."""
    bare = _YEARS_BEHIND.sub("", re.sub(r"^(?:\d+(?:\.\d+)*[.)]\s+)?(?:our |the )?", "", fold(text))).rstrip(" .:-")
    singular = re.sub(r"ies$", "y", bare) if bare.endswith("ies") else bare.removesuffix("s")
    return bare != singular and singular in structure_words().group_words


def looks_like_title(text: str) -> bool:
    """Tell whether a text reads like the title of a plan."""
    folded = fold(text)
    return any(words in folded for words in structure_words().title_words) and len(folded.split()) <= 25


@lru_cache(maxsize=3)
def _any_of(name: str) -> re.Pattern[str]:
    """A pattern of any of the words of one of the lists, whole."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, getattr(structure_words(), name)))})\b")


def names_a_plan(heading: str) -> bool:
    """Tell whether a heading says that a plan stands below it ("Action plan", "Equality objectives and actions")."""
    return _any_of("plan_words").search(fold(heading)) is not None


def is_called_a_plan(name: str) -> bool:
    """Tell whether a name ends in the word for a plan ("HIA plan", "Tracker").

    >>> is_called_a_plan("HIA plan"), is_called_a_plan("Planning")
    (True, False)
    """
    return fold(name).rpartition(" ")[2] in structure_words().called


def is_appended(heading: str) -> bool:
    """Tell whether a heading says that what stands under it is an appendix ("Appendix A: the nine categories")."""
    return fold(heading).partition(" ")[0].rstrip(".:") in structure_words().appended


def only_counts_an_appendix(heading: str) -> bool:
    """Tell whether a heading is the label of an appendix and says nothing of it.

    >>> only_counts_an_appendix("Appendix A"), only_counts_an_appendix("Appendix A: our staff")
    (True, False)
    """
    return is_appended(heading) and len(heading.split()) <= _LABEL_OF_APPENDIX


def names_another_table(heading: str) -> bool:
    """Tell whether a heading says that what stands below it is no plan ("Agenda", "Version control").

    >>> names_another_table("Contact details"), names_another_table("Action plan")
    (True, False)
    """
    return _any_of("other_tables").search(fold(heading)) is not None


def tells_what_was_said(text: str) -> bool:
    """Tell whether a line tells what was said or decided, as minutes do.

    >>> tells_what_was_said("Resolved that the report be noted"), tells_what_was_said("Resolve complaints sooner")
    (True, False)
    """
    return _any_of("told_openings").match(fold(text)) is not None


def opens_with_a_verb(text: str) -> bool:
    """Tell whether a text begins with a verb of actions; "To" may stand before it, or who will do it.

    >>> opens_with_a_verb("The Head of HR will publish the pay gap"), opens_with_a_verb("Black History Month")
    (True, False)
    """
    folded = fold(text)
    before = _BEFORE_VERB.match(folded)
    first = _FIRST_WORD.match(folded, before.end() if before is not None else 0)
    return first is not None and first[0] in structure_words().action_verbs


def opens_with_a_gerund(text: str) -> bool:
    """Tell whether a text begins with what is being done, a verb of actions behind it.

    >>> [opens_with_a_gerund(text) for text in ("Mapping the gaps", "Reviewing the policy", "Housing for all")]
    [True, True, False]
    """
    first = _FIRST_WORD.match(fold(text))
    stem = first[0].removesuffix("ing") if first is not None and first[0].endswith("ing") else ""
    stems = (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else "")
    return not structure_words().action_verbs.isdisjoint(filter(None, stems))


def opens_in_the_past(text: str) -> bool:
    """Tell whether a text begins with what was done.

    >>> opens_in_the_past("Trained all staff"), opens_in_the_past("Embed the duty"), opens_in_the_past("Need for it")
    (True, False, False)
    """
    first = re.match(r"[a-z-]{3,}ed(?![a-z-])", re.sub(r"^we (?:have )?", "", fold(text)))
    return first is not None and first[0] not in structure_words().action_verbs


def says_nothing(text: str) -> bool:
    """Tell whether a cell holds no words, or says that nothing is to be done, or was never filled in.

    >>> says_nothing("None."), says_nothing("-"), says_nothing("Choose an item."), says_nothing("Nil rate")
    (True, True, True, False)
    """
    bare = fold(text).strip(" .-–—")
    return not any(map(str.isalnum, bare)) or bare in structure_words().nothing_words


# "Why we chose this outcome", "We chose this because …"
_GIVES_A_REASON = re.compile(r"why [a-z]|(?:we|this|these|it)\b[^.:]{0,40}\bbecause\b")


def names_a_grouping(text: str) -> bool:
    """Tell whether a text says after a word for groupings what one is; in two languages one of the words is known.

    >>> [names_a_grouping(text) for text in ("Goal: Homes for all.", "Nod / Goal: Homes for all.", "Lead: Homes")]
    [True, True, False]
    """
    head, _, rest = fold(text).partition(":")
    words = {half.strip() for half in head.split("/")}
    return bool(rest.strip()) and not words.isdisjoint(structure_words().group_words)


def opens_like_a_note(text: str) -> bool:
    """Tell whether a text says of itself that it is a remark on the table, not a part of it.

    >>> opens_like_a_note("Note: dates may change."), opens_like_a_note("Notify all tenants")
    (True, False)
    >>> opens_like_a_note("Last updated 3 May 2031"), opens_like_a_note("Update the form")
    (True, False)
    """
    if fold(text).startswith(structure_words().note_beginnings):
        return True
    head = re.split(r"[:.?\u2013\u2014]|\s-\s", fold(text), maxsplit=1)[0].strip(" *")
    return head in structure_words().note_openings or _GIVES_A_REASON.match(fold(text)) is not None


def opens_like_a_total(text: str) -> bool:
    """Tell whether a cell says that its row sums up the others.

    >>> opens_like_a_total("Total"), opens_like_a_total("Total actions: 12"), opens_like_a_total("Totally new")
    (True, True, False)
    """
    return _TOTAL.fullmatch(fold(text)) is not None


_TOTAL = re.compile(
    r"(?:(?:grand |sub-?)?totals?(?: (?:cost|costs|budget|number|score|spend|of all|actions?|objectives?|tasks?))?"
    r"|(?:total )?number of (?:actions|objectives|tasks))(?: (?:complete|completed|outstanding|overdue|in progress))?"
    r"\s*[:=-]?\s*(?:[£$]?\s?[\d,.]+\s?%?)?"
)
_LEGEND = re.compile(
    r"(?:(?:rag|brag|status|rating|colour|progress)\s+)*(?:rating\s+)?(?:key|legend)(?:\s+to\s+\w+)?\s*:?"
)


def opens_a_legend(text: str) -> bool:
    """Tell whether a cell says that the rows below explain letters, colours or states.

    >>> opens_a_legend("RAG key:"), opens_a_legend("Key stage 2 pupils")
    (True, False)
    """
    return _LEGEND.fullmatch(fold(text)) is not None


@lru_cache(maxsize=4096)
def ends_open(text: str) -> bool:
    """Tell whether a text ends in the middle of a sentence: in a small word, a comma, a dash."""
    return _ENDS_OPEN.search(text) is not None


def ends_closed(text: str) -> bool:
    """Tell whether a text ends with the stop of a sentence or of an item."""
    return _ENDS_CLOSED.search(text) is not None


def begins_listed(text: str) -> bool:
    """Tell whether a text begins with the bullet of an item."""
    return _BULLET.match(text) is not None


def speaks_for_group(owner_text: str) -> bool:
    """Tell whether an owner cell speaks for all actions of its group ("All actions owned by …")."""
    return fold(owner_text).startswith(structure_words().group_owner_openings)
