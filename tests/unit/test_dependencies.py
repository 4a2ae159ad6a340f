"""What product code imports is declared, what is declared is imported, and cache keys follow what reads."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from pipeline.store.code_version import EXTRACTING, LIBRARIES

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PACKAGES = [path.parent.name for path in ROOT.glob("*/py.typed")]
FOR_USERS = (
    "dask",
    "fetch",
    "ocr",
    "pandas",
    "review",
)  # extras that product code may import where it is asked for them


def folded(requirement: str) -> str:
    """The name in a requirement, as PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;~! ]", requirement)[0]).lower()


def declared(*extras: str) -> set[str]:
    return {folded(text) for extra in extras for text in PROJECT["optional-dependencies"][extra]}


@cache
def distributions_of() -> dict[str, set[str]]:
    return {module: {folded(name) for name in names} for module, names in packages_distributions().items()}


def imported(*files: Path) -> set[str]:
    """Distributions that files import anywhere, in functions and for types too."""
    modules: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    foreign = modules - set(sys.stdlib_module_names) - set(PACKAGES)
    return {name for module in foreign for name in distributions_of().get(module, {folded(module)})}


def product(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


RUN_TIME = {folded(text) for text in PROJECT["dependencies"]}


def test_what_product_code_imports_is_declared() -> None:
    assert imported(*product(*PACKAGES)) <= RUN_TIME | declared(*FOR_USERS)


def test_what_is_declared_for_run_time_is_imported() -> None:
    assert imported(*product(*PACKAGES)) >= RUN_TIME


def test_what_waits_for_its_use_is_imported_by_no_product_code() -> None:
    """A package moves from `next` to where it is declared for users in the commit that first imports it."""
    assert not imported(*product(*PACKAGES)) & declared("next")


def test_cache_keys_follow_the_libraries_that_read() -> None:
    assert imported(*product("extractors")) | {"onnxruntime"} == set(EXTRACTING)
    reading = [path for path in product("pipeline/read", "pipeline/normalise") if path.name != "series.py"]
    assert imported(*reading) <= set(LIBRARIES)


def test_the_version_is_one_and_the_changelog_has_it() -> None:
    version = PROJECT["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(
        rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    )
