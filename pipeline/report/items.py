"""One action as the report's pages hold it: plain values under short names, nothing made up and nothing left out.

Values that are empty are left out of the item, so that a list of thousands stays small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.normalise.framework.edition import read_edition
from pipeline.report.facts import Council, Facts
from pipeline.report.labels import words
from pipeline.report.quarters import quarter_of
from schema.codelists import codelists, flags
from schema.rows import ActionRow, OwnerValue

Near = Sequence[tuple[str, str, str, float]]  # label, action_id, first words, score


def short_item(action: ActionRow, label: str, slug: str) -> dict[str, Any]:
    """Return what every list of actions shows."""
    told = {
        "id": action.action_id,
        "council": label,
        "slug": slug,
        "at": action.position,
        "reference": action.reference,
        "theme": action.theme,
        "objective": action.objective,
        "action": action.action,
        "outcome": action.outcome,
        "owners": [_owner(owner) for owner in action.owners],
        "owner_text": action.owner_text,
        "timescale_text": action.timescale_text,
        "start": action.start and action.start.isoformat(),
        "due": action.due and action.due.isoformat(),
        "quarter": quarter_of(action.due).label if action.due else None,
        "ongoing": action.ongoing,
        "recurrence": action.recurrence and words(action.recurrence),
        "state": action.state and words(action.state),
        "status_text": action.status_text,
        "rag": action.rag and words(action.rag),
        "characteristics": [words(code) for code in action.characteristics],
        "module": action.eflg_module,
        "eflg": theme_number(action.eflg_theme),
        "also": theme_number(getattr(action, "eflg_theme_2", None)),
        "doubts": [[doubt.field, round(doubt.chance, 2), doubt.why] for doubt in action.doubts],
        "page": action.page,
        "table": action.table,
        "row": action.row,
        "corrected": [words(name) for name in action.corrected],
    }
    return {name: value for name, value in told.items() if value not in (None, [], False)}


def more_of_item(action: ActionRow, near: Near, slugs: Mapping[str, str]) -> dict[str, Any]:
    """Return what a council's own page shows besides: what else was read, and the nearest of other councils."""
    told = {
        "evidence": action.evidence,
        "progress": action.progress,
        "extras": [list(pair) for pair in action.extras],
        "eflg_score": action.eflg_score,
        "confidence": action.confidence,
        "flags": list(action.flags),
        "near": [
            {"council": other, "slug": slugs.get(other), "id": action_id, "action": text, "score": round(score, 2)}
            for other, action_id, text, score in near
        ],
    }
    return {name: value for name, value in told.items() if value not in (None, [], False)}


def council_item(council: Council, facts: Facts) -> dict[str, Any]:
    """Return what the pages need of a council to narrow figures, charts and lists to some councils."""
    told = {
        "label": council.label,
        "slug": council.slug,
        "type": council.type,
        "region": council.region,
        "nation": council.nation,
        "groups": list(council.groups),
        "plans": council.plans,
        "actions": council.actions,
        "owned": council.owned,
        "due": council.due,
        "overdue": council.overdue,
        "passed": council.passed,
        "unplaced": council.unplaced,
        "themes": [facts.framework.at(council.label, theme.number) for theme in facts.themes],
        "also": [facts.also.at(council.label, theme.number) for theme in facts.themes] if facts.also.counts else None,
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def meanings() -> dict[str, Any]:
    """Return what the pages need to show items in words: themes by number, and flags by code."""
    return {
        "themes": {theme.number: theme.name for theme in read_edition().themes},
        "flags": {code: flag.meaning for code, flag in flags().items()},
        "states": [words(code) for code in codelists()["state"].names()],
        "characteristics": [words(code) for code in codelists()["characteristics"].names()],
    }


def _owner(owner: OwnerValue) -> list[str | None]:
    return [
        owner.name,
        words(owner.function) if owner.function else None,
        words(owner.seniority) if owner.seniority and owner.seniority != "none" else None,
        owner.relation,
    ]


def theme_number(theme: str | None) -> str | None:
    """Return the number of a theme of the framework by its name."""
    return _numbers().get(theme) if theme else None


@lru_cache(maxsize=1)
def _numbers() -> Mapping[str, str]:
    return {one.name: one.number for one in read_edition().themes}
