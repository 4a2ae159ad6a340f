"""What `import councilplans` gives: documented, light, and the tables of a run."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import councilplans
from councilplans import CannotRead, read_plan, read_plans, read_tables

ROOT = Path(__file__).resolve().parents[2]
PLAN = "Action\tLead\tTimescale\nPublish the pay gap\tHead of HR\tMarch 2025\nTrain managers\tLearning Team\tTBC\n"
HEAVY = {"altair", "duckdb", "lxml", "numpy", "pandas", "pyarrow", "pypdfium2"}


def test_every_exported_name_is_there_documented_and_on_the_page() -> None:
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    for name in councilplans.__all__:
        value = getattr(councilplans, name)
        assert name == "__version__" or inspect.getdoc(value), name
        assert name in page or name in ("YearOver", "__version__"), name
        if inspect.isfunction(value) and name != "read_tables":
            assert ">>>" in (inspect.getdoc(value) or ""), name
    assert set(councilplans.__all__) <= set(dir(councilplans))
    with pytest.raises(AttributeError, match="no attribute 'read_plants'"):
        _ = councilplans.read_plants


def test_the_examples_of_the_page_come_out_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    options = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    failed, tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, optionflags=options)
    assert (failed, tried > 10) == (0, True)


def test_importing_it_imports_nothing_heavy() -> None:
    program = f"import councilplans, sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_tables_that_are_kept_are_those_that_are_not(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text(PLAN, "utf-8")
    (tmp_path / "plans" / "b.pdf").write_bytes(b"%PDF-1.7 cut short")
    kept = read_plans(tmp_path / "plans", out=tmp_path / "tables", jobs=1)
    loose = read_plans([tmp_path / "plans" / "a.txt", str(tmp_path / "plans" / "b.pdf")], jobs=1)
    assert read_tables(tmp_path / "tables") == kept
    assert kept.actions.equals(loose.actions)
    assert kept.documents.column("status").to_pylist() == ["ok", "damaged"]
    one = read_plan(tmp_path / "plans" / "a.txt")
    assert list(one.actions) == list(kept.rows("actions"))


def test_what_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no such file or folder"):
        read_plans(tmp_path / "nowhere")
    with pytest.raises(CannotRead, match="is no file"):
        read_plan(tmp_path)
    with pytest.raises(CannotRead, match="holds no table documents"):
        read_tables(tmp_path)
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "sources.toml").write_text("[[source]]\nfile = 1\n", "utf-8")
    with pytest.raises(CannotRead, match=r"sources\.toml"):
        read_plans(tmp_path, jobs=1)
