"""One pass over the tokens of a cell: runs of words, the separators between them, and words that are no owners.

At each token the steps for a mark or a word are tried in order; the first that knows what stands there takes it. A
bracket is read by the first of `_BRACKETS` that knows its content, the end of a run by the first of `_RUN_ENDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby, takewhile

from pipeline.normalise.owner.expand import single_keys
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.runs import Gap, Run, Scan
from pipeline.normalise.owner.shape import shape_of
from pipeline.normalise.owner.words import Token, name_keys

_LONGEST_LABEL = 3  # words
_DEEPEST = 4  # brackets inside each other; those further in are passed over
_ITEM = re.compile(r"\d+|[a-z]|[ivx]{1,4}")  # what counts the items of a list
_COUNTS = re.compile(r".|[\W\d_]+")  # one letter, or no letter at all
_TIMES = frozenset({"x", "×"})
_KINDS = {"/": "slash", "or": "slash", ",": "comma", "and": "and", "+": "plus", ";": "semicolon", "*": "bullet"}
_END = Token("\n", 0, 0, mark=True, space=True, line=True)  # the end of a cell or bracket is a separator too
_ENDS_RELATION = frozenset({"semicolon", "bullet", "sentence"})


def scan(tokens: Sequence[Token], lexicon: Lexicon) -> Scan:
    """Scan the tokens of a cell. Raises nothing; a cell without owners gives a scan without runs."""
    scanner = _Scanner(lexicon)
    scanner.read(tokens)
    scanner.close("start")
    return scanner.scan


class _Scanner:
    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.scan = Scan()
        self.run = Run(Gap())
        self.tokens: Sequence[Token] = ()
        self.keys: tuple[str, ...] = ()
        self.closing: dict[int, int] = {}
        self.relation: str | None = None  # of the owners that follow
        self.sticky = False  # it came from a label and holds until the next
        self.pending: str | None = None  # a mark that stands before its owner
        self.depth = 0  # brackets inside brackets

    def read(self, tokens: Sequence[Token]) -> None:
        """Take tokens one after the other; also those of a bracket."""
        kept = self.tokens, self.keys, self.closing
        self.tokens, self.keys = tokens, single_keys(tokens)
        self.closing = _closing(self.keys)
        at = 0
        while at < len(tokens):
            steps = _MARK_STEPS if tokens[at].mark else _WORD_STEPS
            at += next(size for step in steps if (size := step(self, at)))
        self.tokens, self.keys, self.closing = kept

    def close(self, kind: str, *, tight: bool = False, line: bool = False) -> None:
        """End the run and open one behind a separator; of several in a row the strongest counts."""
        run = self.run
        if run.blank:
            run.gap = run.gap.with_separator(kind, tight=tight, line=line)
            return
        self._leave_unsettled()
        if not any(end(self) for end in _RUN_ENDS):
            run.relation = run.relation or self.pending or self.relation
            self.pending = None
            self.scan.runs.append(run)
            self.run = Run(Gap(kind, tight, line))
            return
        if self.run is run:  # its words name nobody: the gaps on its two sides are one
            self.run = Run(run.gap.with_separator(kind, tight=tight, line=line))
        else:
            self.close(kind, tight=tight, line=line)

    def drop(self, tokens: Sequence[Token]) -> None:
        """Count tokens as words around owners."""
        self.scan.carriers += tokens

    def set_label(self, relation: str) -> None:
        """Give the owners that follow a relation until the next label."""
        self.relation, self.sticky = relation, True

    def following(self, at: int) -> Token:
        """The token at a place, behind the last the end of the cell."""
        return self.tokens[at] if at < len(self.tokens) else _END

    def _leave_unsettled(self) -> None:
        """Leave out a "TBC" behind the words of an owner: "Head of Policy TBC"; "Owner TBC" names nobody."""
        for last in _last_words(self.run):
            if _keys(last) in self.lexicon.unsettled:
                self.take_off(last)
                self.scan.nobody += last
                self.leave_unsettled()
                return

    def leave_unsettled(self) -> None:
        """Tell that an owner is to be confirmed; words that only say that there will be one name nobody: "Owner"."""
        self.scan.flags.append("owner_to_be_confirmed")
        if self.label_of_run() is not None:
            self.drop(self.run.tokens)
            self.run = Run(self.run.gap)

    def take_off(self, tokens: Sequence[Token]) -> None:
        """Take the last words off the run."""
        del self.run.words[-len(tokens) :]
        self.run.tokens = [token for token in self.run.tokens if token not in tokens]

    def label_of_run(self) -> str | None:
        """The relation that the run's words say as a label ("Lead", "Supporting officers"), else None."""
        return self.lexicon.labels.get(self.run.keys)

    def take_label(self, relation: str) -> None:
        """Take the run's words as a label of what follows."""
        self.drop(self.run.tokens)
        self.run = Run(Gap("phrase"))
        self.set_label(relation)


def _keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(key for token in tokens for key in token.keys)


def _last_words(run: Run) -> list[list[Token]]:
    """The last word of a run, its last two, and so on: as many as a label may have, and never all of them."""
    return [run.words[-size:] for size in range(1, min(_LONGEST_LABEL, len(run.words) - 1) + 1)]


def _closing(keys: Sequence[str]) -> dict[int, int]:
    """Give the place of the closing bracket for every opening one that has one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, key in enumerate(keys):
        if key == "(":
            opened.append(index)
        elif key == ")" and opened:
            pairs[opened.pop()] = index
    return pairs


# -- steps: each gives the number of tokens that it takes, 0 where it does not know what stands here -----------------


def _bracket(scanner: _Scanner, at: int) -> int:
    if scanner.keys[at] != "(":
        return 0
    close = scanner.closing.get(at)
    if close is None or scanner.depth == _DEEPEST:
        return 1
    scanner.depth += 1
    whole, following = scanner.tokens[at : close + 1], scanner.following(close + 1)
    next(True for read in _BRACKETS if read(scanner, whole, following))
    scanner.depth -= 1
    return close + 1 - at


def _item_mark(scanner: _Scanner, at: int) -> int:
    """Take a letter or figure before a closing bracket as an item's: "a) HR b) Communications"."""
    if scanner.keys[at] != ")":
        return 0
    last = scanner.run.words[-1:]
    if last and _ITEM.fullmatch(last[0].text):
        scanner.take_off(last)
        scanner.drop(last)
        scanner.close("bullet")
    return 1


def _label(scanner: _Scanner, at: int) -> int:
    """A colon or dash behind a label: "Lead:", "Support –"; also one behind an owner of a cell that has labels."""
    key = scanner.keys[at]
    if key not in {":", "-"}:
        return 0
    relation = _relation_said(scanner, scanner.run.keys) if key == ":" else scanner.label_of_run()
    if relation is None:
        return _label_behind(scanner) if key == ":" else 0
    if not (_dash_follows_label if key == "-" else _colon_follows_label)(scanner, at):
        return 0
    scanner.take_label(relation)
    return 1


def _relation_said(scanner: _Scanner, keys: tuple[str, ...]) -> str | None:
    """The relation that words before a colon say, as a label; one that only tells owners apart ("Executive:") says that
    they lead."""
    parts = len(keys) == 1 and keys[0] in scanner.lexicon.modifiers
    return scanner.lexicon.labels.get(keys, "lead" if parts else None)


def _dash_follows_label(scanner: _Scanner, at: int) -> int:
    """Whether the words before a dash are a label there, and no post whose subject stands behind it."""
    opens = scanner.run.gap.line or scanner.sticky or not scanner.scan.runs
    return opens and not _names_post(scanner, scanner.tokens[at + 1 :])


def _colon_follows_label(scanner: _Scanner, at: int) -> bool:
    """Whether the words before a colon are a label there, and no councillor's title before a portfolio."""
    return "before_portfolio" not in scanner.run.shape or not _names_post(scanner, scanner.tokens[at + 1 :])


def _up_to_separator(tokens: Sequence[Token]) -> list[Token]:
    return list(takewhile(lambda token: token.goes_on, tokens))


def _names_post(scanner: _Scanner, following: Sequence[Token]) -> bool:
    """Tell whether the words before a dash are a post and those behind it its subject: "Strategic Lead – Parks".

    A post, team or person behind the dash is what a label names ("Strategic lead – Head of Parks"), and so is anybody
    behind the plain "Lead" and "Lead officer".
    """
    if "before_subject" not in scanner.run.shape:
        return False
    subject = shape_of(_up_to_separator(following))
    return bool(subject.keys) and "closed" not in subject


def _label_behind(scanner: _Scanner) -> int:
    """Take the last words as a label where the cell has had one: "Lead: HR Support: Communications"."""
    for label in _last_words(scanner.run) if scanner.sticky else ():
        relation = _relation_said(scanner, _keys(label))
        if relation is not None and label[0].text[:1].isupper():
            scanner.take_off(label)
            scanner.drop(label)
            scanner.close("phrase")
            scanner.set_label(relation)
            return 1
    return 0


def _separator(scanner: _Scanner, at: int) -> int:
    token, key = scanner.tokens[at], scanner.keys[at]
    kind = _KINDS.get(key, "arrow" if key == ">" else None)
    if kind is None:
        return 0
    scanner.close(kind, tight=not (token.space or scanner.following(at + 1).space))
    if kind in _ENDS_RELATION and not scanner.sticky:
        scanner.relation = None
    return 1


def _dash_or_colon(scanner: _Scanner, at: int) -> int:
    kind = {"-": "dash", ":": "colon"}.get(scanner.keys[at])
    if kind is None:
        return 0
    if scanner.run.tokens or scanner.scan.runs:
        scanner.close(kind)
    return 1


def _full_stop(scanner: _Scanner, at: int) -> int:
    if scanner.keys[at] != ".":
        return 0
    last = next(iter(scanner.run.words[-1:]), None)
    if last is None or last.long is not None:
        return 1
    if len(last.text) == 1 or "." in last.text:
        scanner.run.tokens.append(scanner.tokens[at])  # an initial's full stop
    elif len(last.text) > 2 and at + 1 < len(scanner.tokens):
        scanner.close("sentence")
        scanner.relation = scanner.relation if scanner.sticky else None
    return 1


def _other_mark(scanner: _Scanner, at: int) -> int:
    return 1


def _carrier_before(scanner: _Scanner, at: int) -> int:
    """A phrase before owners that is none ("supported by"), unless a longer known name begins with it."""
    found = scanner.lexicon.before.longest(scanner.keys, at)
    if found is None or scanner.tokens[at].held:
        return 0
    size, carrier = found
    following = scanner.following(at + size)
    if not (carrier.anywhere or scanner.run.blank or scanner.tokens[at].line):
        return 0
    if following.key in carrier.never_before or (following.mark and following.key not in _OPENS_OWNERS):
        return 0
    scanner.close("phrase")
    if following.key == ":":
        size += 1
    scanner.drop(scanner.tokens[at : at + size])
    if carrier.relation:
        scanner.relation, scanner.sticky = carrier.relation, False
    return size


_OPENS_OWNERS = frozenset({":", "("})  # marks behind a carrier that owners follow


def _carrier_behind(scanner: _Scanner, at: int) -> int:
    """A phrase that only follows an owner ("to lead", "or nominee")."""
    found = scanner.lexicon.after.longest(scanner.keys, at)
    if found is None or not scanner.run.words:
        return 0
    size, relation = found
    if scanner.following(at + size).goes_on and scanner.lexicon.before.longest(scanner.keys, at + size) is None:
        return 0
    scanner.drop(scanner.tokens[at : at + size])
    if relation:
        scanner.run.relation = relation
    return size


def _task(scanner: _Scanner, at: int) -> int:
    """What an owner is to do: "to", "will" and the like before a verb, up to the next separator."""
    if scanner.tokens[at].text not in scanner.lexicon.modals:
        return 0
    if scanner.run.blank or not _is_verb(scanner.following(at + 1), scanner.lexicon):
        return 0
    rest = _up_to_separator(scanner.tokens[at + 1 :])
    if _keys([scanner.tokens[at], *rest]) in scanner.lexicon.unsettled:
        return 0  # no task: "to be confirmed"
    size = next((n for n in range(1, len(rest)) if scanner.lexicon.before.longest(scanner.keys, at + 1 + n)), len(rest))
    scanner.drop(scanner.tokens[at : at + 1 + size])
    return 1 + size


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    return token.goes_on and token.text.islower() and token.key not in lexicon.only_in_names


def _count(scanner: _Scanner, at: int) -> int:
    """How many there are of a post: "2 x HR Officers"."""
    if not scanner.run.blank or not scanner.tokens[at].text.isdigit():
        return 0
    size = 2 if scanner.following(at + 1).key in _TIMES else 0
    scanner.drop(scanner.tokens[at : at + size])
    return size


def _word(scanner: _Scanner, at: int) -> int:
    token = scanner.tokens[at]
    if token.line and scanner.run.tokens:
        scanner.close("line", line=True)
    elif token.line:
        scanner.run.gap = scanner.run.gap.with_separator("start", tight=False, line=True)
    scanner.run.tokens.append(token)
    scanner.run.words.append(token)
    return 1


_MARK_STEPS: tuple[Callable[[_Scanner, int], int], ...] = (
    _bracket,
    _item_mark,
    _carrier_behind,
    _label,
    _separator,
    _dash_or_colon,
    _full_stop,
    _other_mark,
)
_WORD_STEPS: tuple[Callable[[_Scanner, int], int], ...] = (
    _carrier_behind,
    _carrier_before,
    _task,
    _count,
    _word,
)

# -- brackets: each says whether it knows the content ------------------------------------------------------------------

_Bracket = Callable[[_Scanner, Sequence[Token], Token], bool]


def _numbers(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    """Figures or a single letter count owners or refer to actions: "(1) HR (2) Communications"."""
    if _COUNTS.fullmatch("".join(token.text for token in whole[1:-1] if not token.mark)) is None:
        return False
    scanner.drop(whole)
    scanner.close("bullet")
    return True


def _nobody_inside(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    keys = name_keys(whole[1:-1])
    if keys not in scanner.lexicon.nobody and not scanner.lexicon.small.issuperset(keys):
        return False  # what is left of "(to March 2031)" names nobody either
    if keys in scanner.lexicon.unsettled:
        scanner.leave_unsettled()
    scanner.drop(whole)
    return True


def _relation_inside(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    relation = scanner.lexicon.marks.get(name_keys(whole[1:-1]))
    if relation is None:
        return False
    scanner.drop(whole)
    if scanner.run.words:
        scanner.run.relation = relation
        scanner.close("phrase")
    else:
        scanner.pending = relation
    return True


def _aside(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    """Other owners, told by a phrase or a label: "(co-ordinated by Policy Team)", "(support: HR)"."""
    content = whole[1:-1]
    if not any(tells(content, scanner.lexicon) for tells in _TELLING):
        return False
    kept = scanner.relation, scanner.sticky
    scanner.close("phrase")
    scanner.read(content)
    scanner.close("phrase")
    scanner.relation, scanner.sticky = kept
    return True


def _begins_with_phrase(content: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a phrase before owners opens a bracket; one of a single word only where it says what they do."""
    found = None if content[0].mark else lexicon.before.longest(single_keys(content))
    if found is None:
        return False
    size, carrier = found
    return size < len(content) and (carrier.relation != "" or size > 1)


def _begins_with_label(content: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a label and its colon open a bracket."""
    keys = [token.key for token in content[: _LONGEST_LABEL + 1]]
    return ":" in keys and _keys(content[: keys.index(":")]) in lexicon.labels


def _owner_and_task(content: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a bracket says what an owner is to do: "(HR to monitor)", but not "(post to be filled)"."""
    at = next((at for at, token in enumerate(content) if token.text in lexicon.modals), 0)
    does = 0 < at < len(content) - 1 and _is_verb(content[at + 1], lexicon)
    return does and not _ALONE.isdisjoint(shape_of(content[:at]).facts - _NO_OWNER)


_ALONE = frozenset({"service", "stands"})
_NO_OWNER = frozenset({"head_only"})
_TELLING = (_begins_with_phrase, _begins_with_label, _owner_and_task)


def _all_there_is(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    """A bracket with no words on its two sides is what the cell or its list says there."""
    if scanner.run.words or not following.mark:
        return False
    scanner.read(whole[1:-1])
    return True


def _subjects(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    """Several fields behind a plural title: "Assistant Directors (HR, Culture)"."""
    title = scanner.run.shape.title
    if title is None or not title.plural or not _lists_fields(whole[1:-1], scanner.lexicon):
        return False
    scanner.close("dash")
    scanner.read(whole[1:-1])
    return True


def _lists_fields(content: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a bracket lists several things, one a field or an abbreviation at least: "East and West" are places."""
    if not any(token.mark for token in content):
        return False
    items = (shape_of(words) for is_mark, words in groupby(content, key=lambda token: token.mark) if not is_mark)
    return any(not _FIELDS.isdisjoint(item.facts) and not lexicon.places.issuperset(item.keys) for item in items)


_FIELDS = frozenset({"field", "short"})


def _of_the_owner(scanner: _Scanner, whole: Sequence[Token], following: Token) -> bool:
    scanner.run.tokens += whole
    scanner.run.inner.append(list(whole[1:-1]))
    return True


_BRACKETS: tuple[_Bracket, ...] = (
    _numbers,
    _nobody_inside,
    _relation_inside,
    _aside,
    _all_there_is,
    _subjects,
    _of_the_owner,
)

# -- ends of runs: each says whether the run is no owner, and takes it -------------------------------------------------


def _nobody_before_bracket(scanner: _Scanner) -> bool:
    """The bracket names who stands for "TBC": "TBC (HR)"."""
    run = scanner.run
    inner = [token for content in run.inner[:1] for token in content if not token.mark]
    if not inner or not _names_nobody(run, scanner.lexicon):
        return False
    _leave_nobody(scanner, run.words)
    scanner.run = Run(run.gap, inner, list(inner))
    return True


def _nobody(scanner: _Scanner) -> bool:
    run = scanner.run
    if not _names_nobody(run, scanner.lexicon):
        return False
    _leave_nobody(scanner, run.tokens)
    return True


def _names_nobody(run: Run, lexicon: Lexicon) -> bool:
    return run.keys in lexicon.nobody or not any(c.isalpha() for token in run.words for c in token.text)


def _leave_nobody(scanner: _Scanner, tokens: Sequence[Token]) -> None:
    scanner.scan.nobody += tokens
    if scanner.run.keys in scanner.lexicon.unsettled:
        scanner.scan.flags.append("owner_to_be_confirmed")


def _mark_behind_dash(scanner: _Scanner) -> bool:
    """ "HR - lead": the words behind the dash say what the owner before it does."""
    run = scanner.run
    relation = scanner.lexicon.marks.get(run.keys)
    if relation is None or run.gap.kind != "dash" or run.inner or not scanner.scan.runs:
        return False
    scanner.scan.runs[-1].relation = relation
    scanner.drop(run.tokens)
    return True


_RUN_ENDS: tuple[Callable[[_Scanner], bool], ...] = (_nobody_before_bracket, _nobody, _mark_behind_dash)
