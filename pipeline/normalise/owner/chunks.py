"""Cutting a cell at its separators: one pass that also sees brackets, labels, and phrases such as "supported by"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.parts import Chunk, Split
from pipeline.normalise.owner.words import Token, plain_keys

# Of several separators in a row the strongest counts. ">" stands for a phrase such as "supported by".
_RANK = {"": 0, "\n": 1, "-": 2, ":": 3, "and": 4, ",": 5, "/": 6, ".": 7, "+": 8, ";": 9, "*": 10, ">": 11}

_LONGEST_LABEL = 3  # words
_ITEM = re.compile(r"\d+|[a-z]|[ivx]{1,4}")  # what counts the items of a list
_DEEPEST = 4  # brackets inside each other; those further in are passed over


def expand(tokens: list[Token], abbreviations: Abbreviations, lexicon: Lexicon) -> list[Token]:
    """Give abbreviations their long forms, compounds such as "HR/OD" as one token, and glue names that hold "and"."""
    keys = tuple(token.key for token in tokens)
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found = lexicon.compounds.longest(keys, at)
        if found is not None and not _defined(tokens[at : at + found[0]], abbreviations):
            size, long = found
            last = tokens[at + size - 1]
            whole = Token("", token.start, last.end, mark=False, space=token.space, line=token.line)
            whole.text = "".join(
                ((" " if t.space and n else "") + t.text) for n, t in enumerate(tokens[at : at + size])
            )
            whole.long, whole.source = long, "lexicon"
            whole.keys = plain_keys(long)
            result.append(whole)
            at += size
            continue
        if not token.mark:
            expansion = abbreviations.find(token.text)
            if expansion is not None:
                token.long, token.source = expansion.long, expansion.source
                if expansion.source == "lexicon" and token.key in lexicon.with_field and _has_field(tokens, at):
                    token.long = lexicon.with_field[token.key]
                token.keys = plain_keys(token.long)
            elif (right := lexicon.misspelt.get(token.key)) is not None:
                _mend(token, right)
        result.append(token)
        at += 1
    flat = tuple(token.keys[0] if len(token.keys) == 1 else "\0" for token in result)
    at = 0
    while at < len(result):
        found_name = None if result[at].mark else lexicon.glued.longest(flat, at)
        if found_name is None:
            at += 1
            continue
        for inside in result[at + 1 : at + found_name[0]]:
            inside.line = False
            if inside.mark:
                inside.mark = False
        at += found_name[0]
    for index, token in enumerate(result):
        token.index = index
    return result


def _has_field(tokens: Sequence[Token], at: int) -> bool:
    """Whether a field follows a post's abbreviation: a word, or a word behind a dash or in a bracket."""
    following = tokens[at + 1 : at + 3]
    if following and following[0].mark and following[0].key in {"-", "("}:
        following = following[1:]
    return bool(following) and not (following[0].mark or following[0].line) and following[0].text[:1].isupper()


def _mend(token: Token, right: str) -> None:
    """Give a word spelt wrong the right spelling, in letters of the same size."""
    token.mended = True
    token.keys = (right,)
    token.long = right.upper() if token.text.isupper() else right.title() if token.text[:1].isupper() else right


def _defined(tokens: Sequence[Token], abbreviations: Abbreviations) -> bool:
    """Whether the document or the council gives one of the words a meaning of its own."""
    own = {short for short, _ in abbreviations.document} | {short for short, _ in abbreviations.council}
    return any(token.text in own for token in tokens)


class Chunker:
    """One pass over the tokens: separators, brackets, and the phrases that are no owners."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon, split: Split) -> None:
        self.lexicon = lexicon
        self.split = split
        self.chunks: list[Chunk] = []
        self.current = Chunk("")
        self.relation: str | None = None
        self.sticky = False
        self.pending: str | None = None
        self.related = False
        self.depth = 0  # brackets inside brackets

    def read(self, tokens: list[Token]) -> list[Chunk]:
        """Give the runs of words of a cell in reading order."""
        self._run(tokens)
        self._finish("")
        return self.chunks

    def _run(self, tokens: list[Token]) -> None:
        keys = tuple(token.key if len(token.keys) == 1 else "\0" for token in tokens)
        closing = _closing(keys)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.mark:
                at = self._mark(tokens, keys, at, closing)
                continue
            size = self._phrase(tokens, keys, at)
            if size:
                at += size
                continue
            if token.line and self.current.tokens:
                self._finish("\n", line=True)
            self.current.line = self.current.line or token.line
            self.current.tokens.append(token)
            self.current.words.append(token)
            at += 1

    def _mark(self, tokens: list[Token], keys: tuple[str, ...], at: int, closing: Mapping[int, int]) -> int:
        token, key = tokens[at], keys[at]
        if key == "(":
            close = closing.get(at)
            if close is None or self.depth == _DEEPEST:
                return at + 1
            self.depth += 1
            self._bracket(tokens, at, close)
            self.depth -= 1
            return close + 1
        if key == ")":
            self._item_mark(at + 1 < len(tokens))
            return at + 1
        tight = not token.space and at + 1 < len(tokens) and not tokens[at + 1].space and not tokens[at + 1].line
        if key == "or" and (size := self._trailing(tokens, keys, at)):
            return at + size
        if key in {"/", "or"}:
            self._finish("/", tight=tight and key == "/")
        elif key in {",", "and", "+"}:
            self._finish(key)
        elif key in {";", "*"}:
            self._finish(key)
            if not self.sticky:
                self.relation = None
        elif key == ":":
            if not self._label() and not self._label_behind():
                self._finish(":")
        elif key == "-":
            if self.current.tokens or self.chunks:
                following = tokens[at + 1] if at + 1 < len(tokens) else None
                labels = (self.current.line or self.sticky or not self.chunks) and not self._is_post(tokens[at + 1 :])
                if not labels or not self._label():
                    self._finish("-", tight=following is not None and not following.space)
        elif key == ".":
            last = self.current.words[-1] if self.current.words else None
            if last is not None and len(last.text) > 2 and last.long is None and at + 1 < len(tokens):
                self._finish(".")
                if not self.sticky:
                    self.relation = None
            elif last is not None and last.long is None and (len(last.text) == 1 or "." in last.text):
                self.current.tokens.append(token)  # an initial's full stop
        return at + 1

    def _is_post(self, following: Sequence[Token]) -> bool:
        """Tell whether the words before a dash are a post and those behind it its subject: "Strategic Lead – Parks".

        A post, team or person behind the dash is what a label names ("Strategic lead – Head of Parks"), and so is
        anybody behind the plain "Lead" and "Lead officer".
        """
        lexicon = self.lexicon
        keys = tuple(key for token in self.current.words for key in token.keys)
        if (
            len(keys) < 2
            or keys[-1] != "lead"
            or (found := lexicon.titles.longest(keys)) is None
            or found[0] < len(keys)
        ):
            return False
        words = list(takewhile(lambda token: not token.mark and not token.line, following))
        subject = [key for token in words for key in token.keys]
        headed = any(tuple(subject[k:]) in lexicon.heads for k in range(len(subject)))
        known = all(key in lexicon.vocabulary for key in subject)
        return bool(subject) and known and not headed and lexicon.titles.longest(tuple(subject)) is None

    def _label(self) -> bool:
        """Take the words so far as a label ("Lead:", "Support:") where they are one."""
        keys = tuple(key for token in self.current.words for key in token.keys)
        relation = self.lexicon.labels.get(keys)
        if relation is None:
            return False
        self.split.carriers += self.current.tokens
        self.current = Chunk(">")
        self.relation, self.sticky, self.related = relation, True, True
        return True

    def _label_behind(self) -> bool:
        """Take the last words as a label where the cell has had one: "Lead: HR Support: Communications"."""
        words = self.current.words
        for size in range(1, min(_LONGEST_LABEL, len(words) - 1) + 1) if self.sticky else ():
            label = words[-size:]
            if (
                tuple(key for token in label for key in token.keys) in self.lexicon.labels
                and label[0].text[:1].isupper()
            ):
                del words[-size:]
                self.current.tokens = [token for token in self.current.tokens if token not in label]
                self._finish(">")
                self.current.words, self.current.tokens = list(label), list(label)
                return self._label()
        return False

    def _item_mark(self, goes_on: bool) -> None:
        """Take a letter or figure before a closing bracket as an item's: "a) HR b) Communications"."""
        last = self.current.words[-1] if self.current.words else None
        if last is None or not goes_on or _ITEM.fullmatch(last.text) is None:
            return
        self.current.words.pop()
        self.current.tokens = [token for token in self.current.tokens if token is not last]
        self.split.carriers.append(last)
        self._finish("*")

    def _phrase(self, tokens: list[Token], keys: tuple[str, ...], at: int) -> int:
        """Length of a phrase that is no owner and stands here, 0 where there is none."""
        fresh = not self.current.words
        token = tokens[at]
        found = self.lexicon.before.longest(keys, at)
        if found is not None:
            size, relation = found
            following = tokens[at + size] if at + size < len(tokens) else None
            inside = relation or size > 1 or token.key in {"via", "through", "including", "plus"}
            reads_on = following is not None and (not following.mark or following.key in {":", "("})
            if reads_on and token.key == "with" and following is not None:
                reads_on = following.key not in {"responsibility", "responsibilities", "special", "lead", "a"}
            if reads_on and size == 1 and relation == "" and not fresh and token.key in {"through", "plus"}:
                reads_on = token.key == "through" or self.current.words[-1].key not in {"lgbt", "lgbtq"}
            if reads_on and (fresh or token.line or inside) and not self._belongs(found[0], tokens, at):
                self._finish(">")
                self.split.carriers += tokens[at : at + size]
                if relation:
                    self.relation, self.sticky, self.related = relation, False, True
                if following is not None and following.key == ":":
                    self.split.carriers.append(following)
                    size += 1
                return size
        return 0 if fresh else self._trailing(tokens, keys, at)

    def _trailing(self, tokens: list[Token], keys: tuple[str, ...], at: int) -> int:
        """Length of a phrase that only follows an owner ("to lead", "or nominee"), 0 where there is none."""
        found = self.lexicon.after.longest(keys, at)
        if found is None:
            return 0
        size, relation = found
        following = tokens[at + size] if at + size < len(tokens) else None
        goes_on = following is not None and self.lexicon.before.longest(keys, at + size) is not None
        if not (following is None or following.mark or following.line or goes_on):
            return 0
        self.split.carriers += tokens[at : at + size]
        if relation:
            self.current.relation = relation
            self.related = True
        return size

    def _belongs(self, size: int, tokens: list[Token], at: int) -> bool:
        """Whether the words are a known name after all ("Working with Families Team")."""
        following = tokens[at + size : at + size + 4]
        return (
            tokens[at].text[:1].isupper()
            and not tokens[at].text.isupper()
            and any(t.key in {"families", "communities"} for t in following[:1])
            and size > 1
        )

    def _bracket(self, tokens: list[Token], at: int, close: int) -> None:
        content = tokens[at + 1 : close]
        whole = tokens[at : close + 1]
        keys = tuple(key for token in content if not token.mark or token.key == "and" for key in token.keys)
        lexicon = self.lexicon
        if len(content) == 1 and (content[0].text.isdigit() or len(content[0].text) == 1):
            self.split.carriers += whole  # "(1) HR (2) Communications"
            self._finish("*")
            return
        if not keys or keys in lexicon.nobody:
            if keys in lexicon.unsettled:
                self.split.flags.append("owner_to_be_confirmed")
            self.split.carriers += whole
            return
        if keys in lexicon.marks:
            relation = lexicon.marks[keys]
            self.split.carriers += whole
            self.related = True
            if self.current.words:
                self.current.relation = relation
            else:
                self.pending = relation
            return
        plain = tuple(token.key if len(token.keys) == 1 else "\0" for token in content)
        found = lexicon.before.longest(plain) if not content[0].mark else None
        if found is not None and (found[1] or found[0] > 1) and found[0] < len(content):
            kept = self.relation, self.sticky
            self._finish(">")
            self._run(content)
            self._finish(">")
            self.relation, self.sticky = kept
            return
        labelled = next(
            (at for at, token in enumerate(content[: _LONGEST_LABEL + 1]) if token.mark and token.key == ":"), 0
        )
        if labelled and tuple(key for token in content[:labelled] for key in token.keys) in lexicon.labels:
            kept = self.relation, self.sticky
            self._finish(">")
            self._run(content)  # "(support: HR)"
            self._finish(">")
            self.relation, self.sticky = kept
            return
        if not self.current.words and (close + 1 >= len(tokens) or tokens[close + 1].mark):
            self._run(content)
            return
        self.current.tokens += whole
        self.current.inner.append(content)

    def _finish(self, sep: str, tight: bool = False, line: bool = False) -> None:
        """Close the current chunk and open one behind `sep`; of several separators in a row the strongest counts."""
        current = self.current
        if not current.words and not current.inner:
            if _RANK[sep] > _RANK[current.sep]:
                # "and/or" separates like a slash, ", and" like "and"
                current.sep = "and" if {sep, current.sep} == {",", "and"} else sep
                current.tight = tight
            elif sep == "and" and current.sep == ",":
                current.sep = "and"
            current.line = current.line or line
            return
        self._leave_unsettled()
        keys = tuple(key for token in current.words for key in token.keys)
        empty = keys in self.lexicon.nobody or not any(c.isalpha() for token in current.words for c in token.text)
        if empty and current.words and current.inner and any(not token.mark for token in current.inner[0]):
            inner = current.inner[0]  # "TBC (HR)"
            self.split.nobody += current.words
            if keys in self.lexicon.unsettled:
                self.split.flags.append("owner_to_be_confirmed")
            kept = self.current = Chunk(current.sep, tight=current.tight, line=current.line)
            kept.tokens = kept.words = [token for token in inner if not token.mark]
            self._finish(sep, tight=tight, line=line)
            return
        if empty and (current.words or not current.inner):
            self.split.nobody += current.tokens
            if keys in self.lexicon.unsettled:
                self.split.flags.append("owner_to_be_confirmed")
            self.current = Chunk(_stronger(current.sep, sep), tight=tight, line=line)
            return
        if current.sep == "-" and self.chunks and keys in self.lexicon.marks and not current.inner:
            self.chunks[-1].relation = self.lexicon.marks[keys]  # "HR - lead"
            self.related = True
            self.split.carriers += current.tokens
            self.current = Chunk(sep, tight=tight, line=line)
            return
        current.relation = current.relation or self.pending or self.relation
        self.pending = None
        self.chunks.append(current)
        self.current = Chunk(sep, tight=tight, line=line)

    def _leave_unsettled(self) -> None:
        """Leave out a "TBC" behind the words of an owner: "Head of Policy TBC"."""
        words = self.current.words
        for size in range(1, min(_LONGEST_LABEL, len(words) - 1) + 1):
            last = words[-size:]
            if tuple(key for token in last for key in token.keys) in self.lexicon.unsettled:
                del words[-size:]
                self.current.tokens = [token for token in self.current.tokens if token not in last]
                self.split.nobody += last
                self.split.flags.append("owner_to_be_confirmed")
                return


def _stronger(one: str, other: str) -> str:
    return one if _RANK[one] >= _RANK[other] else other


def _closing(keys: tuple[str, ...]) -> dict[int, int]:
    """Give the place of the closing bracket for every opening one that has one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, key in enumerate(keys):
        if key == "(":
            opened.append(index)
        elif key == ")" and opened:
            pairs[opened.pop()] = index
    return pairs
