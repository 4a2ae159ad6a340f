"""Splitting an owner cell into its mentions.

The cell is cut at every separator into runs of words; then each boundary is judged by what stands on its two sides
(see classify.py). The test for "and" is whether each side can stand alone as an owner; the same test holds for commas,
slashes and line breaks, each with its own leaning. Every decision has a name, which the reading carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.classify import Shape, find_function, is_acronym, read_shape
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.words import Token, clean, tokenise

_STRONG = 3
_HARD = frozenset({";", "+", "*", ">", "."})
_RANK = {"": 0, "\n": 1, "-": 2, ":": 3, "and": 4, ",": 5, "/": 6, ".": 7, "+": 8, ";": 9, "*": 10, ">": 11}
_LOOSE_BOARDS = frozenset({"council", "cabinet", "network", "partnership", "commission", "parliament", "association"})


@dataclass(slots=True)
class Chunk:
    """A run of words between two separators. `tokens` hold its brackets too, `words` do not."""

    sep: str  # the separator before it; "" none, ">" a phrase such as "supported by"
    tokens: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    inner: list[list[Token]] = field(default_factory=list)
    tight: bool = False  # the slash before it has no white space round it
    line: bool = False  # it begins a line
    relation: str | None = None
    shape: Shape = field(default_factory=lambda: Shape(()))


@dataclass(slots=True)
class Part:
    """One mention: chunks that belong together, with the separators that stand between them."""

    chunks: list[Chunk]
    rule: str
    relation: str | None = None
    shared_head: str | None = None  # "head of" for the later subjects of "Heads of …"
    shared_subject: list[Token] = field(default_factory=list)
    drop_title: bool = False
    flags: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """Every token of the mention in reading order, separators between its chunks left out."""
        return [token for chunk in self.chunks for token in chunk.tokens]

    @property
    def words(self) -> list[Token]:
        """Its words outside brackets."""
        return [token for chunk in self.chunks for token in chunk.words]


@dataclass(slots=True)
class Split:
    """A cell as split: its cleaned text, its tokens, its parts, and the tokens that are no part of a mention."""

    text: str
    tokens: list[Token]
    parts: list[Part]
    carriers: list[Token]
    nobody: list[Token]
    flags: list[str]


def split_cell(text: str, abbreviations: Abbreviations, lexicon: Lexicon) -> Split:
    """Split an owner cell. Total: any text gives a Split, if need be one without parts."""
    text = clean(text)
    tokens = _expand(tokenise(text), abbreviations, lexicon)
    split = Split(text, tokens, [], [], [], [])
    whole = tuple(key for token in tokens if not token.mark for key in token.keys)
    if whole in lexicon.nobody:
        split.nobody += tokens
        if whole in lexicon.unsettled:
            split.flags.append("owner_to_be_confirmed")
        return split
    reader = _Chunker(tokens, lexicon, split)
    chunks = [piece for chunk in reader.read(tokens) for piece in _juxtaposed(chunk, lexicon)]
    for chunk in chunks:
        chunk.shape = read_shape(chunk.words, lexicon)
    split.parts = _join(chunks, lexicon)
    for part in split.parts:
        if part.tokens and part.tokens[0] is not tokens[0]:
            _leave_article(part, split)
    if reader.related and any(part.relation == "support" for part in split.parts):
        for part in split.parts:
            part.relation = part.relation or "lead"
    return split


def _expand(tokens: list[Token], abbreviations: Abbreviations, lexicon: Lexicon) -> list[Token]:
    """Give abbreviations their long forms, compounds such as "HR/OD" as one token, and glue names that hold "and"."""
    keys = tuple(token.key for token in tokens)
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found = lexicon.compounds.find(keys, at)
        if found is not None and not _defined(tokens[at : at + found[0]], abbreviations):
            size, long = found
            last = tokens[at + size - 1]
            whole = Token("", token.start, last.end, False, token.space, token.line)
            whole.text = "".join(
                ((" " if t.space and n else "") + t.text) for n, t in enumerate(tokens[at : at + size])
            )
            whole.long, whole.source = long, "lexicon"
            whole.keys = _long_keys(long)
            result.append(whole)
            at += size
            continue
        if not token.mark:
            expansion = abbreviations.find(token.text)
            if expansion is not None:
                token.long, token.source = expansion.long, expansion.source
                token.keys = _long_keys(expansion.long)
        result.append(token)
        at += 1
    flat = tuple(token.keys[0] if len(token.keys) == 1 else "\0" for token in result)
    at = 0
    while at < len(result):
        found_name = None if result[at].mark else lexicon.glued.find(flat, at)
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


def _long_keys(long: str) -> tuple[str, ...]:
    from pipeline.normalise.owner.words import plain_keys

    return plain_keys(long)


def _defined(tokens: Sequence[Token], abbreviations: Abbreviations) -> bool:
    """Whether the document or the council gives one of the words a meaning of its own."""
    own = {short for short, _ in abbreviations.document} | {short for short, _ in abbreviations.council}
    return any(token.text in own for token in tokens)


class _Chunker:
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

    def read(self, tokens: list[Token]) -> list[Chunk]:
        self._run(tokens)
        self._finish("")
        return self.chunks

    def _run(self, tokens: list[Token]) -> None:
        keys = tuple(token.key if len(token.keys) == 1 else "\0" for token in tokens)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.mark:
                at = self._mark(tokens, keys, at)
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

    def _mark(self, tokens: list[Token], keys: tuple[str, ...], at: int) -> int:
        token, key = tokens[at], keys[at]
        if key == "(":
            close = _closing(keys, at)
            if close > at:
                self._bracket(tokens, at, close)
                return close + 1
            return at + 1
        if key == ")":
            return at + 1
        tight = not token.space and at + 1 < len(tokens) and not tokens[at + 1].space and not tokens[at + 1].line
        if key == "/":
            self._finish("/", tight=tight)
        elif key in {",", "and", "+"}:
            self._finish(key)
        elif key in {";", "*"}:
            self._finish(key)
            if not self.sticky:
                self.relation = None
        elif key == ":":
            if not self._label():
                self._finish(":")
        elif key == "-":
            if self.current.tokens or self.chunks:
                following = tokens[at + 1] if at + 1 < len(tokens) else None
                if not (self.current.line or not self.chunks) or not self._label():
                    self._finish("-", tight=following is not None and not following.space)
        elif key == ".":
            last = self.current.words[-1] if self.current.words else None
            if last is not None and len(last.text) > 2 and last.long is None and at + 1 < len(tokens):
                self._finish(".")
                if not self.sticky:
                    self.relation = None
            elif last is not None and len(last.text) == 1:
                self.current.tokens.append(token)  # an initial's full stop
        return at + 1

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

    def _phrase(self, tokens: list[Token], keys: tuple[str, ...], at: int) -> int:
        """Length of a phrase that is no owner and stands here, 0 where there is none."""
        fresh = not self.current.words
        token = tokens[at]
        found = self.lexicon.before.find(keys, at)
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
        found = None if fresh else self.lexicon.after.find(keys, at)
        if found is not None:
            size, relation = found
            following = tokens[at + size] if at + size < len(tokens) else None
            if following is None or following.mark or following.line:
                self.split.carriers += tokens[at : at + size]
                if relation:
                    self.current.relation = relation
                    self.related = True
                return size
        return 0

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
        found = lexicon.before.find(plain) if not content[0].mark else None
        if found is not None and (found[1] or found[0] > 1) and found[0] < len(content):
            kept = self.relation, self.sticky
            self._finish(">")
            self._run(content)
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
        keys = tuple(key for token in current.words for key in token.keys)
        if keys in self.lexicon.nobody or not any(c.isalpha() for token in current.words for c in token.text):
            if current.words or not current.inner:
                self.split.nobody += current.tokens
                if keys in self.lexicon.unsettled:
                    self.split.flags.append("owner_to_be_confirmed")
                self.current = Chunk(_stronger(current.sep, sep), tight=tight, line=line)
                return
        current.relation = current.relation or self.pending or self.relation
        self.pending = None
        self.chunks.append(current)
        self.current = Chunk(sep, tight=tight, line=line)


def _stronger(one: str, other: str) -> str:
    return one if _RANK[one] >= _RANK[other] else other


def _closing(keys: tuple[str, ...], at: int) -> int:
    depth = 0
    for index in range(at, len(keys)):
        depth += (keys[index] == "(") - (keys[index] == ")")
        if depth == 0:
            return index
    return -1


def _juxtaposed(chunk: Chunk, lexicon: Lexicon) -> list[Chunk]:
    """Cut a run of words in which owners stand side by side with no separator."""
    words = chunk.words
    if len(words) < 2:
        return [chunk]
    for at in range(1, len(words)):
        if _may_break(words, at, lexicon):
            left, right = read_shape(words[:at], lexicon), read_shape(words[at:], lexicon)
            if _breaks(words, at, left, right, lexicon):
                cut = words[at].index
                first = Chunk(chunk.sep, tight=chunk.tight, line=chunk.line, relation=chunk.relation)
                second = Chunk(">", relation=chunk.relation)
                first.words, second.words = words[:at], words[at:]
                first.tokens = [token for token in chunk.tokens if token.index < cut]
                second.tokens = [token for token in chunk.tokens if token.index >= cut]
                for inner in chunk.inner:
                    (first if inner and inner[0].index < cut else second).inner.append(inner)
                if second.words and _is_tail_word(right) and left.closed:
                    second.sep = "/"
                return [first, *_juxtaposed(second, lexicon)]
    return [chunk]


def _is_tail_word(shape: Shape) -> bool:
    return shape.generic and len(shape.keys) == len(shape.head) == 1


def _may_break(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """A cheap look before the full one: something ends before this word, or something begins with it."""
    before, here = words[at - 1], words[at]
    if before.key in lexicon.connectors or here.key in lexicon.connectors or _spanned(words, at, lexicon):
        return False
    return (
        (before.keys[-1],) in lexicon.heads
        or before.long is not None
        or here.key in lexicon.quantifiers
        or is_acronym(before, lexicon)
        or lexicon.titles.find(tuple(k for token in words[at : at + 5] for k in token.keys)) is not None
        or _NAME_END.isdisjoint(before.keys) is False
    )


def _spanned(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a known title or subject stands on both sides of this place."""
    start = max(0, at - 3)
    keys = tuple(token.keys[0] if len(token.keys) == 1 else "\0" for token in words[start : at + 4])
    for index in range(at - start):
        for phrases in (lexicon.titles, lexicon.cues):
            found = phrases.find(keys, index)
            if found is not None and index + found[0] > at - start:
                return True
    return False


_NAME_END = frozenset({"services", "service", "resources", "safety", "care", "health", "development"})


def _breaks(words: list[Token], at: int, left: Shape, right: Shape, lexicon: Lexicon) -> bool:
    if left.modifiers_only or not left.kind:
        return False
    named = left.closed or left.service
    if right.title is not None and named and not left.generic:
        found = lexicon.titles.find(tuple(k for token in words[at : at + 6] for k in token.keys))
        phrase = tuple(right.title.singular.split())
        tail_too = phrase in lexicon.heads or phrase[-1:] == ("of",) and phrase[:-1] in lexicon.heads
        if found is not None and right.subject and (left.closed or not tail_too or phrase[0] in {"head", "deputy"}):
            if left.kind == "person":
                return False
            return not (left.kind == "role" and left.bare_title)
        if left.closed and not left.bare_title and len(phrase) > 1 and left.kind != "person" and not right.subject:
            return right.seniority in {"executive", "member", "assistant_director"} and not left.acronym
    if right.kind == "collective" and right.quantified and (left.closed or left.service):
        return not left.bare_title
    if left.kind == "person":
        return False
    if left.acronym and not left.closed:
        return bool(
            (left.service or not words[at - 1].long)
            and len(left.keys) > 0
            and right.service == "full"
            and (not left.weight or left.function != right.function)
            and (left.service or len(words[0].text) > 3)
        )
    if left.acronym and left.kind == "board":
        if right.keys in lexicon.board_rests or right.keys[:1] in lexicon.board_rests or right.keys[0] in _RESTS:
            return False
        return bool(right.service) or (right.closed and right.kind in {"team", "board"} and right.weight >= _STRONG)
    if left.closed and not left.generic and not left.acronym:
        return _breaks_after_head(left, right)
    if left.closed and left.kind == "collective" and right.service == "acronym":
        return True
    return (
        left.service == "full"
        and right.service == "full"
        and left.function != right.function
        and left.keys[-1] in _NAME_END
        and right.keys[-1] in _NAME_END
    )


_RESTS = frozenset({"steering", "working", "sub", "subgroup", "group", "project", "programme"})


def _breaks_after_head(left: Shape, right: Shape) -> bool:
    if left.title is not None and left.bare_title:
        return False
    if left.title is not None and left.kind == "role":
        # The field after a title may be followed by a post of its own.
        return (
            right.closed
            and right.kind in {"role", "team"}
            and not right.generic
            and bool(
                left.subject
                and right.weight >= _STRONG
                and right.title is None
                and left.weight >= _STRONG
                and left.head == ()
                and right.kind == "role"
                and right.seniority == "officer"
            )
        )
    if right.generic:
        return left.kind == "role" and right.kind == "team" and _is_tail_word(right)
    if right.service:
        return left.kind in {"team", "board", "collective"} and (left.kind != "collective" or right.service != "bare")
    if not right.closed:
        return False
    if right.kind in {"collective", "partner"}:
        return right.kind == "collective" or left.kind in {"team", "board"}
    if right.kind == "person":
        return False
    if left.head[-1:] and left.head[-1] in _LOOSE_BOARDS and right.kind == "role":
        return False
    return right.weight >= _STRONG


def _join(chunks: list[Chunk], lexicon: Lexicon) -> list[Part]:
    """Judge every boundary and give the parts in reading order."""
    parts: list[Part] = []
    decided: dict[int, tuple[bool, str]] = {}
    enumerating = False
    for at, chunk in enumerate(chunks):
        if not parts:
            parts.append(Part([chunk], "whole", chunk.relation))
            continue
        part = parts[-1]
        if at in decided:
            joins, rule = decided[at]
        else:
            left = read_shape(part.words, lexicon) if len(part.chunks) > 1 else part.chunks[0].shape
            joins, rule = _Judge(chunks, at, part, left, lexicon, enumerating, decided).decide()
        if chunk.sep in _HARD:
            enumerating = False
        elif chunk.sep == "," and not joins:
            enumerating = True
        if joins:
            part.chunks.append(chunk)
            part.rule = rule
            part.relation = part.relation or chunk.relation
            continue
        parts.append(Part([chunk], rule, chunk.relation))
    for index, part in enumerate(parts):
        _share(parts, index, part, lexicon)
    return parts


def _leave_article(part: Part, split: Split) -> None:
    """Leave "the" out of a mention that is not the cell's first: it belongs to the sentence."""
    first = part.chunks[0]
    if len(first.words) > 1 and first.words[0].key in _ARTICLES:
        article = first.words.pop(0)
        first.tokens.remove(article)
        split.carriers.append(article)


_ARTICLES = frozenset({"the", "our", "a", "an"})


def _share(parts: list[Part], index: int, part: Part, lexicon: Lexicon) -> None:
    """Give a part what it shares with its neighbour: a plural head, or the subject before a bare "team"."""
    first = part.chunks[0]
    shape = first.shape
    if part.rule == "shared_plural_head" and index:
        before = parts[index - 1]
        part.shared_head = before.shared_head
        if part.shared_head is None:
            title = before.chunks[0].shape.title
            if title is not None:
                before.shared_head = part.shared_head = title.singular
                before.drop_title = True
    elif part.rule == "shared_plural_tail" and index:
        part.flags.append("shared_head")
    elif index and _is_tail_word(shape) and len(part.chunks) == 1 and first.sep in {"/", "and", "\n", ">"}:
        before_shape = parts[index - 1].chunks[0].shape
        if (
            before_shape.kind in {"role", "team"}
            and before_shape.head
            and before_shape.subject
            and shape.seniority != "member"
        ):
            size = len(before_shape.subject)
            part.shared_subject = _first_keys(parts[index - 1].words, size)
            part.flags.append("shared_head")
            part.rule = "shared_subject"


def _first_keys(words: list[Token], size: int) -> list[Token]:
    taken: list[Token] = []
    for token in words:
        if size <= 0:
            break
        taken.append(token)
        size -= len(token.keys)
    return taken


class _Judge:
    """The decision at one boundary: whether the chunk at `at` belongs to the part before it."""

    def __init__(
        self,
        chunks: list[Chunk],
        at: int,
        part: Part,
        left: Shape,
        lexicon: Lexicon,
        enumerating: bool,
        decided: dict[int, tuple[bool, str]],
    ) -> None:
        self.chunks = chunks
        self.at = at
        self.chunk = chunks[at]
        self.part = part
        self.left = left
        self.right = self.chunk.shape
        self.lexicon = lexicon
        self.enumerating = enumerating
        self.decided = decided

    def decide(self) -> tuple[bool, str]:
        sep = self.chunk.sep
        left, right = self.left, self.right
        if sep in _HARD:
            return False, {">": "side_by_side", "*": "bullet", ";": "semicolon", "+": "plus", ".": "sentence"}[sep]
        if sep != "/" and self._person_with_post():
            return True, "person_with_post"
        if not left.keys:
            return True, "bracket"
        if sep == "/":
            return self._slash()
        if sep == "\n":
            return self._line()
        if sep == ":":
            return self._colon()
        if sep == "-":
            return self._dash()
        if sep == "and":
            return self._and()
        if sep == ",":
            return self._comma()
        return False, "side_by_side"

    # -- what both sides need ------------------------------------------------------------------------------------

    def _person_with_post(self) -> bool:
        left, right = self.left, self.right
        if self.chunk.sep == "and":
            return False
        if left.kind == "person":
            return right.kind == "role" and (not left.guessed or right.title is not None or right.closed)
        return (
            right.kind == "person"
            and left.kind == "role"
            and self.chunk.sep in {",", "-", ":"}
            and (not right.guessed and len(right.keys) > 1)
        )

    def _statutory(self) -> bool:
        keys = tuple(key for key in self.right.keys if key not in self.lexicon.determiners)
        return (
            keys in self.lexicon.statutory
            and self.left.kind == "role"
            and (self.left.title is not None or not self.left.generic)
        )

    def _starts_owner(self) -> bool:
        right = self.right
        if right.title is not None and not right.subject and not self.left.closed and not right.title.joint:
            # "Senior Policy and Programme Manager": what could end a post does not begin one.
            return right.seniority not in {"manager", "officer"}
        return right.kind == "person" or (
            right.opens and (right.title is not None or right.closed or bool(right.service) or bool(right.head))
        )

    def _differs(self, left: Shape, right: Shape) -> bool:
        return left.weight >= _STRONG and right.weight >= _STRONG and left.function != right.function

    def _own_head(self, shape: Shape) -> bool:
        """A head of its own: what can stand alone after a title's subject."""
        if shape.partner:
            return shape.partner == "bodies"
        if shape.kind == "collective":
            return shape.title is None or shape.opens
        return shape.closed and not shape.generic

    # -- separators ----------------------------------------------------------------------------------------------

    def _slash(self) -> tuple[bool, str]:
        left, right, tight = self.left, self.right, self.chunk.tight
        if self._statutory() and tight:
            return True, "statutory_office"
        ends_a_post = right.is_post and not right.subject and right.seniority in {"head", "manager", "officer"}
        if _is_tail_word(right) or (right.opens and not (ends_a_post and not left.closed and not self.chunk.line)):
            return False, "slash"
        if left.closed or self.chunk.line:
            inside = left.title is not None and left.kind == "role" and tight and not right.closed
            if inside and not right.service and not right.acronym and left.subject:
                return True, "slash_inside_title"
            return False, "slash"
        if right.is_post and (right.title is None or ends_a_post) and not left.acronym and left.service != "full":
            related = not self._differs(left, right)
            if (related and tight) or not left.service:
                return True, "slash_inside_title"
        return False, "slash"

    def _line(self) -> tuple[bool, str]:
        left, right = self.left, self.right
        last = self.part.words[-1].key if self.part.words else ""
        first = right.keys[0] if right.keys else ""
        if not right.keys:
            return True, "line_goes_on"
        if first in self.lexicon.connectors or (last in self.lexicon.connectors):
            return True, "line_goes_on"
        if right.generic and not right.opens and right.kind in {"role", "team", "board", "collective"}:
            if left.kind == "role" and right.kind == "team" and left.closed:
                return False, "line"
            if not left.closed or left.kind in {"team", "board"} and right.kind in {"role", "collective"}:
                return True, "line_goes_on"
        if self._starts_owner() and not left.modifiers_only:
            return False, "line"
        if left.bare_title and not self._own_head(right):
            return True, "line_goes_on"
        if last in self.lexicon.dangling and not left.acronym and not (left.closed and left.title is None):
            return True, "line_goes_on"
        if left.title is not None and left.kind == "role":
            if self._own_head(right):
                return False, "line"
            return (False, "line") if right.service and left.weight >= _STRONG else (True, "line_goes_on")
        if left.closed:
            if left.kind == "role" and left.generic and not right.closed:
                return True, "line_goes_on"
            if not right.kind and not right.weight and not right.acronym and left.kind != "person":
                return False, "line"
            return False, "line"
        if left.acronym:
            return (True, "line_goes_on") if right.generic else (False, "line")
        if right.closed:
            if left.service:
                same = left.function == right.function and left.service == "bare"
                return (True, "line_goes_on") if same else (False, "line")
            return (False, "line") if self._differs(left, right) else (True, "line_goes_on")
        if left.service and (right.service or right.acronym):
            return (False, "line") if self._differs(left, right) or right.acronym else (True, "line_goes_on")
        return True, "line_goes_on"

    def _colon(self) -> tuple[bool, str]:
        left, right = self.left, self.right
        if left.bare_title and not right.opens:
            return True, "title_with_field"
        if left.closed and right.closed:
            return False, "colon"
        return (True, "title_with_field") if not right.closed else (False, "colon")

    def _dash(self) -> tuple[bool, str]:
        left, right = self.left, self.right
        if right.keys in self.lexicon.marks and not right.subject:
            return True, "title_with_field"
        if right.opens and left.closed:
            return False, "dash"
        if left.kind == "role" and not self._own_head(right):
            return True, "title_with_field"
        if left.bare_title:
            return True, "title_with_field"
        if left.closed and right.closed:
            return False, "dash"
        if left.service == "acronym" and right.service:
            return False, "dash"
        return True, "title_with_field"

    def _and(self) -> tuple[bool, str]:
        left, right = self.left, self.right
        if self._statutory():
            return True, "statutory_office"
        if left.modifiers_only and not left.closed:
            return True, "and_inside"
        if self.part.rule == "shared_plural_head" or (
            left.title is not None and left.title.plural and left.subject and not right.opens
        ):
            if not self._own_head(right) and left.title is None or (left.title and left.title.plural):
                return False, "shared_plural_head" if not self._own_head(right) else "and_between"
        if self._starts_owner():
            return False, "and_between"
        if left.title is not None and left.kind == "role":
            return (False, "and_between") if self._own_head(right) else (True, "and_inside")
        if left.closed:
            return False, "and_between"
        return self._bare_list()

    def _comma(self) -> tuple[bool, str]:
        left, right = self.left, self.right
        if left.modifiers_only and not left.closed:
            return True, "comma_inside"
        if (
            (self.part.rule == "shared_plural_head" or (left.title is not None and left.title.plural and left.subject))
            and not right.opens
            and not self._own_head(right)
        ):
            return False, "shared_plural_head"
        if self._starts_owner():
            return False, "comma"
        if left.bare_title or (left.kind == "role" and left.generic):
            if self._own_head(right):
                return False, "comma"
            return True, "title_with_field"
        if left.title is not None and left.kind == "role":
            if self._own_head(right):
                return False, "comma"
            listed = any(c.sep == "and" for c in self._group()[1:]) or not right.acronym
            return (True, "comma_inside") if listed else (False, "comma")
        if left.kind == "role":
            return self._field_after_post()
        if left.closed:
            return False, "comma"
        return self._bare_list()

    def _field_after_post(self) -> tuple[bool, str]:
        """A comma after a post: the service that the post belongs to, or the next owner of a list."""
        right = self.right
        if self.enumerating or right.closed or right.acronym or (self.part.chunks[-1].sep == "," and right.service):
            return False, "comma"
        group = self._group()
        if any(c.sep == "," for c in group[1:]):
            inner = [c for c in group if c.sep == "and"]
            return (True, "title_with_field") if inner else (False, "comma")
        if len(group) > 1:
            second = group[1]
            if second.shape.closed or second.shape.acronym or second.shape.opens:
                return False, "comma"
        return True, "title_with_field"

    def _group(self) -> list[Chunk]:
        """The chunks from this one on that commas and "and" link, up to the first that begins or ends an owner."""
        group = [self.chunk]
        if self.chunk.shape.closed:
            return group
        for chunk in self.chunks[self.at + 1 :]:
            if chunk.sep not in {",", "and"} or (chunk.shape.opens and chunk.shape.closed):
                break
            group.append(chunk)
            if chunk.shape.closed:
                break
        return group

    def _bare_list(self) -> tuple[bool, str]:
        """Names without a head of their own, linked by commas and "and": one name with several words, or a list."""
        group = self._group()
        items = [self.left, *(chunk.shape for chunk in group)]
        last, rest = items[-1], items[:-1]
        joint = any(chunk.sep == "and" for chunk in group)
        rule = "and_inside" if joint else "comma_inside"
        apart = "and_between" if self.chunk.sep == "and" else "comma"
        outcome = self._one_name(items, rest, last, joint)
        if outcome is None:
            return True, rule
        # Every boundary of the list is decided alike.
        for offset in range(1, len(group)):
            sep_rule = "and_between" if group[offset].sep == "and" else "comma"
            self.decided[self.at + offset] = (True, rule) if outcome else (False, sep_rule)
        return (True, rule) if outcome else (False, apart)

    def _one_name(self, items: list[Shape], rest: list[Shape], last: Shape, joint: bool) -> bool | None:
        known = all(item.service for item in rest)
        functions = [item.function for item in items if item.weight >= _STRONG]
        distinct = len(functions) == len(items) == len(set(functions))
        first = rest[0]
        if last.kind in {"person", "partner"} or any(item.kind == "person" for item in rest):
            return False
        if last.closed and last.kind == "collective" and last.head and not last.generic:
            return not (known and (distinct or first.acronym))
        if last.generic and last.closed:
            return None
        if last.closed:
            if last.kind == "role":
                if any(item.weak and item.service for item in rest):
                    return False
                return not (len(rest) > 1 and not joint and known) and not (
                    len(rest) > 1 and first.acronym and known and distinct
                )
            if not joint:
                return not known
            ready = any(item.service in {"acronym", "full"} for item in rest)
            return not (known and distinct and ready)
        if not joint:
            return not any(item.service or item.acronym for item in items)
        if len(rest) > 1:
            return not ((known and last.service and distinct) or any(item.acronym for item in items))
        if last.acronym or first.acronym:
            unknown = (first.acronym and not first.weight) or (last.acronym and not last.weight)
            return first.function == last.function and not unknown
        if first.weak and first.service:
            return not (last.weak or self._differs(first, last))
        if first.service == "full" and last.service:
            return first.function == last.function
        if first.service and last.service == "full":
            function, weight = find_function(last.keys, self.lexicon)
            return not (weight >= _STRONG and function != first.function and first.service != "bare")
        return True
