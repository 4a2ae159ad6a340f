"""The canonical name of one mention: abbreviations in full, "and" for "&", posts, teams and boards in capitals.

Of two languages the English names the owner. A person beside a post stands in brackets behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.runs import Part, Run
from pipeline.normalise.owner.shape import Shape, find_head
from pipeline.normalise.owner.words import SMALL_IN_INITIALS, Token, plain_keys

_PAIR = 2  # capitals
_NEAR = 30  # words before a bracket that it may say again
_LONGEST_REPEAT = 14  # tokens of a bracket that spells an abbreviation out
_SPACE_BEFORE_CLOSE = re.compile(r" +([,.;:)])")
_SPACE_AFTER_OPEN = re.compile(r"\( +")
_SLASHES = re.compile(r" */ *")
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")
_JOINTS = {"and": "and", "comma": ",", "slash": "/", "dash": "-", "colon": ":"}
_PLAIN_KINDS = frozenset({"collective", "partner", "person"})  # names of these keep their small letters


def name_of(part: Part, shape: Shape, lexicon: Lexicon) -> str:
    """Give the canonical name of a part whose shape is known."""
    titled = shape.kind not in _PLAIN_KINDS
    if (known := _known_name(part, lexicon)) is not None:
        return known
    person, post = person_and_post(part)
    if person is not None:
        return f"{_text(post, titled, lexicon)} ({_text([person], False, lexicon)})"
    runs = speaking_runs(part)
    if (inner := _inner_post(runs, shape)) is not None:
        outer = _tidy(_pieces(runs[0].words, False, lexicon))
        post_name = _tidy(_pieces(inner, True, lexicon))
        return post_name if "welsh" in runs[0].shape else f"{post_name} ({outer})"
    return _finished(f"{_shared(part, lexicon)}{_text(runs, titled, lexicon)}", lexicon)


def person_and_post(part: Part) -> tuple[Run | None, list[Run]]:
    """The run that names a person beside a post, and the runs of the post; (None, []) for anything else.

    Two capitals right before a single word are more often short for its other words than initials: "CP Manager".
    """
    people = [run for run in part.runs if run.shape.kind == "person"]
    if len(part.runs) == 2 and _says_little(part.runs[1]) and _are_capitals(part.runs[0]):
        return None, []
    others = [run for run in part.runs if run not in people]
    return (people[0], others) if people and others else (None, [])


def _says_little(run: Run) -> bool:
    """Whether a run is one word behind a space."""
    return run.gap.kind == "space" and len(run.words) == 1


def _are_capitals(run: Run) -> bool:
    """Whether a run is two capitals and nothing else."""
    return len(run.tokens) == 1 and len(text := run.tokens[0].text) == _PAIR and text.isalpha() and text.isupper()


def speaking_runs(part: Part) -> list[Run]:
    """The runs that the name is made of: of two languages the English ones, of an abbreviation said again the first."""
    english = [run for run in part.runs if "welsh" not in run.shape] or part.runs
    first = english[0]
    return [first, *(run for run in english[1:] if not _repeats(run, first))]


def _repeats(run: Run, first: Run) -> bool:
    """Whether a run is the abbreviation of the run before it, or the other way about."""
    return run.keys == first.keys or (len(run.words) == 1 and _stands_for(run.words[0].text, first.keys))


def _known_name(part: Part, lexicon: Lexicon) -> str | None:
    """The name that the lexicon gives for exactly these words, such as "All services" for "All"."""
    whole = " ".join(
        key for token in part.words for key in ((token.key,) if token.long is None else (token.text.casefold(),))
    )
    changed = part.shared_title is not None or any(run.inner for run in part.runs)
    return None if changed else lexicon.names.get(whole)


def _inner_post(runs: Sequence[Run], shape: Shape) -> list[Token] | None:
    """The words of a bracket that name the post of the person, or the Welsh owner, before it."""
    outer = runs[0].shape
    if not runs[0].inner or not ("welsh" in outer or (outer.kind == "person" and shape.kind == "role")):
        return None
    return [token for content in runs[0].inner for token in content]


def _shared(part: Part, lexicon: Lexicon) -> str:
    """What a part takes over from its neighbour, before its own words."""
    if part.shared_title is not None:
        words = [*part.shared_title.singular.split(), *([part.joint] if part.joint else [])]
        return " ".join(word if word in lexicon.small else word.capitalize() for word in words) + " "
    return f"{_tidy(_pieces(part.shared_subject, True, lexicon))} " if part.shared_subject else ""


def _finished(text: str, lexicon: Lexicon) -> str:
    folded = text.casefold()
    for start, full in lexicon.starts.items():
        if folded.startswith(start + " "):
            text = full + text[len(start) :]
    if text[:4].casefold() == "the " and len(text) > 4:
        text = text[4:]
    return text if "@" in text else text[:1].upper() + text[1:]


def _text(runs: Sequence[Run], titled: bool, lexicon: Lexicon) -> str:
    writer = _Writer(titled, lexicon)
    for number, run in enumerate(runs):
        if number:
            writer.write_joint(_joint(runs, number, lexicon))
        writer.write(run.tokens)
    return _tidy(writer.pieces)


def _joint(runs: Sequence[Run], number: int, lexicon: Lexicon) -> str:
    run, before = runs[number], runs[number - 1].shape
    if run.gap.kind == "colon" and "bare_title" in before:
        return "for" if before.seniority == "member" else "of"
    if run.gap.kind == "slash" and "statutory" in run.shape:
        return "and"
    return _JOINTS.get(run.gap.kind, "")


def _pieces(tokens: Sequence[Token], titled: bool, lexicon: Lexicon) -> list[str]:
    writer = _Writer(titled, lexicon)
    writer.write(tokens)
    return writer.pieces


@dataclass(slots=True)
class _Writer:
    """Writes the words of a name one after the other; `said` are the keys of the words so far."""

    titled: bool
    lexicon: Lexicon
    pieces: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    expanded: bool = False  # an abbreviation is among the words so far
    shouted: bool = False  # all its words are in capitals, and not because all are abbreviations

    def write_joint(self, joint: str) -> None:
        """Write what stands between two runs."""
        if joint:
            self.pieces.append(joint)
            self.said += plain_keys(joint)

    def write(self, tokens: Sequence[Token]) -> None:
        """Write the tokens of a run, without brackets that say the same again."""
        lower = any(c.islower() for token in tokens for c in token.text)
        self.shouted = not lower and any(len(token.text) > 4 for token in tokens)
        place = 0
        while place < len(tokens):
            size = _says_before_again(tokens, place, self)
            known = self._known_inside(tokens, place)
            if size:
                place += size
                continue
            if known is not None:
                self.pieces += ["(", known, ")"]
                place = next(at for at in range(place, len(tokens)) if tokens[at].key == ")") + 1
                continue
            self._write_one(tokens[place])
            place += 1

    def _in_full(self, token: Token) -> str | None:
        """The long form of an abbreviation, save of one that names of bodies keep ("NHS Quayshire")."""
        return None if token.text in self.lexicon.kept and not self.titled else token.long

    def _known_inside(self, tokens: Sequence[Token], place: int) -> str | None:
        """The name that the lexicon gives for the words of a bracket: "(s151)"."""
        if tokens[place].key != "(":
            return None
        inside = takewhile(lambda token: token.key != ")", tokens[place + 1 :])
        return self.lexicon.names.get(" ".join(key for token in inside for key in token.keys))

    def _write_one(self, token: Token) -> None:
        if token.key == "and" or _LETTER.search(token.text):
            self.said += token.keys
            self.expanded |= token.long is not None
        last = self.pieces[-1].casefold() if self.pieces else ""
        if not last.endswith(
            " " + token.text.casefold()
        ):  # else "CSP Partnership": the long form ends in the next word
            spelt = self._in_full(token) or next(
                text for spell in _SPELLINGS if (text := spell(token, self)) is not None
            )
            self.pieces.append(spelt)


_Spelling = Callable[[Token, _Writer], str | None]


def _ampersand(token: Token, writer: _Writer) -> str | None:
    return "and" if token.key == "and" else None


def _separator(token: Token, writer: _Writer) -> str | None:
    if len(token.text) > 1 or _LETTER.search(token.text) or token.text.isdigit():
        return None
    return {"[": "(", "]": ")"}.get(token.text, "-" if token.key == "-" else token.text)


def _small_word(token: Token, writer: _Writer) -> str | None:
    small = token.key in writer.lexicon.small and (writer.titled or len(token.text) > 1)
    return token.text.lower() if small else None


def _shouted_word(token: Token, writer: _Writer) -> str | None:
    known = token.key in writer.lexicon.vocabulary
    return token.text.capitalize() if writer.shouted and known and not token.text.islower() else None


def _small_letters(token: Token, writer: _Writer) -> str | None:
    address = "@" in token.text
    return token.text[:1].upper() + token.text[1:] if writer.titled and token.text.islower() and not address else None


def _as_printed(token: Token, writer: _Writer) -> str | None:
    return token.text


_SPELLINGS: tuple[_Spelling, ...] = (
    _ampersand,
    _separator,
    _small_word,
    _shouted_word,
    _small_letters,
    _as_printed,
)


def _says_before_again(tokens: Sequence[Token], place: int, writer: _Writer) -> int:
    """Give the number of tokens of a bracket that says the words before it again, 0 where there is none.

    "Corporate Leadership Team (CLT)" and "CLT (Corporate Leadership Team)".
    """
    if tokens[place].key != "(":
        return 0
    inside = list(takewhile(lambda token: token.key != ")", tokens[place + 1 : place + _LONGEST_REPEAT]))
    keys = tuple(key for token in inside if not token.mark or token.key == "and" for key in token.keys)
    near = tuple(writer.said[-_NEAR:])
    expanded = writer.expanded or any(token.long is not None for token in inside)
    again = expanded and _same_save_head(keys, near, writer.lexicon)
    return len(inside) + 2 if again or (len(inside) == 1 and _stands_for(inside[0].text, near)) else 0


def _same_save_head(keys: tuple[str, ...], near: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a bracket says the words before it, with or without the head of a team: "R&I Team (Research and …)"."""
    bare = _without_team(keys, lexicon)
    ends = ((near, keys), (_without_team(near, lexicon), keys), (near, bare))
    return any(said[-len(again) :] == again for said, again in ends if again)


def _without_team(keys: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    head = find_head(keys, lexicon)
    if head is None:
        return keys
    return keys[: -len(head[0])] if head[1].kind == "team" else keys


def _stands_for(short: str, said: Sequence[str]) -> bool:
    """Whether capitals are the initials of the words before them: "Strategic Equality Group (SEG)"."""
    initials = [word[0] for word in said if word and word not in SMALL_IN_INITIALS]
    capitals = len(short) > 1 and short.isalpha() and short.isupper()
    return capitals and initials[-len(short) :] == list(short.lower())


def _tidy(pieces: Iterable[str]) -> str:
    text = " ".join(pieces).replace("\u2019", "'").replace("\u2018", "'")
    text = _SPACE_BEFORE_CLOSE.sub(r"\1", _SPACE_AFTER_OPEN.sub("(", text))
    return _SPACES.sub(" ", _SLASHES.sub("/", text)).strip(" ,")
