"""`councilplans fetch`: a line for each address while it goes on, counts at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.screen import safe, short

if TYPE_CHECKING:
    from pipeline.fetch.record import Fetched

_LINKS_SHOWN = 10
_SHOWN = 60  # characters of a link's words


@dataclass(frozen=True, slots=True)
class ToFetch:
    """The options of the command line as typed."""

    list: Path
    into: Path
    contact: str = ""
    attempts: int = 3
    a_host: int = 2
    timeout: float = 120.0
    max_size: int = 200
    allow_private: bool = False
    follow: bool = False
    proxy: str | None = None
    strict: bool = False
    quiet: bool = False


def fetch_plans(asked: ToFetch) -> int:
    """Fetch a list and give the exit code."""
    from pipeline.fetch.wanted import ListRefused, read_wanted

    try:
        wanted = read_wanted(asked.list)
    except ListRefused as error:
        return _complain(str(error), 2)
    _tell(f"{len(wanted):,} addresses, into {asked.into}", quiet=asked.quiet)
    try:
        from pipeline.fetch.exchange import Manners
    except ImportError:
        return _complain("Fetching needs httpx, which is not installed: pip install httpx (in a clone: make).", 3)
    from pipeline.fetch.fetch import FetchOptions, count_statuses, fetch
    from pipeline.store.code_version import program_version
    from pipeline.store.errors import StoreError

    contact = f" ({asked.contact})" if asked.contact else ""
    manners = Manners(
        agent=f"councilplans/{program_version()}{contact}",
        attempts=asked.attempts,
        a_host=asked.a_host,
        timeout=asked.timeout,
        max_bytes=asked.max_size * 1024**2,
        allow_private=asked.allow_private,
        proxy=asked.proxy,
    )
    links: list[Fetched] = []

    def told(row: Fetched) -> None:
        if row.status == "link":
            links.append(row)
        elif row.status in ("fetched", "unchanged"):
            _tell(f"  {row.status:9}  {row.file}", quiet=asked.quiet)
        else:
            sys.stderr.write(f"  {row.status:9}  {safe(row.sentence)}\n")
            sys.stderr.flush()

    def waiting() -> None:
        _complain("Another fetch is writing to this folder; waiting until it has ended (Ctrl-C to give up).", 0)

    try:
        rows = fetch(FetchOptions(wanted, asked.into, manners, asked.follow), told, waiting)
    except KeyboardInterrupt:
        return _complain("Stopped. What was fetched is kept; the same command goes on from here.", 130)
    except StoreError as error:
        return _complain(f"{asked.into}: {error}, and run again.", 3)
    except ValueError as error:
        return _complain(str(error), 2)
    except OSError as error:
        why = error.strerror or error
        return _complain(f"{asked.into}: cannot be written to ({why}). Choose another folder with --into.", 3)
    if not asked.follow:
        _tell_links(links, asked.quiet)
    counts = count_statuses(rows)
    told_counts = ", ".join(f"{counts[name]:,} {name}" for name in counts if name != "link")
    _tell(f"{told_counts}. Where each came from: {asked.into / 'sources.csv'}", quiet=asked.quiet)
    return int(asked.strict and any(row.status not in ("fetched", "unchanged", "link") for row in rows))


def _tell_links(links: Sequence[Fetched], quiet: bool) -> None:
    """Print the links of pages that were in the place of plans, those that speak of a plan."""
    plans = [row for row in links if not row.sentence]
    if plans:
        _tell("Plans that pages link to (all in sources.csv, as 'link'):", quiet=quiet)
    for row in plans[:_LINKS_SHOWN]:
        _tell(f"  {row.url}  {short(row.title, _SHOWN)}", quiet=quiet)
    if len(plans) > _LINKS_SHOWN:
        _tell(f"  … and {len(plans) - _LINKS_SHOWN} more.", quiet=quiet)


def _tell(line: str, *, quiet: bool) -> None:
    if not quiet:
        sys.stdout.write(safe(line) + "\n")
        sys.stdout.flush()


def _complain(sentence: str, code: int) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    sys.stderr.flush()
    return code
