"""What the program is made of, and what its sources never do with what comes from outside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts import vendor
from scripts.supply_chain import Package, is_strong_copyleft, licence_lines, locked_packages, sbom

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("councilplans", "extractors", "pipeline", "schema")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "telnetlib", "ftplib"}
FORBIDDEN_NAMES = {"os.system", "os.popen", "os.execv", "yaml.load", "tempfile.mktemp"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_source_runs_what_it_reads(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in FORBIDDEN_CALLS | FORBIDDEN_NAMES, f"line {node.lineno}: {called}"
            for keyword in node.keywords:
                told = keyword.arg == "shell" and not (
                    isinstance(keyword.value, ast.Constant) and not keyword.value.value
                )
                assert not told, f"line {node.lineno}: shell"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {node.module or ""} if isinstance(node, ast.ImportFrom) else {alias.name for alias in node.names}
            assert not {name.split(".")[0] for name in names} & FORBIDDEN_IMPORTS, f"line {node.lineno}"


def test_every_locked_package_has_hashes_and_no_licence_that_may_not_be_there() -> None:
    packages = locked_packages()
    assert len(packages) > 50
    assert all(package.hashes for package in packages)
    assert {"lxml", "pypdfium2", "pyarrow"} <= {package.name for package in packages if package.needed_to_run}
    assert not [line for fails, line in licence_lines(packages) if fails]


def test_the_list_of_parts_names_each_package_with_its_version() -> None:
    packages = locked_packages()
    parts = sbom(packages)["components"]
    assert [part["purl"] for part in parts] == [f"pkg:pypi/{one.name}@{one.version}" for one in packages]
    assert sbom([], vendor.declared())["components"][0]["purl"] == "pkg:npm/vega@" + vendor.declared()[0]["version"]


def test_the_scripts_of_others_are_the_ones_written_down() -> None:
    assert [entry["package"] for entry in vendor.declared()] == ["vega", "vega-lite", "vega-embed"]
    assert not list(vendor.faults())


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GPL-2.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GPL-3.0-only AND MIT", True),
        ("LGPL-2.1", False),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("MIT OR GPL-3.0-only", False),
        ("MPL-2.0", False),
        ("BSD-3-Clause", False),
    ],
)
def test_licences_are_told_apart(licence: str, strong: bool) -> None:
    assert is_strong_copyleft([licence]) is strong


def test_a_package_that_may_not_be_there_fails_the_check_only_where_it_is_needed_to_run() -> None:
    package = Package("x", "1", (), ("AGPL-3.0-only",), True, True)
    assert [fails for fails, _ in licence_lines([package])] == [True]
    silent = Package("y", "1", (), (), True, False)
    assert [fails for fails, _ in licence_lines([silent])] == [False]
