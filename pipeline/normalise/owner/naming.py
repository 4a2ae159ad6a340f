"""The canonical name of one mention: abbreviations in full, "and" for "&", posts, teams and boards in capitals.

Of two languages the English names the owner. A person beside a post stands in brackets behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.runs import Part, Run, english_runs
from pipeline.normalise.owner.shape import Shape, find_head
from pipeline.normalise.owner.words import SMALL_IN_INITIALS, Token, name_keys, plain_keys

_TWO_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2}")
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}")
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

    Two capitals right before a post's field or head are more often short for a word of it than initials: "CP Manager".
    """
    people = [run for run in part.runs if run.shape.kind == "person"]
    if _capitals_inside(part.runs) or _capitals_before_word(part.runs):
        return None, []
    others = [run for run in part.runs if run not in people]
    return (people[0], others) if people and others else (None, [])


def _capitals_before_word(runs: Sequence[Run]) -> bool:
    """Whether two capitals and the words of a name that no title opens are all there is: "QX Manager"."""
    match runs:
        case [first, second] if second.gap.kind == "space" and _are_capitals(first):
            return "title" not in second.shape
    return False


def _capitals_inside(runs: Sequence[Run]) -> bool:
    """Whether two capitals stand in the middle of a name: "Review QX Panel"."""
    behind = pairwise(runs[1:])
    return any(run.gap.kind == after.gap.kind == "space" and _are_capitals(run) for run, after in behind)


def _are_capitals(run: Run) -> bool:
    """Whether a run is two capitals and nothing else."""
    return _TWO_CAPITALS.fullmatch(" ".join(token.text for token in run.tokens)) is not None


def speaking_runs(part: Part) -> list[Run]:
    """The runs that the name is made of: of two languages the English ones, of an abbreviation said again the first."""
    first, *others = english_runs(part.runs)
    return [first, *(run for run in others if not _repeats(run, first))]


def _repeats(run: Run, first: Run) -> bool:
    """Whether a run is the abbreviation of the run before it, or the other way about."""
    return run.keys == first.keys or _stands_for(run.words, first.keys)


def _known_name(part: Part, lexicon: Lexicon) -> str | None:
    """The name that the lexicon gives for exactly these words, such as "All services" for "All"."""
    whole = " ".join(
        key for token in part.words for key in ((token.key,) if token.long is None else (token.text.casefold(),))
    )
    changed = part.shared_title is not None or any(run.inner for run in part.runs)
    return None if changed else lexicon.names.get(whole)


def _inner_post(runs: Sequence[Run], shape: Shape) -> list[Token] | None:
    """The words of a bracket that name the post of the person, or the Welsh owner, before it."""
    if not runs[0].inner or not bracket_leads(runs[0].shape, shape.kind):
        return None
    return [token for content in runs[0].inner for token in content]


def bracket_leads(outer: Shape, kind: str) -> bool:
    """Whether the words of a bracket name the owner before it: the post of a person, the English of a Welsh owner."""
    return "welsh" in outer or (outer.kind, kind) == ("person", "role")


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
    text = text[4:] if text[:4].casefold() == "the " else text
    return text if "@" in text else text[:1].upper() + text[1:]


def _text(runs: Sequence[Run], titled: bool, lexicon: Lexicon) -> str:
    writer = _Writer(titled, lexicon)
    for number, run in enumerate(runs):
        if number:
            writer.write_joint(_joint(runs, number))
        office = lexicon.names.get(" ".join(run.keys)) if number and "statutory" in run.shape else None
        if office is None:
            writer.write(run.tokens)
        else:
            writer.pieces.append(office)
    return _tidy(writer.pieces)


def _joint(runs: Sequence[Run], number: int) -> str:
    """Return what the name says between a run and the one before it."""
    run, before = runs[number], runs[number - 1].shape
    match run.gap.kind:
        case "colon" if "bare_title" in before:
            return "for" if before.seniority == "member" else "of"
        case "slash" if "statutory" in run.shape:
            return "and"
        case kind:
            return _JOINTS.get(kind, "")


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
            size = _says_before_again(tokens, place, self.said, self.lexicon)
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

    def _known_inside(self, tokens: Sequence[Token], place: int) -> str | None:
        """The name that the lexicon gives for the words of a bracket: "(s151)"."""
        if tokens[place].key != "(":
            return None
        inside = [key for token in takewhile(lambda token: token.key != ")", tokens[place + 1 :]) for key in token.keys]
        if self.lexicon.everyone.issuperset(inside):
            return None  # all of them, and not the services: "Service Managers (all)"
        return self.lexicon.names.get(" ".join(inside))

    def _write_one(self, token: Token) -> None:
        if token.key == "and" or _LETTER.search(token.text):
            self.said += token.keys
        last = self.pieces[-1].casefold() if self.pieces else ""
        if last.endswith(" " + token.text.casefold()):
            return  # "CSP Partnership": the long form ends in the next word
        self.pieces.append(next(text for spell in _SPELLINGS if (text := spell(token, self)) is not None))


_Spelling = Callable[[Token, _Writer], str | None]


def _in_full(token: Token, writer: _Writer) -> str | None:
    """The long form of an abbreviation, save of one that names of bodies and posts keep ("NHS Quayshire")."""
    return None if token.text in writer.lexicon.kept else token.long


def _ampersand(token: Token, writer: _Writer) -> str | None:
    return "and" if token.key == "and" else None


def _separator(token: Token, writer: _Writer) -> str | None:
    if len(token.text) > 1 or token.text.isalnum():
        return None
    return {"[": "(", "]": ")"}.get(token.text, "-" if token.key == "-" else token.text)


def _small_word(token: Token, writer: _Writer) -> str | None:
    small = token.key in writer.lexicon.small and (writer.titled or len(token.text) > 1)
    return token.text.lower() if small else None


def _shouted_word(token: Token, writer: _Writer) -> str | None:
    shouted = writer.shouted and token.key in writer.lexicon.vocabulary
    return token.text.capitalize() if shouted else None


def _address(token: Token, writer: _Writer) -> str | None:
    return token.text if "@" in token.text else None


def _small_letters(token: Token, writer: _Writer) -> str | None:
    small = writer.titled and token.text.islower()
    return token.text[:1].upper() + token.text[1:] if small else None


def _as_printed(token: Token, writer: _Writer) -> str | None:
    return token.text


_SPELLINGS: tuple[_Spelling, ...] = (
    _in_full,
    _ampersand,
    _separator,
    _small_word,
    _shouted_word,
    _address,
    _small_letters,
    _as_printed,
)


def _says_before_again(tokens: Sequence[Token], place: int, said: Sequence[str], lexicon: Lexicon) -> int:
    """Give the number of tokens of a bracket that says the words before it again, 0 where there is none.

    "Corporate Leadership Team (CLT)" and "CLT (Corporate Leadership Team)".
    """
    if tokens[place].key != "(":
        return 0
    inside = list(takewhile(lambda token: token.key != ")", tokens[place + 1 : place + _LONGEST_REPEAT]))
    near = tuple(said[-_NEAR:])
    again = _same_save_head(name_keys(inside), near, lexicon) or _stands_for(inside, near)
    return len(inside) + 2 if again else 0


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


def _stands_for(words: Sequence[Token], said: Sequence[str]) -> bool:
    """Whether a word in capitals is the initials of the words before it: "Strategic Equality Group (SEG)"."""
    short = " ".join(word.text for word in words)
    if _CAPITALS.fullmatch(short) is None:
        return False
    initials = [word[0] for word in said if word not in SMALL_IN_INITIALS]
    return initials[-len(short) :] == list(short.lower())


def _tidy(pieces: Iterable[str]) -> str:
    text = " ".join(pieces).replace("\u2019", "'").replace("\u2018", "'")
    text = _SPACE_BEFORE_CLOSE.sub(r"\1", _SPACE_AFTER_OPEN.sub("(", text))
    return _SPACES.sub(" ", _SLASHES.sub("/", text)).strip(" ,")
