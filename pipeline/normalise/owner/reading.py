"""From a printed owner cell to its mentions: split, named in full and classified, each with its rule and flags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.fold import fold_space
from pipeline.normalise.owner.abbreviations import Abbreviations, Source
from pipeline.normalise.owner.classify import Shape, find_function, is_acronym, read_shape
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.parts import Chunk, Part, Split
from pipeline.normalise.owner.split import split_cell
from pipeline.normalise.owner.words import Token, plain_keys

_STRONG = 3
_NEAR = 30  # words before a bracket that it may say again
_SPACE_BEFORE_CLOSE = re.compile(r" +([,.;:)])")
_SPACE_AFTER_OPEN = re.compile(r"\( +")
_SLASHES = re.compile(r" */ *")
_SPACES = re.compile(r"\s+")
_JOINTS = {"and": "and", ",": ",", "/": "/", "-": "-", "\n": "", ":": ":", "": ""}
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class OwnerMention:
    """One owner named in a cell.

    `mention` is as printed with white space folded; `name` is the same in full, abbreviations expanded. `kind`,
    `function` and `seniority` are codes of the codelists. `relation` is "lead" or "support" where the cell says which.
    `score` is 0 to 1. `rule` names the decision that cut the mention out. `expansion_source` says where an expansion
    in the name came from, None where nothing was expanded.
    """

    mention: str
    name: str
    kind: str
    function: str
    seniority: str
    relation: str | None
    score: float
    rule: str
    expansion_source: Source | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnerPiece:
    """A stretch of the cell and what it was read as: `mention`, `carrier` (words around owners), `nobody`, `unread`."""

    text: str
    read_as: str
    rule: str


@dataclass(frozen=True, slots=True)
class OwnerReading:
    """What a whole cell says: its mentions in reading order, its flags, and how each stretch of it was read."""

    text: str
    mentions: tuple[OwnerMention, ...] = ()
    flags: tuple[str, ...] = ()
    readings: tuple[OwnerPiece, ...] = ()


_NOTHING_KNOWN = Abbreviations()


def parse_owners(text: str | None, abbreviations: Abbreviations | None = None) -> OwnerReading:
    """Read an owner cell. Total: any text gives a reading, if need be one without mentions. Raises nothing.

    >>> [m.mention for m in parse_owners("HR/OD and Equalities Team").mentions]
    ['HR/OD', 'Equalities Team']
    >>> [m.name for m in parse_owners("Head of HR").mentions]
    ['Head of Human Resources']
    >>> parse_owners("TBC").mentions
    ()
    """
    if not text:
        return OwnerReading(text or "")
    return _read(text, abbreviations or _NOTHING_KNOWN)


@lru_cache(maxsize=4096)
def _read(text: str, abbreviations: Abbreviations) -> OwnerReading:
    lexicon = owner_lexicon()
    split = split_cell(text, abbreviations, lexicon)
    mentions: list[OwnerMention] = []
    owner_of: dict[int, tuple[str, str]] = {}
    dropped = {token.index for token in split.carriers}
    for part in split.parts:
        mention = _mention(part, split, lexicon, dropped)
        if mention is None:
            split.carriers += part.tokens
            continue
        mentions.append(mention)
        for token in part.tokens:
            owner_of[token.index] = ("mention", mention.rule)
    flags = [*split.flags, *(flag for mention in mentions for flag in mention.flags)]
    pieces = _pieces(split, owner_of)
    if any(piece.read_as == "unread" for piece in pieces):
        flags.append("owner_unread_words")
    return OwnerReading(text, tuple(mentions), tuple(dict.fromkeys(flags)), pieces)


def _pieces(split: Split, owner_of: dict[int, tuple[str, str]]) -> tuple[OwnerPiece, ...]:
    """Every word of the cell in order, in runs that were read alike. Separators belong to no run."""
    role_of = dict(owner_of)
    role_of.update({token.index: ("carrier", "phrase") for token in split.carriers if token.index not in role_of})
    role_of.update({token.index: ("nobody", "no_owner") for token in split.nobody if token.index not in role_of})
    pieces: list[OwnerPiece] = []
    run: list[Token] = []
    last: tuple[str, str] | None = None

    def close() -> None:
        if run and last is not None:
            pieces.append(OwnerPiece(fold_space(split.text[run[0].start : run[-1].end]), *last))
        run.clear()

    previous_part = None
    part_of = {token.index: number for number, part in enumerate(split.parts) for token in part.tokens}
    for token in split.tokens:
        role = role_of.get(token.index)
        if role is None and token.mark:
            if not any(c.isalnum() for c in split.text[token.start : token.end]):
                continue
            role = ("carrier", "bullet" if token.key == "*" else "and")
        elif role is None:
            role = ("unread", "unread")
        part = part_of.get(token.index)
        if role != last or part != previous_part:
            close()
            last, previous_part = role, part
        run.append(token)
    close()
    return tuple(pieces)


def _mention(part: Part, split: Split, lexicon: Lexicon, dropped: set[int]) -> OwnerMention | None:
    """Read one part; `dropped` holds the numbers of the tokens that are left out of mentions, and is added to."""
    if part.drop_title:
        title = _drop_title(part)
        split.carriers += title
        dropped.update(token.index for token in title)
    tokens = part.tokens
    turned = any(chunk.surname_first for chunk in part.chunks)
    if turned:
        tokens = sorted(tokens, key=lambda token: token.index)
    if not any(_LETTER.search(token.text) for token in tokens):
        return None
    printed = _printed(split, tokens, dropped)
    if not printed:
        return None
    person, post = _person_and_post(part)
    shape = _shape(part, post, lexicon)
    flags = list(part.flags)
    if part.person:
        shape.kind = "person"
    kind = shape.kind
    if not kind:
        kind = "team"
        if shape.weight < _STRONG:
            flags.append("owner_kind_assumed")
    elif shape.guessed:
        flags.append("owner_kind_assumed")
    if turned:
        flags.append("owner_surname_first")
    if any(token.mended for token in tokens):
        flags.append("typo_normalised")
    if any(is_acronym(token, lexicon) for token in part.words) and kind not in {"person", "partner"}:
        flags.append("owner_unknown_abbreviation")
    function = shape.function
    if part.shared_head is not None:
        kind = "role"
    name = _name(part, shape, person, post, lexicon)
    sources = [token.source for token in tokens if token.source is not None]
    source: Source | None = sources[0] if sources else None  # type: ignore[assignment]
    if any(token.source == "document" for token in tokens):
        source = "document"
    return OwnerMention(
        mention=printed,
        name=name,
        kind=kind,
        function=function,
        seniority=_seniority(part, shape, lexicon),
        relation=part.relation,
        score=_score(shape, flags),
        rule=part.rule,
        expansion_source=source,
        flags=tuple(dict.fromkeys(flags)),
    )


def _drop_title(part: Part) -> list[Token]:
    """Leave a shared plural head out of the first mention ("Heads of Housing" is "Housing"); give its words."""
    dropped: list[Token] = []
    chunk = part.chunks[0]
    size = chunk.shape.title_end
    while size > 0 and len(chunk.words) > 1:
        token = chunk.words.pop(0)
        chunk.tokens.remove(token)
        dropped.append(token)
        size -= len(token.keys)
    return dropped


def _printed(split: Split, tokens: Sequence[Token], dropped: set[int]) -> str:
    """The words as printed. Separators between a mention's own chunks are printed too; what was dropped is not."""
    runs: list[str] = []
    start = tokens[0].start
    end = tokens[0].end
    position = tokens[0].index
    for token in tokens[1:]:
        between = range(position + 1, token.index)
        if any(index in dropped for index in between):
            runs.append(split.text[start:end])
            start = token.start
        end, position = token.end, token.index
    runs.append(split.text[start:end])
    return fold_space(" ".join(runs)).strip(" ,;:/&+|*•")


def _person_and_post(part: Part) -> tuple[Chunk | None, list[Chunk]]:
    """The chunk that names a person beside a post, and the chunks of the post; (None, []) for anything else."""
    people = [chunk for chunk in part.chunks if chunk.shape.kind == "person"]
    others = [chunk for chunk in part.chunks if chunk.shape.kind != "person"]
    return (people[0], others) if people and others else (None, [])


def _shape(part: Part, post: list[Chunk], lexicon: Lexicon) -> Shape:
    words = [token for chunk in post for token in chunk.words] if post else part.words
    if part.shared_subject:
        words = [*part.shared_subject, *words]
    shape = read_shape(words, lexicon)
    if not post and part.chunks[0].surname_first:
        shape.kind, shape.guessed = "person", False
    if shape.kind != "role" and part.rule == "title_with_field" and not post:
        # A field after the post ("… Officer, Place") hides the head: the post is read without it.
        for size in range(len(part.chunks) - 1, 0, -1):
            shorter = read_shape([token for chunk in part.chunks[:size] for token in chunk.words], lexicon)
            if shorter.kind == "role":
                if shorter.weight < _STRONG <= shape.weight:
                    shorter.function, shorter.weight = shape.function, shape.weight
                shape = shorter
                break
    inner = [token for chunk in part.chunks for group in chunk.inner for token in group if not token.mark]
    if not inner:
        return _kept(part, shape)
    inside = read_shape(inner, lexicon)
    if shape.kind == "person" and inside.kind == "role":
        return inside
    if not shape.keys:
        return inside
    if shape.weight < _STRONG and inside.weight >= _STRONG and inside.kind != "person":
        keys = tuple(key for token in inner for key in token.keys)
        shape.function, shape.weight = find_function(keys, lexicon, shape.seniority == "member")
    if not shape.kind:
        shape.kind, shape.guessed = inside.kind if inside.kind in {"board", "team"} else shape.kind, inside.guessed
    return _kept(part, shape)


def _kept(part: Part, shape: Shape) -> Shape:
    """Joined words may hide the title of the first chunk: the post at the head of the mention stays one."""
    first = part.chunks[0].shape
    if len(part.chunks) > 1 and first.kind == "role" and shape.kind != "role":
        shape.kind, shape.seniority = "role", first.seniority
    elif len(part.chunks) > 1 and first.kind == "role" and first.title is not None and shape.title is None:
        shape.seniority = first.seniority
    return shape


def _seniority(part: Part, shape: Shape, lexicon: Lexicon) -> str:
    if part.shared_head is not None:
        found = lexicon.titles.longest(tuple(part.shared_head.split()))
        return found[1].seniority if found is not None else "none"
    return shape.seniority


def _score(shape: Shape, flags: Sequence[str]) -> float:
    score = 1.0
    if shape.guessed or (not shape.kind and shape.weight < _STRONG):
        score -= 0.3
    elif not shape.kind:
        score -= 0.1
    if shape.weight == 0:
        score -= 0.1
    elif shape.weight < _STRONG:
        score -= 0.05
    if "owner_unknown_abbreviation" in flags:
        score -= 0.1
    if "owner_kind_assumed" in flags and not shape.kind:
        score -= 0.1
    return round(max(score, 0.1), 2)


def _name(part: Part, shape: Shape, person: Chunk | None, post: list[Chunk], lexicon: Lexicon) -> str:
    """The canonical name of one mention: abbreviations in full, "and" for "&", titles in capitals."""
    titled = shape.kind not in {"collective", "partner", "person"}
    whole = " ".join(
        key for token in part.words for key in ((token.key,) if token.long is None else (token.text.casefold(),))
    )
    if (known := lexicon.names.get(whole)) is not None and not (
        part.shared_head or any(chunk.inner for chunk in part.chunks)
    ):
        return known
    if person is not None:
        return f"{_text(post, titled, lexicon)} ({_text([person], False, lexicon)})"
    chunk = part.chunks[0]
    if chunk.shape.kind == "person" and chunk.inner and shape.kind == "role":
        words = _words([token for group in chunk.inner for token in group], True, lexicon)
        return f"{_tidy(words)} ({_tidy(_words(chunk.words, False, lexicon))})"
    text = _text(part.chunks, titled, lexicon)
    if part.shared_head is not None:
        text = f"{part.shared_head.title().replace(' Of', ' of').replace(' For', ' for')} {text}"
    if part.shared_subject:
        text = f"{_tidy(_words(part.shared_subject, True, lexicon))} {text}"
    folded = text.casefold()
    for start, full in lexicon.starts.items():
        if folded.startswith(start + " "):
            text = full + text[len(start) :]
    if text[:4].casefold() == "the " and len(text) > 4:
        text = text[4:]
    return text[:1].upper() + text[1:]


def _text(chunks: Sequence[Chunk], titled: bool, lexicon: Lexicon) -> str:
    pieces: list[str] = []
    said: list[str] = []
    for number, chunk in enumerate(chunks):
        if number:
            joint = _JOINTS.get(chunk.sep, "")
            if chunk.sep == ":" and chunks[number - 1].shape.bare_title:
                joint = "for" if chunks[number - 1].shape.seniority == "member" else "of"
            elif chunk.sep == "/" and chunk.shape.keys in lexicon.statutory and chunks[0].shape.kind == "role":
                joint = "and"
            if joint:
                pieces.append(joint)
                said += plain_keys(joint)
        pieces += _words(chunk.tokens, titled, lexicon, said)
    return _tidy(pieces)


def _words(tokens: Sequence[Token], titled: bool, lexicon: Lexicon, said: list[str] | None = None) -> list[str]:
    """The words of a name, abbreviations in full; `said` are the keys of the words before them, and is added to."""
    pieces: list[str] = []
    shouted = not any(c.islower() for token in tokens for c in token.text) and any(len(t.text) > 4 for t in tokens)
    said = [] if said is None else said
    skip = 0
    for place, token in enumerate(tokens):
        key = token.keys[0]
        if skip:
            skip -= 1
            continue
        if key == "(" and place + 2 < len(tokens) and tokens[place + 2].keys[0] == ")":
            short = tokens[place + 1]
            if (short.long is not None and " ".join(short.keys) in " ".join(said[-_NEAR:])) or _stands_for(
                short.text, said[-_NEAR:]
            ):
                skip = 2  # "Corporate Leadership Team (CLT)": the bracket says the same again
                continue
        if key == "(" and place and (size := _said_again(tokens, place)):
            skip = size - 1  # "CMT (Corporate Management Team)"
            continue
        said += token.keys
        if pieces and len(pieces[-1]) > len(token.text) and pieces[-1].casefold().endswith(" " + token.text.casefold()):
            continue  # "CSP Partnership": the expansion ends in the word that follows
        if token.long is not None:
            pieces.append(token.long)
        elif key == "and":
            pieces.append("and")
        elif not _LETTER.search(token.text) and len(token.text) == 1:
            pieces.append({"[": "(", "]": ")"}.get(token.text, "-" if key == "-" else token.text))
        elif key in lexicon.small and (titled or len(token.text) > 1):
            pieces.append(token.text.lower())
        elif shouted and key in lexicon.vocabulary and not token.text.islower():
            pieces.append(token.text.capitalize())
        elif titled and token.text.islower():
            pieces.append(token.text[:1].upper() + token.text[1:])
        else:
            pieces.append(token.text)
    return pieces


def _stands_for(short: str, said: Sequence[str]) -> bool:
    """Whether capitals in a bracket are the initials of the words before it: "Strategic Equality Group (SEG)"."""
    if not (short.isalpha() and short.isupper() and len(short) > 1):
        return False
    initials = [word[0] for word in said if word and word not in {"and", "of", "the", "for"}]
    return initials[-len(short) :] == list(short.lower())


def _said_again(tokens: Sequence[Token], place: int) -> int:
    """Give the number of tokens of a bracket that spells out the abbreviation before it, 0 where it does not."""
    before = tokens[place - 1]
    if before.long is None:
        return 0
    inside: list[str] = []
    for number, token in enumerate(tokens[place + 1 : place + 14], start=2):
        if token.keys[0] == ")":
            return number if tuple(inside) == before.keys else 0
        if not token.mark or token.key == "and":
            inside += token.keys
    return 0


def _tidy(pieces: Sequence[str]) -> str:
    text = " ".join(pieces).replace("\u2019", "'").replace("\u2018", "'")
    text = _SPACE_BEFORE_CLOSE.sub(r"\1", _SPACE_AFTER_OPEN.sub("(", text))
    return _SPACES.sub(" ", _SLASHES.sub("/", text)).strip(" ,")
