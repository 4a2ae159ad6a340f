"""Files made to harm end in a row with a true status, soon, and with nothing written or fetched on the way."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors.limits import Limits
from pipeline.batch.run import RunOptions, run
from pipeline.plan import read_plan
from pipeline.settings import Settings
from tests.builders.hostile_files import ALL, READABLE

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30  # far above what any takes here; a loop would not end at all

_WATCH = """
import sys
from pathlib import Path
from pipeline.plan import read_plan
from extractors.limits import Limits
from pipeline.settings import Settings
from tests.builders.hostile_files import ALL, READABLE
from tests.builders.odd_files import ODD
plain = Settings(limits=Limits(ocr=False))  # the library that recognises pictures makes its own folders when imported
heavy = {"a_part_that_unpacks_to_much", "a_line_of_60_million_letters", "a_word_of_300000_letters"}
files = [make() for name, make in {**ALL, **ODD}.items() if name not in heavy]
read_plan(Path("a.txt"), "a.txt", b"a\\tb\\n", plain)
found = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        found.append(f"open {arguments[0]} {arguments[1]}")
    elif event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "os.system", "subprocess.", "os.exec",
                           "os.remove", "os.rename", "os.mkdir", "shutil.", "urllib.")):
        found.append(f"{event} {arguments}")
    elif event == "open" and isinstance(arguments[0], str) and arguments[0].startswith("/etc/pass"):
        found.append(f"open {arguments[0]}")
sys.addaudithook(watch)
for file in files:
    read_plan(Path(file.name), file.name, file.data, plain)
for make in READABLE.values():
    read_plan(Path("a"), "a", make(), plain)
sys.stdout.write("\\n".join(found))
"""


@pytest.mark.parametrize("name", ALL)
def test_a_file_made_to_harm_gets_a_true_status_and_a_sentence(name: str) -> None:
    bad = ALL[name]()
    began = time.perf_counter()
    rows = read_plan(Path(bad.name), bad.name, bad.data, Settings(limits=Limits(ocr=False)))
    assert rows.document.status == bad.status, rows.document.error
    if rows.document.status != "ok":
        assert rows.document.error
        assert rows.document.error.endswith(".")
    assert time.perf_counter() - began < SECONDS


@pytest.mark.slow
def test_a_picture_of_a_gigapixel_is_not_drawn_to_be_recognised() -> None:
    bad = ALL["a_picture_of_a_gigapixel"]()
    rows = read_plan(Path(bad.name), bad.name, bad.data, Settings())
    assert rows.document.status == bad.status, rows.document.error


@pytest.mark.parametrize("name", READABLE)
def test_an_odd_file_is_read_all_the_same(name: str) -> None:
    rows = read_plan(Path("plan"), "plan", READABLE[name](), Settings())
    assert rows.document.status == "ok", rows.document.error
    assert rows.document.words_carried == rows.document.words_in_tables > 0
    assert rows.actions


def test_no_file_makes_the_reader_write_fetch_or_run_anything() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCH], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made on Windows")
def test_names_made_to_harm_stay_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = [
        "a\nb.txt",
        "\x1b[31mred.txt",
        "=cmd().txt",
        "'; drop table actions; --.txt",
        "<script>.txt",
        "..txt.",
        "…",
    ]
    for name in names:
        (folder / name).write_text("Ref\tAction\tOwner\n1\tTrain staff\tHR\n2\tDo more\tHR\n", "utf-8")
    (folder / "out").symlink_to(tmp_path)
    (tmp_path / "secret.txt").write_text("secret\ttext\n", "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "tables")}
    run(RunOptions((folder,), tmp_path / "tables", jobs=1))
    documents = pq.read_table(tmp_path / "tables" / "documents.parquet").to_pylist()
    assert {row["source"] for row in documents} == ({*names} - {"..txt."}) | {"link.txt"}
    assert {row["source"]: row["status"] for row in documents}["link.txt"] == "failed"
    assert b"secret" not in (tmp_path / "tables" / "cells.parquet").read_bytes()
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "tables")} == before
