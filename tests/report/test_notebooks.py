"""The notebooks run over tables of a run, draw their pictures, and lie in git without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SAMPLES = ("Saltmarsh Levels Borough Council", "Harrowick Borough Council", "Eastmere City Council")


@pytest.fixture(scope="module")
def sample_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of a small run over three of the sample councils."""
    from pipeline.batch.run import RunOptions, run

    out = tmp_path_factory.mktemp("tables")
    summary = run(RunOptions(paths=tuple(ROOT / "data" / "raw" / name for name in SAMPLES), out=out, jobs=2))
    assert "ok" in summary.statuses
    return out


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_the_three_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-first-look",
        "02-benchmark-against-the-framework",
        "03-owners-and-deadlines",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_lies_here_without_outputs_and_leads_with_words(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert not [cell for cell in code if cell.outputs or cell.execution_count is not None]
    assert notebook.cells[0].cell_type == "markdown"
    assert sum(cell.cell_type == "markdown" for cell in notebook.cells) >= len(code) / 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_draws(path: Path, sample_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNCILPLANS_TABLES", str(sample_tables))
    notebook = read(path)
    client = nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    pictures = [output["data"]["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert len(pictures) >= 2
    assert all(len(picture) > 3000 for picture in pictures)
    assert not [output for output in outputs if output.output_type == "error"]
