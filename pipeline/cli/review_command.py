"""`councilplans review`: the review served on this machine until Ctrl-C."""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli.screen import safe
from pipeline.report.sources import find_plans
from pipeline.settings import CORRECTIONS_NAME, SettingsError
from pipeline.store.errors import StoreError
from pipeline.store.read_rows import read_rows
from pipeline.store.standing import check_standing

_NEEDS = (
    "councilplans review needs the extra `review`: type `pip install -e '.[review]'` in a clone, elsewhere "
    "`pip install starlette uvicorn python-multipart` where the program is installed."
)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command line as typed."""

    out: Path
    plans: Path | None = None
    corrections: Path | None = None
    by: str = ""
    passwords: tuple[str, ...] = ()
    port: int = 0
    browser: bool = True


def start_review(wanted: Wanted) -> int:
    """Serve the review until it is stopped; give the exit code."""
    try:
        from pipeline.review.desk import Paths
        from pipeline.review.serve import serve_review
    except ImportError:
        return _complain(_NEEDS, 2)
    plans = wanted.plans or find_plans(wanted.out)
    if plans is None:
        return _complain("Name the folder that run was given with --plans: there is no raw beside the tables.", 2)
    folder = plans if plans.is_dir() else plans.parent
    paths = Paths(wanted.out, plans, wanted.corrections or folder / CORRECTIONS_NAME)
    try:
        check_standing(wanted.out, ("documents", "actions", "issues", "cells", "owners"))
        if (elsewhere := _not_below(wanted.out, plans)) is not None:
            return _complain(elsewhere, 2)
        serve_review(paths, wanted.by or _user(), wanted.passwords, wanted.port, lambda url: _tell(url, wanted))
    except (StoreError, SettingsError) as error:
        return _complain(str(error), 2)
    except OSError as error:
        return _complain(f"The review cannot be served ({error.strerror or error}). Try another --port.", 2)
    return 0


def _not_below(out: Path, plans: Path) -> str | None:
    """Say that the plans are not what the tables were read from; None where they are."""
    if not plans.exists():
        return f"{plans}: there is no such file or folder."
    sources = [row.source for row in read_rows(out, "documents", ("document_id", "source"))]
    gone = [source for source in sources if not ((plans / source).exists() if plans.is_dir() else True)]
    if not gone:
        return None
    named = ", ".join(gone[:_NAMED])
    return f"{plans}: {len(gone)} files of the tables are not below it ({named}). Name the folder that run was given."


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _tell(url: str, wanted: Wanted) -> None:
    sys.stdout.write(f"The review is at {url}\nWhoever has this address can use it. Ctrl-C ends it.\n")
    sys.stdout.flush()
    if wanted.browser:
        import webbrowser

        webbrowser.open(url)


def _complain(sentence: str, code: int) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return code
