"""Judging the boundaries of a cell: whether what stands behind a separator belongs to the owner before it.

The test for "and" is whether each side can stand alone as an owner; the same test holds for commas, slashes and line
breaks, each with its own leaning. Every decision has a name, which the mention carries as its `rule`.
"""

from __future__ import annotations

from pipeline.normalise.owner.classify import Shape, find_function, is_tail_word, read_shape
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.parts import Chunk, Part
from pipeline.normalise.owner.words import Token

_STRONG = 3
_HARD = frozenset({";", "+", "*", ">", "."})


def join_chunks(chunks: list[Chunk], lexicon: Lexicon) -> list[Part]:
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
            joins, rule = _Judge(
                chunks, at, part, left, lexicon=lexicon, enumerating=enumerating, decided=decided
            ).decide()
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
        _second_surname(parts, index, part)
    return parts


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
        part.flags.append("owner_shared_head")
    elif index and is_tail_word(shape) and len(part.chunks) == 1 and first.sep in {"/", "and", "\n", ">"}:
        before_shape = parts[index - 1].chunks[0].shape
        if (
            before_shape.kind in {"role", "team"}
            and before_shape.head
            and before_shape.subject
            and shape.seniority != "member"
        ):
            size = len(before_shape.subject)
            part.shared_subject = _first_keys(parts[index - 1].words, size)
            part.flags.append("owner_shared_head")
            part.rule = "shared_subject"


def _second_surname(parts: list[Part], index: int, part: Part) -> None:
    """ "Cllrs Bloggs and Doe": an unknown capitalised word after a person is a person too."""
    shape = part.chunks[0].shape
    before = parts[index - 1].chunks[0].shape if index else shape
    if before.kind == "person" and not shape.kind and len(part.words) == 1 and part.words[0].text.istitle():
        part.chunks[0].shape.kind = "person"
        part.person = True


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
        *,
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
        """Whether the chunk joins, and the name of the rule that says so."""
        sep = self.chunk.sep
        left = self.left
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
            and self.left.seniority != "member"
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

    def _shares_plural(self) -> bool:
        """Whether a plural title ("Heads of Housing") still waits for further subjects."""
        title = self.left.title
        waits = title is not None and title.plural and title.seniority != "none" and bool(self.left.subject)
        return waits or self.part.rule == "shared_plural_head"

    def _own_head(self, shape: Shape) -> bool:
        """A head of its own: what can stand alone after a title's subject."""
        if shape.partner:
            return shape.partner == "bodies" and shape.keys not in self.lexicon.also_subjects
        if shape.kind == "collective":
            return shape.title is None or shape.opens
        return shape.closed and (shape.acronym or not shape.generic)

    # -- separators ----------------------------------------------------------------------------------------------

    def _slash(self) -> tuple[bool, str]:
        left, right, tight = self.left, self.right, self.chunk.tight
        if self._statutory() and tight:
            return True, "statutory_office"
        ends_a_post = right.is_post and not right.subject and right.seniority in {"head", "manager", "officer"}
        if is_tail_word(right) or (right.opens and not (ends_a_post and not left.closed and not self.chunk.line)):
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
        last = self.part.words[-1].keys[-1] if self.part.words else ""
        first = right.keys[0] if right.keys else ""
        if not right.keys:
            return True, "line_goes_on"
        if first in self.lexicon.connectors or (last in self.lexicon.connectors):
            return True, "line_goes_on"
        if right.generic and not right.opens and right.kind in {"role", "team", "board", "collective"}:
            if left.kind == "role" and right.kind == "team" and left.closed:
                return False, "line"
            if not left.closed or (left.kind in {"team", "board"} and right.kind in {"role", "collective"}):
                return True, "line_goes_on"
        if self._starts_owner() and not left.modifiers_only:
            return False, "line"
        if left.is_post and left.bare_title and not self._own_head(right):
            return True, "line_goes_on"
        if (
            last in self.lexicon.dangling
            and not (left.acronym or left.bare_title)
            and not (left.closed and left.title is None)
        ):
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
        if self._shares_plural() and not right.opens:
            return False, "and_between" if self._own_head(right) else "shared_plural_head"
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
        if self._shares_plural() and not right.opens and not self._own_head(right):
            return False, "shared_plural_head"
        if self._starts_owner():
            return False, "comma"
        if left.kind == "role" and (left.bare_title or left.generic):
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
        if last.partner and last.head and not any(item.kind or item.weight or item.acronym for item in rest):
            return True  # "Anytown & District Citizens Advice"
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
