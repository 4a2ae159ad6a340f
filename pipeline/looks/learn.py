"""What corrections teach: those of one kind met in several councils, as entries that a person may add to a lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.correction import Correction
from pipeline.fold import fold
from pipeline.settings import fits
from schema.rows import ActionRow, DocumentRow

_HEADINGS = "pipeline/read/lexicons/header_roles.toml"
_STATES = "pipeline/normalise/timescale/lexicons/status_words.toml"
_SHORT_FORMS = "pipeline/normalise/owner/lexicons/abbreviations.toml"
_PHRASES = "tests/cases (a case of timescales, with the rule that reads it)"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wording that people gave a meaning in several councils."""

    lexicon: str
    wording: str
    meaning: str
    councils: tuple[str, ...]

    @property
    def entry(self) -> str:
        """Return the line as it would stand in the lexicon, with where it was met."""
        wording = self.wording.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{wording}",  # {self.meaning}; met: corrected for {len(self.councils)} councils'


def learn(
    corrections: Iterable[Correction],
    actions: Iterable[ActionRow],
    documents: Iterable[DocumentRow],
    least: int = 2,
) -> list[Proposal]:
    """Return the proposals that corrections of at least so many councils agree on; contradictions propose nothing."""
    files = [(row.source, row.document_id, row.council) for row in documents if row.council]
    said: dict[tuple[str, str], dict[str, set[str]]] = {}
    met = [*_from_file(corrections, files), *_from_rows(actions)]
    for lexicon, wording, meaning, council in met:
        said.setdefault((lexicon, fold(wording)), {}).setdefault(meaning, set()).add(council)
    proposals = [
        Proposal(lexicon, wording, meaning, tuple(sorted(councils)))
        for (lexicon, wording), meanings in said.items()
        for meaning, councils in meanings.items()
        if len(meanings) == 1 and len(councils) >= least
    ]
    return sorted(proposals, key=lambda one: (one.lexicon, -len(one.councils), one.wording))


def _from_file(
    corrections: Iterable[Correction], files: Iterable[tuple[str, str, str | None]]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield headings and short forms of owners with what they were said to be, once for each council."""
    files = list(files)
    for one in corrections:
        lexicon = _lexicon_of(one)
        if lexicon is None:
            continue
        for council in {council for source, document_id, council in files if _is_of(one, source, document_id)}:
            yield lexicon, one.printed or one.read, one.value, council or ""


def _lexicon_of(one: Correction) -> str | None:
    if one.field == "role" and not one.accepts:
        return _HEADINGS
    short = one.printed or one.read
    is_short = one.field == "owner_name" and short.isupper() and " " not in short
    return _SHORT_FORMS if is_short and not one.accepts else None


def _is_of(one: Correction, source: str, document_id: str) -> bool:
    by_bytes = bool(one.sha256) and one.sha256.startswith(document_id)
    return by_bytes or (bool(one.files) and fits(one.files, source))


_TEXT_OF: Mapping[str, tuple[str, str]] = {"state": ("status_text", _STATES), "periods": ("timescale_text", _PHRASES)}


def _from_rows(actions: Iterable[ActionRow]) -> Iterator[tuple[str, str, str, str]]:
    """Yield printed states and timescales whose value a person corrected."""
    from pipeline.corrections.values import shown_value

    for action in actions:
        for field in action.corrected:
            text, lexicon = _TEXT_OF.get(field, ("", ""))
            wording = getattr(action, text) if text else None
            if wording and action.council:
                yield lexicon, wording, shown_value(action, field), action.council
