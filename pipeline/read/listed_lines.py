"""What each line of running text is to a plan printed without a table: an action, a label with its value, or neither.

Facts about a line beside its neighbours are computed once; the best sequence of labels is taken by the weights of
`lines`. An `item` is an action that says who and when itself; a `head` is an action over labelled lines; an `opening`
is the labelled line that begins a record ("Action: …"); `label` a further one; `rest` goes on with the line above;
`aside` is a paragraph about a head, over its labels; `other` is everything else, and stays the text that it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from extractors.document import Block, Heading, Paragraph, Table
from pipeline.fold import fold
from pipeline.read.blocks import is_furniture, is_set_off
from pipeline.read.content import begins_like_an_order, owner_likeness, reads_as_status, reads_as_timescale
from pipeline.read.frames.cards import split_number
from pipeline.read.headers import fold_heading, match_heading, stands_in_lexicon
from pipeline.read.line import Line, LineFacts
from pipeline.read.list_items import (
    MARK,
    Item,
    bare_action,
    introduced,
    parse_item,
    promises,
    role_of_label,
    says_what_will_be_done,
    told_over,
)
from pipeline.read.numbered_heads import with_numbered_heads
from pipeline.read.solve import IMPOSSIBLE, best_sequence
from pipeline.read.structure import (
    counts_a_grouping,
    is_called_action,
    names_a_plan,
    names_another_table,
    opens_in_the_past,
    opens_like_a_note,
    opens_with_a_gerund,
    opens_with_a_verb,
    read_group_label,
    split_reference,
    tells_what_was_said,
    unnumbered,
)
from pipeline.read.told_below import with_dates_parted, with_particulars
from pipeline.read.weighing import read_weights

_LABEL = re.compile(
    r"^\s*(?:(?:[•·▪●◦○‣\uf0b7*-]|o(?=\s+[A-Z]))\s*)?"
    r"(?P<label>[A-Z][^:\n]{0,60}?)(?:\s*:\s*|\s+[\u2013\u2014-]\s+|(?<=\?)\s+)(?P<value>\S[\s\S]*)$"
)
_ADDRESS = re.compile(r"[a-z]+://|www\.|\S+@\S+$")  # what a browser prints below a page
_BULLET = re.compile(r"^\s*(?:[•·▪●◦○‣\uf0b7*-]|o(?=\s+[A-Z]))\s*")
# what a line with particulars shows
_TAIL = re.compile(r"[)\]][^\w)\]]*$|:$|\s[–—|-]\s|\w:\s|[.;]\s+\S|\n|\b(?:19|20)\d\d\b")
_OPENING = frozenset({"action", "outcome", "objective"})
_BESIDE = frozenset({"owner", "timescale", "outcome", "status", "progress"})
_WHO_OR_WHEN = frozenset({"owner", "timescale"})
_NAMES = 0.5  # likeness of an owner from which words may be one
_KEYS = frozenset({"owner", "timescale", "status"})
_LABELLED = re.compile(r"[A-Z](?:[\w'’/&()-]+ ){0,5}[\w'’/&()-]*[:?] .+")  # a label of up to six words and its value
_FIGURE = re.compile(r"\d")  # a date before a label is the value of the label before it
_COUNT = re.compile(r"(\d{1,3}) (?=[A-Z])")
_LEAST_COUNTED = 3  # lines that count up
_WEAK_MARK = "; "  # which may part the items of one value
_MARKS = ("|", "\t", " \u2022 ", " \u00b7 ", _WEAK_MARK)  # that part labels and values on one line
_BETWEEN = " \t|;,\u2022\u00b7\u2013\u2014"  # what parts labels on one line
_LONGEST_ALONE = 5  # words of a label without a value on its line
_REACH = 40  # blocks below a label that are looked through
_AGAIN = 3  # times that words are printed from which they may be a label, though nobody knows them
_ACROSS = 3  # pairs of labels and values across a card
_LONGEST_LABEL = 6  # words of a label that nobody knows
_LONGEST_QUESTION = 14  # words of a label that asks
_LONGEST_ITEM = 90  # words from which a line is not looked into
_MOST = 4  # roles, items that count
_FEW_CALLED = 3  # lines that say that they are actions, from which one that does not is none
_FAR = -50.0  # a label that belongs to no record
_GOES_ON = 0.8  # a list goes on
_NO_ITEM = Item("")
_LABELS = ("item", "head", "opening", "label", "rest")
_AFTER_HEAD = {
    "head": IMPOSSIBLE,
    "aside": IMPOSSIBLE,
}  # what stands below a head, or the words about it, is its labels
_PASSAGES = {
    "other": _AFTER_HEAD,
    "item": {**_AFTER_HEAD, "item": _GOES_ON},
    "head": _AFTER_HEAD,
    "opening": _AFTER_HEAD,
    "aside": {"begin": IMPOSSIBLE, **dict.fromkeys(("other", "item", "opening", "label", "rest", "aside"), IMPOSSIBLE)},
    "label": {"begin": _FAR, "other": _FAR, "item": _FAR},
    "rest": {"begin": IMPOSSIBLE, "other": IMPOSSIBLE, **_AFTER_HEAD},
}

Labels = Sequence[tuple[str, str | None]]
"""Labels that follow each other, with the roles that they name."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with what it is to a plan, and by how much that beats the next best."""

    line: Line
    label: str
    margin: float


def label_lines(blocks: Sequence[Block], title: str | None) -> list[Labelled]:
    """Return the lines of a document's running text that belong to records or items, the rest as `other`."""
    lines = with_dates_parted(with_particulars(_with_counts(with_numbered_heads(lines_of(blocks)))))
    if not any(line.label is not None or _TAIL.search(line.text) for line in lines):
        return []
    lines = _with_facts(lines, title or "")
    weights = read_weights("lines")
    evidence = [{"other": 0.0, **{label: weights.sum(label, line.facts) for label in _offered(line)}} for line in lines]
    solved = best_sequence([*evidence, {"other": 0.0}], _PASSAGES, begin="begin")
    return [
        Labelled(line, label, margin) for line, label, margin in zip(lines, solved.labels, solved.margins, strict=False)
    ]


def _offered(line: Line) -> Sequence[str]:
    """What a line may be."""
    if isinstance(line.block, Table):
        return ()
    if line.label is not None:
        return _LABELS if line.role is not None else ("item", "head", "label", "rest")
    return ("head",) if isinstance(line.block, Heading) else ("item", "head", "rest", "aside")


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The lines of running text; a table is one that is nothing. A label alone is joined with its value below."""
    found: list[Line] = []
    taken = -1
    alone, run_in, named, asked = _alone(blocks), _run_in(blocks), _levels_of_names(blocks), _asked(blocks)
    for at, block in enumerate(blocks):
        if at <= taken or is_furniture(block):
            continue
        if isinstance(block, Table):
            found.append(Line("", block, at))
            continue
        pairs = _values_below(blocks, at, alone)
        if pairs:
            found.extend(_pair(blocks, label, value) for label, value in pairs)
            taken = pairs[-1][1]
            continue
        lines = [piece for line in block.text.split("\n") for piece in _labels_abreast(line)]
        pieces = lines if len(lines) > 1 and any(_parted(line)[1] for line in lines) else [block.text]
        blank = _without_value(pieces)
        for piece in filter(str.strip, pieces):
            label, role, value_text = _parted(piece)
            if label is None and (found_label := _opening_label(piece)) in run_in:
                label, role, value_text = found_label, _role(found_label), piece.strip()[len(found_label) :].strip()
            if label is None and (question := _question(piece)) in asked:
                label, role, value_text = question, _role(question), piece.strip()[len(question) :].strip()
            if piece in blank:
                label, role = piece.strip(" \t:"), _role(piece.strip(" \t:"))
            if isinstance(block, Heading) and (block.level in named or read_group_label(block.text) is not None):
                label = role = None
            found.append(Line(piece, block, at, label, value_text, role))
    return found


def _without_value(lines: Sequence[str]) -> frozenset[str]:
    """The lines that are a label in known words with a colon, right over another label."""
    over = (line for line, below in pairwise(lines) if line.rstrip().endswith(":") and _parted(below)[1])
    return frozenset(line for line in over if _is_known(line.strip(" \t:")))


def _labels_abreast(line: str) -> list[str]:
    """The labels and values of a line that opens with a known label and holds further ones ("Lead: HR When: 2031"), or
    whose marks part labels of which one is known ("Horizon: 2031 | Lead: HR"); else the line."""
    for mark in _MARKS:
        pieces = [piece.strip() for piece in line.split(mark)]
        enough = all if mark == _WEAK_MARK else any  # "When: the hall: May 2031; the library: June 2031" has one
        if len(pieces) > 1 and all(map(_LABELLED.fullmatch, pieces)) and enough(_parted(piece)[1] for piece in pieces):
            return pieces
    cuts = [
        start for found in re.finditer(r":\s", line) if (start := _start_of_label(line[: found.start()])) is not None
    ]
    if len(cuts) < 2 or _BULLET.sub("", line[: cuts[0]]).strip():
        return [line]
    return [line[start:end].rstrip(_BETWEEN) for start, end in pairwise([0, *cuts[1:], len(line)])]


def _start_of_label(before: str) -> int | None:
    """Where the longest known label begins that ends a text, in a capital; None where none does."""
    starts = [found.start() for found in re.finditer(r"\S+", before)][-_LONGEST_LABEL:]
    labels = ((start, before[start:]) for start in starts if before[start].isupper())
    return next((at for at, label in labels if not _FIGURE.search(label) and _is_known(label)), None)


def _pair(blocks: Sequence[Block], at: int, below: int) -> Line:
    """The line of a label that stands alone and of its value below."""
    label, value = (getattr(blocks[place], "text", "") for place in (at, below))
    return Line(label, blocks[at], at, label, value, _role(label), below)


def _parted(line: str) -> tuple[str | None, str | None, str]:
    """The label of a line, the role it names and its value; None for a line that has no label."""
    match = _LABEL.match(line)
    if match is None:
        return None, None, ""
    label, role = match["label"], _role(match["label"])
    short = ":" in line[: match.start("value")] and len(label.split()) <= _LONGEST_LABEL
    return (label, role, match["value"]) if role or short else (None, None, "")


def _role(label: str) -> str | None:
    return role_of_label(split_number(_BULLET.sub("", label))[0])


def _is_known(label: str) -> bool:
    """Whether a label is in known words and names a role."""
    return stands_in_lexicon(label) and _role(label) is not None


def names_a_role(text: str) -> bool:
    """Whether a text is a label that names a role, or begins with one."""
    return bool(_parted(text)[1] or _role(text))


def _levels_of_names(blocks: Sequence[Block]) -> frozenset[int | None]:
    """The levels of the outline at which a heading stands that is no label: at "People: a fair service" and "Partners:
    buying fairly" the second is none either."""
    levels = {block.level for block in blocks if isinstance(block, Heading) and not names_a_role(block.text)}
    return frozenset(levels - {None})


def _question(line: str) -> str:
    """The question that opens a line before its answer: "When will it be done? May 2031"; "" where none does."""
    question, mark, answer = line.strip().partition("?")
    return question + mark if answer.strip() and len(question.split()) <= _LONGEST_QUESTION else ""


def _asked(blocks: Sequence[Block]) -> frozenset[str]:
    """The questions that open several lines, each with an answer behind it: labels, in any words."""
    lines = [line for block in blocks if isinstance(block, Paragraph) for line in block.text.split("\n")]
    found = Counter(filter(None, map(_question, lines)))
    return frozenset(question for question, count in found.items() if count > 1)


def _run_in(blocks: Sequence[Block]) -> frozenset[str]:
    """The labels in known words that open line after line with nothing between them and the value, as a page without
    rules prints a label set in bold: "Lead officer Head of HR"."""
    lines = [line for block in blocks if isinstance(block, Paragraph) for line in block.text.split("\n")]
    found = Counter(label for line in lines if (label := _opening_label(line)))
    return frozenset(label for label, count in found.items() if count >= _AGAIN)


def _opening_label(line: str) -> str:
    """The longest label in known words that opens a line, before a value that begins like one; "" where none does."""
    words = line.split()
    for count in range(min(_LONGEST_LABEL, len(words) - 1), 1, -1):
        label = " ".join(words[:count])
        if not words[count][0].islower() and _is_known(label):
            return label if line.strip().startswith(label) else ""
    return ""


def _alone(blocks: Sequence[Block]) -> Mapping[int, bool]:
    """The places of the blocks that are nothing but a label ("Lead officer"), in known words, or set off and printed
    again and again; with each, whether it is set off."""
    short = [
        (at, block)
        for at, block in enumerate(blocks)
        if not isinstance(block, Table)
        and len(block.text.split()) <= _LONGEST_ALONE
        and not reads_as_status(block.text)
    ]
    again = Counter(fold(block.text) for _, block in short if is_set_off(block))
    return {
        at: is_set_off(block)
        for at, block in short
        if again[fold(block.text)] >= _AGAIN or max(match_heading(block.text).values(), default=0.0) == 1.0
    }


def _values_below(blocks: Sequence[Block], at: int, alone: Mapping[int, bool]) -> list[tuple[int, int]]:
    """The places of labels and their values, where a block is nothing but a label: one below the other, or two or
    three labels and as many values, as cards with several pairs across are read."""
    if at not in alone:
        return []
    if _opens_several(blocks, at):
        return []
    abreast = takewhile(lambda place: alone.get(place) == alone[at], range(at, at + _ACROSS))
    count = sum(1 for _ in abreast)
    if at + 2 * count > len(blocks):
        return []
    pairs = [(label, label + count) for label in range(at, at + count)]
    return pairs if all(_may_be_value(blocks[label], blocks[value]) for label, value in pairs) else []


def _opens_several(blocks: Sequence[Block], at: int) -> bool:
    """Whether a label stands over several records: before it comes again another label comes twice."""
    words = ["" if isinstance(one, Table) else one.text for one in blocks[at : at + _REACH]]
    own, *below = map(fold, words)
    until = next((place for place, folded in enumerate(below) if folded in ("", own)), len(below))
    heads = Counter(label for text in words[1 : until + 1] if (label := _parted(text)[0]))
    return any(times > 1 for times in heads.values())


def _may_be_value(block: Block, after: Block) -> bool:
    """Whether a block may be the value of the label above it."""
    match after:
        case Paragraph(furniture=False, bold=False) if not _is_listed(block, after):
            return not names_a_role(after.text) or is_set_off(block) or reads_as_status(after.text)
    return False


def _is_listed(block: Block, after: Paragraph) -> bool:
    """Whether a paragraph below a label is a line of a list under it: it says who and when, or who or when behind the
    mark of a list, or the label heads it, as it does marks and numbers."""
    bare = MARK.sub("", after.text)
    marked = bare != after.text
    if isinstance(block, Heading) and unnumbered(bare) != after.text:
        return True
    if len(after.text.split()) > _LONGEST_ITEM:
        return False
    item = parse_item(after.text)
    return item.full or (marked and bool(item.parts))


@dataclass(frozen=True, slots=True)
class _Around:
    """What the lines of a document are beside each other."""

    items: Sequence[Item]
    called: int  # lines that say that they are actions, who and when
    kinds: Sequence[tuple[int, str]]  # the section and the mark of each line
    of_kind: Counter[tuple[int, str]]  # lines
    told_of_kind: Counter[tuple[int, str]]  # of these, those that say who or when
    full_of_kind: Counter[tuple[int, str]]  # of these, those that say who and when
    verbs_of_kind: Counter[tuple[int, str]]  # of all, those that begin with a verb of plans
    labels: Sequence[Labels]  # of the lines from here on, else of those below, the words about a heading left out
    records: Counter[tuple[str, ...]]
    again: Counter[str]  # labels
    over: Sequence[str]  # the heading over each line
    introduced: Sequence[bool]  # whether a line over the list says who or when: "The Head of HR will:"


def _around(lines: Sequence[Line], title: str) -> _Around:
    """What the lines of a document are beside each other."""
    said = list(_said_over(lines))
    items = [told_over(_item(line), over) for line, over in zip(lines, said, strict=True)]
    kinds = [(section, _kind(line.text)) for section, line in zip(_sections(lines, items), lines, strict=True)]
    from_here = [_labels_from(lines, at) for at in range(len(lines))]
    over = [title]
    for line, item in zip(lines, items, strict=True):
        over.append(line.text if _heads(line, item) else over[-1])
    told = [(kind, item) for kind, item in zip(kinds, items, strict=True) if item.worth]
    return _Around(
        items=items,
        called=sum(_called(line) for line, item in zip(lines, items, strict=True) if item.full),
        kinds=kinds,
        of_kind=Counter(kinds),
        told_of_kind=Counter(kind for kind, _ in told),
        full_of_kind=Counter(kind for kind, item in told if item.full),
        verbs_of_kind=Counter(
            kind for kind, line, item in zip(kinds, lines, items, strict=True) if _plans(line, told=item.full)
        ),
        labels=[own or _labels_below(lines, at) for at, own in enumerate(from_here)],
        records=Counter(_records(from_here)),
        again=Counter(fold_heading(line.label) for line in lines if line.label is not None),
        over=over[1:],
        introduced=[bool(roles) for roles in said],
    )


def _with_counts(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that begin with plain numbers counted where each is one more than the one before: "1 Mend …".
    What headings count they count by themselves."""
    plain = [(at, line) for at, line in enumerate(lines) if not isinstance(line.block, Heading)]
    found = [(at, number) for at, line in plain if (number := _COUNT.match(line.text))]
    rising = all(int(after[1]) == int(number[1]) + 1 for (_, number), (_, after) in pairwise(found))
    if not rising or len(found) < _LEAST_COUNTED:
        return list(lines)
    counted = {at: number.end() for at, number in found}
    return [replace(line, begins=counted.get(at, 0)) for at, line in enumerate(lines)]


def _with_facts(lines: Sequence[Line], title: str) -> list[Line]:
    """The lines with what is true of each."""
    around = _around(lines, title)
    many = min(_MOST, around.full_of_kind.total()) / _MOST
    sentences = _sentences_under_titles(lines, around.labels)
    other = names_another_table(title) and not names_a_plan(title)  # "Pay gap report and workforce action plan" is both
    return [
        replace(
            line,
            facts=replace(
                _facts_of_words(line, told=item.full),
                **_facts_of_labels(line, around.labels[at], around),
                owner=item.owner,
                date=item.date,
                both=float(item.full),
                **_facts_of_kind(around, around.kinds[at]),
                many=many,
                others_called=min(1.0, around.called / _FEW_CALLED),
                called_plan=float(any(map(names_a_plan, (around.over[at], title)))),
                called_other=float(other or names_another_table(around.over[at])),
                sentence_under_title=float(at in sentences),
                introduced=float(around.introduced[at]),
                bullet_under_label=float(under_label),
                under_verb=float(_is_under_verb(lines, at)),
            ),
        )
        for at, (line, item, under_label) in enumerate(zip(lines, around.items, _under_labels(lines), strict=True))
    ]


def _facts_of_kind(around: _Around, kind: tuple[int, str]) -> dict[str, float]:
    """What is true of the lines marked alike under one heading."""
    count = around.of_kind[kind]
    verbs = around.verbs_of_kind[kind] / count
    return {
        "verbs_around": verbs,
        "alike": verbs * around.full_of_kind[kind] / count,
        "alike_either": verbs * around.told_of_kind[kind] / count,
    }


def _plans(line: Line, *, told: bool) -> bool:
    """Whether a line begins with a verb of plans, or with what is being done where it is `told` who does it and when:
    "Review the form", "Reviewing the form (HR, May 2031)"."""
    bare = bare_action(line.words)
    return any((opens_with_a_verb(bare), promises(bare), told and opens_with_a_gerund(bare)))


def _facts_of_words(line: Line, *, told: bool) -> LineFacts:
    """What is true of a line by itself; `told` says that it names who and when."""
    bare = MARK.sub("", line.words)
    number, rest = split_reference(bare)[0], bare_action(line.words)
    return LineFacts(
        order=float(begins_like_an_order(rest)),
        verb=float(_plans(line, told=told)),
        past=float(opens_in_the_past(rest)),
        numbered=float(number is not None),
        marked=float(bool(line.begins or _mark(line.text))),
        set_off=float(is_set_off(line.block)),
        long=float(len(line.text.split()) > _LONGEST_ITEM),
        grouping=float(counts_a_grouping(bare)),
        told=float(max(tells_what_was_said(rest), opens_like_a_note(rest))),
        called=float(_called(line)),
        told_below=line.told_below,
        low=float(bare[:1].islower() and _ADDRESS.match(bare) is None),
    )


def _facts_of_labels(line: Line, labels: Labels, around: _Around) -> dict[str, float]:
    """What is true of the label of a line, and of those behind it."""
    roles = {role for _, role in labels if role}
    return {
        "known": float(line.role is not None),
        "opens": float(line.role in _OPENING),
        "opens_action": float(line.role == "action"),
        "roles": float(min(_MOST, len(roles if line.label is not None else roles & _BESIDE))),
        "who_or_when": float(bool(roles & _WHO_OR_WHEN)),
        "label_again": float(line.label is not None and around.again[fold_heading(line.label)] > 1),
        "alike_below": float(around.records[_alike(labels)] > 1),
    }


def _said_over(lines: Sequence[Line]) -> Iterator[frozenset[str]]:
    """For each line what a line over its list says of all its lines: who, or when ("By March 2031 we will:")."""
    said: frozenset[str] = frozenset()
    mark: str | None = None  # of the list
    for line in lines:
        own = _mark(line.text)
        if over := introduced(line.text):
            said, mark = frozenset(over[:1]), None
            yield frozenset()
            continue
        if isinstance(line.block, Heading | Table) or mark not in (None, own):
            said = frozenset()
        mark = own
        yield said


def _item(line: Line) -> Item:
    """A line cut into an action and its particulars, without any where it shows none, or is no line of a list. A
    heading is none unless it says that it is an action: text files have no styles, and a short line may be taken for
    one."""
    if len(line.text.split()) > _LONGEST_ITEM or (isinstance(line.block, Table | Heading) and not _called(line)):
        return _NO_ITEM
    return parse_item(line.words) if MARK.match(line.text) or _TAIL.search(line.text) else _NO_ITEM


def _mark(text: str) -> str:
    """The kind of mark that a line begins with: "" for none, "1" for a number, "a" for a letter, else the mark."""
    found = MARK.match(text)
    if found is None:
        return ""
    mark = found[0].strip(" .)(")
    return "1" if mark.isdigit() else "a" if mark.isalpha() else mark


def _called(line: Line) -> bool:
    """Whether a line says before its words that it is an action."""
    return is_called_action(MARK.sub("", line.text))


def _kind(text: str) -> str:
    """What lines of one list have in common: that they say that they are actions, else their mark."""
    return "action" if is_called_action(text) else _mark(text)


def _heads(line: Line, item: Item) -> bool:
    """Whether a line is a heading, and no action that says itself who and when."""
    return isinstance(line.block, Heading) and not item.full


def _sections(lines: Sequence[Line], items: Sequence[Item]) -> list[int]:
    """The number of the heading under which each line stands."""
    found, number = [], 0
    for line, item in zip(lines, items, strict=True):
        number += isinstance(line.block, Table) or _heads(line, item)
        found.append(number)
    return found


def _labels_from(lines: Sequence[Line], at: int) -> Labels:
    """The labels of the lines from here on, up to the first that comes again; over the bullets below the first."""
    found: list[tuple[str, str | None]] = []
    seen: set[str] = set()
    for line in lines[at : at + 12]:
        if line.label is None and len(found) == 1 and _BULLET.match(line.text):
            continue
        if line.label is None or fold(line.label) in seen:
            break
        seen.add(fold(line.label))
        found.append((line.label, line.role))
    return found


def _under_labels(lines: Sequence[Line]) -> Iterator[bool]:
    """Whether each line begins with a bullet below a labelled line, with none but bullets between, and may be of its
    list: a list of owners, dates or states holds no others."""
    over: Line | None = None
    for line in lines:
        if line.label is not None:
            over = line
            yield False
        elif over is None or not _BULLET.match(line.text):
            over = None
            yield False
        else:
            yield over.role not in _KEYS or _may_be_key(_BULLET.sub("", line.text))


def _sentences_under_titles(lines: Sequence[Line], labels: Sequence[Labels]) -> frozenset[int]:
    """The places of plain lines between headings and labels that say what will be done; none where most of these
    headings are orders, which are the actions then."""
    found = [
        at
        for at, (title, line) in enumerate(pairwise(lines), 1)
        if isinstance(title.block, Heading) and isinstance(line.block, Paragraph) and line.label is None and labels[at]
    ]
    orders = sum(opens_with_a_verb(unnumbered(lines[at - 1].text)) for at in found)
    planned = [at for at in found if says_what_will_be_done(lines[at].text)]
    return frozenset(planned if len(planned) > max(1, orders) else ())


def _is_under_verb(lines: Sequence[Line], at: int) -> bool:
    """Whether a labelled line that names no action stands right below a line without label that begins with a verb."""
    above = lines[at - 1] if at else None
    if above is None or above.label is not None or lines[at].role in (None, "action"):
        return False
    return opens_with_a_verb(bare_action(above.text))


def _may_be_key(text: str) -> bool:
    """Whether words may be an owner, a date or a state."""
    return owner_likeness(text) >= _NAMES or reads_as_timescale(text) or reads_as_status(text)


def _alike(labels: Labels) -> tuple[str, ...]:
    """What records with the same labels have in common."""
    return tuple(fold_heading(label) for label, _ in labels)


def _records(from_here: Sequence[Labels]) -> Iterator[tuple[str, ...]]:
    """The labels of each row of labelled lines that stand below each other, none counted twice."""
    at = 0
    while at < len(from_here):
        if from_here[at]:
            yield _alike(from_here[at])
        at += max(1, len(from_here[at]))


def _labels_below(lines: Sequence[Line], at: int) -> Labels:
    """The labels of the lines directly below one that has none itself."""
    if lines[at].role is not None:
        return []
    found = _labels_from(lines, at + 1)
    if found or not is_set_off(lines[at].block):
        return found
    about = any(not is_set_off(line.block) for line in lines[at + 1 : at + 2])
    return _labels_from(lines, at + 2) if about else found
