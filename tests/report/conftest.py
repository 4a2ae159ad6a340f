"""One report over invented councils for all tests of the folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.report.made_tables import ALDER, write_tables

TODAY = date(2025, 2, 1)
COPIES = 3  # councils of the report that is cut with the actions of ALDER


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables, with a folder `raw` beside it that holds one of the plans."""
    folder = tmp_path_factory.mktemp("data")
    write_tables(folder / "normalised")
    plan = folder / "raw" / ALDER / "plan 2024.pdf"
    plan.parent.mkdir(parents=True)
    plan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return folder / "normalised"


@pytest.fixture(scope="session")
def report(tables: Path) -> Path:
    """The folder of the report over the tables, reckoned from TODAY."""
    from pipeline.report.write import write_report

    return write_report(tables, today=TODAY).parent


@pytest.fixture(scope="session")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report in which every limit is met."""
    from pipeline.report.limits import ReportLimits
    from pipeline.report.write import write_report

    out = tmp_path_factory.mktemp("cut")
    write_tables(out, plans_copies=COPIES)
    limits = ReportLimits(listed=10, listed_of_council=3, similar=5, plans=2)
    return write_report(out, today=TODAY, limits=limits).parent
