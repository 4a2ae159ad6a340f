"""The built wheel works in a fresh environment, away from the repository: code, lexicons and codelists are inside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("councilplans", "extractors", "pipeline", "schema")
DATA = {".toml", ".csv", ".json", ".html", ".css", ".js", ".j2", ".txt"}
PLAN = (
    "Exampleshire Council Equality Action Plan 2024 to 2027\n\n"
    "Action\tLead officer\tTimescale\tSuccess measure\n"
    "Publish the pay gap report\tHead of Human Resources\tMarch 2025\tReport on the web site\n"
    "Train every manager\tLearning Team\tQ2 2025/26\tAll managers trained\n"
)


def do(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy, so that the build leaves nothing in the repository."""
    folder = tmp_path_factory.mktemp("build")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    do(sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", "dist", cwd=folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel installed; the libraries are lent by this one."""
    folder = tmp_path_factory.mktemp("fresh")
    do(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    paths = sysconfig.get_paths(vars={"base": str(folder / "venv"), "platbase": str(folder / "venv")})
    fresh, binaries = Path(paths["purelib"]), Path(paths["scripts"])
    python = next(path for path in (binaries / "python", binaries / "python.exe") if path.exists())
    do(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel, cwd=folder)
    (fresh / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    return binaries


def test_every_data_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in DATA | {".py"} or path.name == "py.typed"
    }
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert wanted <= set(names)
        licences = [name for name in names if "/licenses/" in name]
        assert sorted(Path(name).name for name in licences) == sorted(
            path.name for path in (ROOT / "LICENSE", *(ROOT / "pipeline/report/vendor").glob("LICENSE-*.txt"))
        )


def test_the_installed_program_reads_a_plan_away_from_the_repository(scripts: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    program = next(path for path in (scripts / "councilplans", scripts / "councilplans.exe") if path.exists())
    do(program, "run", "plan.txt", "--out", "tables", "--strict", "--quiet", cwd=tmp_path)
    (document,) = pq.read_table(tmp_path / "tables" / "documents.parquet").to_pylist()
    assert (document["status"], document["actions"]) == ("ok", 2)
    assert document["words_in_tables"] == document["words_carried"] > 0
    assert "## actions" in do(program, "dictionary", cwd=tmp_path)


def test_the_installed_program_is_the_wheels_and_not_the_repositorys(scripts: Path, tmp_path: Path) -> None:
    python = next(path for path in (scripts / "python", scripts / "python.exe") if path.exists())
    told = do(
        python,
        "-c",
        "import json, pipeline, schema; print(json.dumps([pipeline.__file__, schema.__file__]))",
        cwd=tmp_path,
    )
    assert all(Path(path).is_relative_to(scripts.parent) for path in json.loads(told))
    row = json.loads(do(scripts / "councilplans", "timescale", "--jsonl", "Q1 2024/25", cwd=tmp_path))
    assert row["due"] == "2024-06-30"


def test_the_installed_package_is_imported_and_run_by_its_name(scripts: Path, tmp_path: Path) -> None:
    python = next(path for path in (scripts / "python", scripts / "python.exe") if path.exists())
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    told = do(
        python,
        "-c",
        "import councilplans as c; plan = c.read_plan('plan.txt'); print(c.__file__); print(len(plan.actions))",
        cwd=tmp_path,
    )
    path, actions = told.split("\n")[:2]
    assert Path(path).is_relative_to(scripts.parent)
    assert actions == "2"
    assert "Usage: councilplans" in do(python, "-m", "councilplans", "--help", cwd=tmp_path).replace("python -m ", "")
