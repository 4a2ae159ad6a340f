"""Words for people in place of codes, and names for files in place of names of councils."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_WORDS = {
    "hr": "Human resources",
    "policy_equalities": "Policy and equalities",
    "democratic_legal": "Democratic and legal",
    "children_education": "Children and education",
    "planning_infrastructure": "Planning and infrastructure",
    "ict_digital": "ICT and digital",
    "chief_executive_leadership": "Chief executive and leadership",
    "data_insight": "Data and insight",
    "transformation_performance": "Transformation and performance",
    "partnership_external": "Partners and outside bodies",
    "marriage_civil_partnership": "Marriage and civil partnership",
    "pregnancy_maternity": "Pregnancy and maternity",
    "religion_belief": "Religion or belief",
    "socio_economic": "Socio-economic",
    "welsh_language": "Welsh language",
    "ni_political_opinion": "Political opinion",
    "six_monthly": "Six-monthly",
    "eflg_theme": "Theme of the framework",
    "eflg_module": "Module of the framework",
    "owner_text": "Owner as printed",
    "timescale_text": "Timescale as printed",
    "status_text": "Status as printed",
    "none": "No rank given",
    "ok": "Read",
    "no_table": "No table found",
}


def words(code: str) -> str:
    """Return a code in words.

    >>> words("in_progress"), words("hr")
    ('In progress', 'Human resources')
    """
    return _WORDS.get(code) or code.replace("_", " ").capitalize()


def file_names(labels: Iterable[str]) -> dict[str, str]:
    """Return each label a name for files: small letters, digits and hyphens, no two the same, the same in every run.

    >>> file_names(["Aldermoor County Council", "St. Bré"])
    {'Aldermoor County Council': 'aldermoor-county-council', 'St. Bré': 'st-bre'}
    """
    plain = {label: _plain(label) for label in labels}
    met = Counter(plain.values())
    return {
        label: name if name and met[name] == 1 else f"{name or 'council'}-{_digest(label)}"
        for label, name in plain.items()
    }


def _plain(label: str) -> str:
    letters = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return name if len(name) <= 60 else f"{name[:50].rstrip('-')}-{_digest(label)}"


def _digest(label: str) -> str:
    return hashlib.sha256(label.encode("utf-8", "replace")).hexdigest()[:8]
