"""Arrows point one way: councilplans to pipeline, pipeline to extractors and schema, which do not know each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_NOT_IMPORT = {
    "extractors": {"councilplans", "pipeline", "schema"},
    "schema": {"councilplans", "pipeline", "extractors"},
    "pipeline": {"councilplans"},
    "councilplans": {"extractors"},
}
# Rooms of pipeline, lowest first: each imports from lower lines only.
LAYERS = (
    {"correction"},
    {"fold", "lexicon_file", "progress", "same", "settings"},
    {"normalise", "owner_rows"},
    {"compare", "corrected_owners", "read"},
    {"counted", "doubt", "issues", "group_owner", "month_first", "recognised", "said", "store"},
    {"printed", "years_over", "code_key", "colour_key"},
    {"plan_rows"},
    {"corrections"},
    {"looks", "plan"},
    {"audit", "batch", "publish", "report"},
    {"fetch", "review"},
    {"cli"},
)
HEAVY = {"altair", "duckdb", "numpy", "openpyxl", "pandas", "pdfplumber", "pyarrow", "pypdfium2", "rapidocr", "spacy"}


def imported(path: Path) -> set[str]:
    """Top-level names that a file imports anywhere, in functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", sorted(MAY_NOT_IMPORT))
def test_a_package_imports_only_what_the_arrows_allow(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = {
        path.relative_to(ROOT).as_posix(): sorted(found)
        for path in files
        if (found := imported(path) & (MAY_NOT_IMPORT[package] | {"tests", "scripts", "benchmarks"}))
    }
    assert not wrong


def test_no_arrow_runs_back_between_the_rooms_of_pipeline() -> None:
    level = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
    wrong = []
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        inner = path.relative_to(ROOT / "pipeline")
        room = inner.parts[0].removesuffix(".py")
        if room.startswith("__"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pipeline."):
                other = node.module.split(".")[1]
                if other != room and level[other] >= level[room]:
                    wrong.append(f"{inner.as_posix()} imports pipeline.{other}")
    assert not wrong


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['councilplans', '--help']\n"
        "from pipeline.cli import main\n"
        "try:\n    main()\n"
        f"finally:\n    sys.stderr.write(' '.join(sorted({HEAVY!r} & set(sys.modules))))\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "councilplans run" in done.stdout
    assert done.stderr == ""
