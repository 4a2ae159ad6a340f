"""Many files: which are found, what limits do to them, how a run goes on after it was stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_plans import FINISHER, READER, read_plan

from extractors.limits import Limits
from pipeline.batch.discover import FoundFile, PathRefused, find_files
from pipeline.batch.ledger import Ledger
from pipeline.batch.pool import WorkerBroken
from pipeline.batch.run import Listener, RunOptions, RunSummary, run
from pipeline.batch.stages import Stages, inclusive
from pipeline.batch.unit import Unit, read_unit
from pipeline.settings import Settings, SettingsError, parse_groups, parse_sources
from pipeline.store.code_version import Fingerprints
from pipeline.store.errors import StoreError
from pipeline.store.layout import PARTS
from pipeline.store.parts import PartHead, read_part
from schema.fields import TABLES

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals, links or permissions")
NOT_ROOT = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read everything")


@pytest.fixture(autouse=True)
def one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program counts as the same throughout a test, also while somebody edits it."""
    monkeypatch.setattr("pipeline.store.code_version._pinned", Fingerprints("tests", "tests"))


def files(folder: Path, contents: dict[str, str]) -> Path:
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def options(tmp_path: Path, *paths: Path, **settings: Any) -> RunOptions:
    return RunOptions(
        paths or (tmp_path / "in",),
        tmp_path / "out",
        settings=replace(Settings(timeout=60), **settings),
        jobs=2,
        reader=READER,
        finisher=FINISHER,
    )


def documents(out: Path) -> dict[str, dict[str, Any]]:
    return {row["source"]: row for row in pq.read_table(out / "documents.parquet").to_pylist()}


def table_bytes(out: Path) -> dict[str, bytes]:
    return {table.name: (out / f"{table.name}.parquet").read_bytes() for table in TABLES}


class Told(Listener):
    """Remembers what was read."""

    def __init__(self, on_each: Callable[[int], None] = lambda _: None) -> None:
        self.read: list[str] = []
        self.on_each = on_each
        self.waits = 0

    def finished_one(self, head: PartHead) -> None:
        self.read.append(head.source)
        self.on_each(len(self.read))

    def waiting(self) -> None:
        self.waits += 1


# Which files


def discover(paths: Sequence[Path], out: Path, remarks: list[str] | None = None) -> tuple[FoundFile, ...]:
    """The files of a run as the ledger lists them."""
    ledger = Ledger(find_files(paths, out, [] if remarks is None else remarks), paths)
    found = tuple(listed.found for some in ledger.files() for listed in some)
    ledger.close()
    return found


def test_files_are_found_in_an_order_that_their_names_alone_decide(tmp_path: Path) -> None:
    files(tmp_path / "in", {"b.txt": "", "a/z.pdf": "", "a/B.docx": "", "c/d/e": ""})
    found = discover([tmp_path / "in"], tmp_path / "out")
    assert [file.source for file in found] == ["a/B.docx", "a/z.pdf", "b.txt", "c/d/e"]


def test_hidden_files_locks_sources_and_the_output_are_left_out(tmp_path: Path) -> None:
    names = {
        ".hidden": "",
        ".git/x": "",
        "~$plan.docx": "",
        "sources.toml": "",
        "out/actions.parquet": "",
        "plan.pdf": "",
    }
    files(tmp_path / "in", names)
    found = discover([tmp_path / "in"], tmp_path / "in" / "out")
    assert [file.source for file in found] == ["plan.pdf"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    folder = files(tmp_path / "in", {"a/x.txt": ""})
    found = discover([folder, folder / "a" / "x.txt", folder / "a"], tmp_path / "out")
    assert [file.source for file in found] == ["a/x.txt"]


def test_two_folders_with_a_file_of_one_name_keep_both_apart(tmp_path: Path) -> None:
    files(tmp_path, {"one/x.txt": "", "two/x.txt": "", "two/y.txt": ""})
    found = discover([tmp_path / "one", tmp_path / "two"], tmp_path / "out")
    assert [file.source for file in found] == [
        f"{(tmp_path / 'one').as_posix()}/x.txt",
        f"{(tmp_path / 'two').as_posix()}/x.txt",
        "y.txt",
    ]


def test_paths_that_are_not_there_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(PathRefused, match=r"nowhere.*never"):
        discover([tmp_path / "nowhere", tmp_path / "never"], tmp_path / "out")


def test_a_folder_that_went_empty_leaves_the_tables_alone(tmp_path: Path) -> None:
    files(tmp_path / "in", {"plan.txt": "action own | x"})
    run(options(tmp_path))
    (tmp_path / "in" / "plan.txt").unlink()
    with pytest.raises(PathRefused, match="no file to read"):
        run(options(tmp_path))
    assert pq.read_table(tmp_path / "out" / "actions.parquet")["action"].to_pylist() == ["own"]


def test_the_input_cannot_be_the_output_too(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(PathRefused, match="input and the output"):
        run(replace(options(tmp_path), paths=(tmp_path / "out" / ".." / "out",)))


@POSIX
def test_links_that_lead_out_are_listed_and_not_followed(tmp_path: Path) -> None:
    files(tmp_path, {"secret.txt": "action secret | x", "else/y.txt": "", "in/own.txt": "action own | x"})
    (tmp_path / "in" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "inside.txt").symlink_to(tmp_path / "in" / "own.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "else")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in" / "loop")
    os.mkfifo(tmp_path / "in" / "pipe")
    remarks: list[str] = []
    found = discover([tmp_path / "in"], tmp_path / "out", remarks)
    refused = {file.source: file.refusal or "" for file in found}
    assert "leads out of the input folder" in refused["out.txt"]
    assert "cannot be opened" in refused["loop"]
    assert "no regular file" in refused["pipe"]
    assert refused["inside.txt"] == refused["own.txt"] == ""
    assert any("link to a folder" in remark for remark in remarks)
    run(options(tmp_path))
    rows = documents(tmp_path / "out")
    assert rows["out.txt"]["status"] == "failed"
    assert rows["out.txt"]["flags"] == ["file_unreadable"]
    actions = pq.read_table(tmp_path / "out" / "actions.parquet")["action"].to_pylist()
    assert actions == ["own"]


@POSIX
def test_a_name_that_is_no_unicode_text_is_read_all_the_same(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "action a | x"})
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/b\xff\n.txt")).write_text("action b | x", "utf-8")
    except OSError:
        pytest.skip("the file system takes Unicode names only")
    run(options(tmp_path))
    assert [row["status"] for row in documents(tmp_path / "out").values()] == ["ok", "ok"]
    assert "b\\xff\n.txt" in documents(tmp_path / "out")


# What becomes of one file


def unit(tmp_path: Path, text: str) -> Unit:
    path = tmp_path / "plan.txt"
    path.write_text(text, "utf-8")
    return Unit(path, "plan.txt", tmp_path / "out")


def test_an_exception_of_the_reader_becomes_a_row(tmp_path: Path) -> None:
    done = read_unit(unit(tmp_path, "raise the roof"), Settings(), read_plan)
    assert done.head.status == "failed"
    assert "RuntimeError: the roof" in (done.head.error or "")
    assert done.head.codes == {"reader_error": 1}


def test_words_lost_by_a_reader_are_seen(tmp_path: Path) -> None:
    done = read_unit(unit(tmp_path, "action two words | x\nlose one"), Settings(), read_plan)
    assert done.head.words_in_tables == done.head.words_carried + 1
    assert done.head.codes == {"words_lost": 1}


def test_a_code_that_no_codelist_knows_is_an_issue_and_the_rows_stand(tmp_path: Path) -> None:
    done = read_unit(unit(tmp_path, "action x | y\nflag never_heard_of"), Settings(), read_plan)
    assert (done.head.status, done.head.actions, done.head.codes) == ("ok", 1, {"code_unknown": 1})


def test_a_file_over_the_limit_of_size_says_so(tmp_path: Path) -> None:
    done = read_unit(unit(tmp_path, "x" * 2000), Settings(limits=Limits(max_bytes=1000)), read_plan)
    assert done.head.status == "failed"
    assert "larger than" in (done.head.error or "")


def test_of_a_file_over_the_limit_of_size_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refuse(self: Path, *rest: Any, **named: Any) -> Any:
        if self.name == "big.txt" and not rest[:1] == ("w",):
            raise AssertionError("the file was opened")
        return real(self, *rest, **named)

    files(tmp_path / "in", {"big.txt": "x" * 2000})
    monkeypatch.setattr(Path, "open", refuse)
    for _ in range(2):
        run(options(tmp_path, limits=Limits(max_bytes=1000)))
        row = documents(tmp_path / "out")["big.txt"]
        assert (row["status"], row["flags"]) == ("failed", ["limit_reached"])
        assert "larger than" in row["error"]


@POSIX
@NOT_ROOT
def test_a_file_that_may_not_be_read_has_its_row_and_is_tried_again(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "action x | y"})
    (tmp_path / "in" / "a.txt").chmod(0)
    run(options(tmp_path))
    assert documents(tmp_path / "out")["a.txt"]["status"] == "failed"
    (tmp_path / "in" / "a.txt").chmod(0o600)
    run(options(tmp_path))
    assert documents(tmp_path / "out")["a.txt"]["status"] == "ok"


# Runs


def test_limits_stop_a_document_and_nothing_else(tmp_path: Path) -> None:
    files(
        tmp_path / "in",
        {
            "good.txt": "council A\naction x | y",
            "slow.txt": "sleep 60",
            "dead.txt": "die now",
            "hungry.txt": "eat 4096",
            "also good.txt": "council A\naction z | y",
        },
    )
    summary = run(options(tmp_path, timeout=3.0, max_memory_bytes=1536 * 1024**2))
    rows = documents(tmp_path / "out")
    assert {source: row["status"] for source, row in rows.items()} == {
        "good.txt": "ok",
        "also good.txt": "ok",
        "slow.txt": "timed_out",
        "dead.txt": "failed",
        "hungry.txt": "failed",
    }
    assert "3 seconds" in rows["slow.txt"]["error"]
    assert "exit code 9" in rows["dead.txt"]["error"]
    if sys.platform == "linux":
        assert "1536 MiB of memory" in rows["hungry.txt"]["error"]
    assert summary.statuses == {"ok": 2, "timed_out": 1, "failed": 2}
    told = Told()
    run(options(tmp_path, timeout=3.0, max_memory_bytes=1536 * 1024**2), told)
    assert told.read == ["dead.txt"], "what a limit stopped is not tried again; a crash is"


def test_what_took_too_long_beside_others_is_tried_again_alone(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "action x | y", "b.txt": "sleep once 30\naction y | z"})
    summary = run(options(tmp_path, timeout=3))
    assert summary.statuses == {"ok": 2}


def test_a_longer_time_limit_reads_again_what_timed_out(tmp_path: Path) -> None:
    files(tmp_path / "in", {"slow.txt": "sleep 2.5\naction x | y", "good.txt": "action z | y"})
    run(options(tmp_path, timeout=1.5))
    assert documents(tmp_path / "out")["slow.txt"]["status"] == "timed_out"
    told = Told()
    run(options(tmp_path, timeout=30), told)
    assert told.read == ["slow.txt"]
    assert documents(tmp_path / "out")["slow.txt"]["status"] == "ok"


def test_a_second_run_reads_only_what_changed(tmp_path: Path) -> None:
    folder = files(tmp_path / "in", {f"{n}.txt": f"council A\naction number {n} | y" for n in range(5)})
    run(options(tmp_path))
    before = table_bytes(tmp_path / "out")
    told = Told()
    assert run(options(tmp_path), told).unchanged
    assert told.read == []
    assert table_bytes(tmp_path / "out") == before
    (folder / "2.txt").write_text("council A\naction another | y", "utf-8")
    (folder / "4.txt").unlink()
    assert not run(options(tmp_path), told).unchanged
    assert told.read == ["2.txt"]
    assert sorted(documents(tmp_path / "out")) == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert len(list((tmp_path / "out" / PARTS).rglob("*.part"))) == 4


def test_a_damaged_part_is_made_again(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "action x | y", "b.txt": "action z | y"})
    run(options(tmp_path))
    before = table_bytes(tmp_path / "out")
    parts = sorted((tmp_path / "out" / PARTS).rglob("*.part"))
    parts[0].write_bytes(parts[0].read_bytes()[:-3])
    told = Told()
    run(options(tmp_path), told)
    assert len(told.read) == 1
    assert table_bytes(tmp_path / "out") == before


def test_another_version_of_the_program_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    done = read_unit(replace(unit(tmp_path, "action x | y"), out=out), Settings(), read_plan)
    assert read_part(out, done.key) is not None
    monkeypatch.setattr("pipeline.store.parts.code_fingerprint", lambda: "another")
    assert read_unit(replace(unit(tmp_path, "action x | y"), out=out), Settings(), read_plan).key != done.key


def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run(options(tmp_path)).files == 0
    assert documents(tmp_path / "out") == {}


def test_the_number_of_workers_changes_no_byte(tmp_path: Path) -> None:
    files(tmp_path / "in", {f"{n}/plan.txt": f"council {n % 2}\naction number {n} | y" for n in range(6)})
    run(replace(options(tmp_path), jobs=1))
    run(replace(options(tmp_path), out=tmp_path / "other", jobs=3))
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "other")


def test_an_interrupt_keeps_what_was_read_and_the_next_run_goes_on(tmp_path: Path) -> None:
    files(tmp_path / "in", {f"{n}.txt": f"action number {n} | y" for n in range(8)})

    def interrupt(count: int) -> None:
        if count == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(options(tmp_path), Told(interrupt))
    assert not list((tmp_path / "out").glob("*.parquet"))
    told = Told()
    run(options(tmp_path), told)
    assert len(told.read) <= 5
    assert len(documents(tmp_path / "out")) == 8


KILLED_RUN = """
    import sys
    sys.path.insert(0, sys.argv[1])
    from pathlib import Path
    from fake_plans import FINISHER, READER
    from pipeline.batch.run import Listener, RunOptions, run
    from pipeline.store.code_version import Fingerprints, pin_fingerprints
    pin_fingerprints(Fingerprints("tests", "tests"))
    class Told(Listener):
        def finished_one(self, head): print(head.source, flush=True)
        def writing(self): print("writing", flush=True)
    run(RunOptions((Path(sys.argv[2]),), Path(sys.argv[3]), jobs=2, reader=READER, finisher=FINISHER), Told())
"""


@pytest.mark.parametrize("lines", [5, 13])
def test_a_run_that_was_killed_goes_on_to_the_same_tables(lines: int, tmp_path: Path) -> None:
    files(tmp_path / "in", {f"{n}.txt": f"council A\naction number {n} | y" for n in range(12)})
    run(replace(options(tmp_path), out=tmp_path / "undisturbed"))
    command = [sys.executable, "-c", textwrap.dedent(KILLED_RUN), str(Path(__file__).parent)]
    killed = subprocess.Popen([*command, str(tmp_path / "in"), str(tmp_path / "out")], stdout=subprocess.PIPE)
    assert killed.stdout is not None
    for _ in range(lines):
        killed.stdout.readline()
    killed.kill()
    killed.wait()
    killed.stdout.close()
    if (tmp_path / "out" / "documents.parquet").exists() and not (tmp_path / "out" / ".next").exists():
        assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "undisturbed")
    run(options(tmp_path))
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "undisturbed")


@POSIX
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "sleep 60", "b.txt": "sleep 61"})
    command = [sys.executable, "-c", textwrap.dedent(KILLED_RUN), str(Path(__file__).parent)]
    parent = subprocess.Popen([*command, str(tmp_path / "in"), str(tmp_path / "out")])
    deadline = time.monotonic() + 60  # of a busy machine
    children: Sequence[int] = ()
    while len(children) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
        children = children_of(parent.pid)
    assert len(children) == 2
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while any(is_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(is_alive(child) for child in children)


def children_of(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (line.split() for line in listed.splitlines())
    return [int(pid) for pid, ppid in pairs if int(ppid) == parent and int(pid) != parent]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text("utf-8").rpartition(")")[2].split()[0] == "Z")


def test_a_second_run_into_one_folder_waits_and_says_so(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "sleep 0.5\naction x | y"})
    first, second = Told(), Told()
    started = threading.Event()
    first.started = lambda *_: started.set()  # type: ignore[method-assign]
    summaries: list[RunSummary] = []
    thread = threading.Thread(target=lambda: summaries.append(run(options(tmp_path), first)))
    thread.start()
    assert started.wait(20)
    assert run(options(tmp_path), second).unchanged
    thread.join()
    assert second.waits == 1
    assert second.read == []
    assert len(summaries) == 1


def test_an_output_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    files(tmp_path, {"in/a.txt": "", "file": ""})
    with pytest.raises(StoreError, match="--out"):
        run(replace(options(tmp_path), out=tmp_path / "file" / "out"))


def test_workers_that_cannot_start_are_trouble_of_ours(tmp_path: Path) -> None:
    files(tmp_path / "in", {"a.txt": "action x | y"})
    with pytest.raises(WorkerBroken, match="no_such_module"):
        run(replace(options(tmp_path), reader="no_such_module:read"))


# sources.toml


def test_sources_toml_in_a_folder_names_councils_for_its_own_files(tmp_path: Path) -> None:
    files(
        tmp_path,
        {
            "one/a.txt": "action x | y",
            "one/b.txt": "action y | y",
            "one/sources.toml": '[[source]]\nfiles = "a.*"\ncouncil = "Abshire"\n',
            "two/a2.txt": "action z | y",
        },
    )
    run(options(tmp_path, tmp_path / "one", tmp_path / "two"))
    councils = {source: row["council"] for source, row in documents(tmp_path / "out").items()}
    assert councils == {"a.txt": "Abshire", "b.txt": None, "a2.txt": None}


def test_a_change_in_sources_toml_reads_only_the_files_that_it_speaks_of(tmp_path: Path) -> None:
    folder = files(tmp_path / "in", {"a.txt": "action x | y", "b.txt": "action z | y"})
    run(options(tmp_path))
    (folder / "sources.toml").write_text('[[source]]\nfiles = "a.txt"\ncouncil = "Abshire"\n', "utf-8")
    told = Told()
    run(options(tmp_path), told)
    assert told.read == ["a.txt"]


def test_sources_toml_says_which_files_are_one_plan_and_groups_councils(tmp_path: Path) -> None:
    folder = files(tmp_path / "in", {"a.txt": "council A\naction x | y", "b.txt": "council A\naction z | y"})
    run(options(tmp_path))
    assert [row["copy_of"] for row in documents(tmp_path / "out").values()] == [None, None]
    told = '[[source]]\nfiles = "*"\nplan = "one"\n[[source]]\nfiles = "b.txt"\ncounts = true\nedition = 2024\n'
    (folder / "sources.toml").write_text(told + '[groups]\n"Near us" = ["A"]\n', "utf-8")
    run(options(tmp_path))
    rows = documents(tmp_path / "out")
    assert rows["a.txt"]["copy_of"] == rows["b.txt"]["document_id"]
    assert {source: (row["edition"], row["groups"]) for source, row in rows.items()} == {
        "a.txt": (2024, ["Near us"]),
        "b.txt": (2024, ["Near us"]),
    }


@pytest.mark.parametrize("text", ["edition = '2024'", "edition = 24", "counts = 1", "plan = 3"])
def test_what_sources_toml_says_of_plans_has_its_types(text: str) -> None:
    with pytest.raises(SettingsError, match=text.partition(" ")[0]):
        parse_sources(tomllib.loads(f"[[source]]\n{text}"), origin="sources.toml")


@pytest.mark.parametrize("text", ["groups = 3", "[groups]\nx = 'A'", "[groups]\nx = [1]"])
def test_groups_of_sources_toml_are_lists_of_names(text: str) -> None:
    with pytest.raises(SettingsError, match="groups"):
        parse_groups(tomllib.loads(text), origin="sources.toml")


def test_faults_of_sources_toml_are_listed_together() -> None:
    content = {"source": [{"files": 3, "concil": "x"}, {"abbreviations": {"HR": 1}}], "plan": {}}
    with pytest.raises(SettingsError) as caught:
        parse_sources(content, origin="sources.toml")
    assert all(word in str(caught.value) for word in ("concil", "'files'", "abbreviations", "'plan'"))


@pytest.mark.parametrize(
    ("glob", "fits"),
    [
        ("a/b/plan.pdf", True),
        ("a/*.pdf", True),
        ("*.pdf", True),
        ("b", True),
        ("a/", True),
        ("**/plan.pdf", True),
        ("c/*.pdf", False),
        ("*.docx", False),
    ],
)
def test_a_glob_fits_a_path_a_name_or_a_folder(glob: str, fits: bool) -> None:
    listed = parse_sources({"source": [{"files": glob, "council": "X"}]}, origin="x")
    assert (Settings(sources=listed).about("a/b/plan.pdf").council == "X") is fits


def test_a_files_own_password_is_tried_first() -> None:
    listed = parse_sources({"source": [{"files": "a.pdf", "password": "own"}]}, origin="x")
    settings = Settings(passwords=("common", "own"), sources=listed)
    assert settings.passwords_for("a.pdf") == ("own", "common")
    assert settings.passwords_for("b.pdf") == ("common", "own")
    assert Settings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


# Seconds by stage


def test_stages_hold_their_own_seconds_and_inclusive_adds_those_inside() -> None:
    now = [0.0]
    stages = Stages(clock=lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    inner = stages.timed("timescale", wait)

    def outer() -> None:
        wait(1.0)
        inner(2.0)

    stages.timed("normalise", outer)()
    taken = stages.take()
    assert taken == {"normalise/timescale": 2.0, "normalise": 1.0}
    assert inclusive(taken) == {"normalise": 3.0, "normalise/timescale": 2.0}
    assert stages.take() == {}


def test_every_watched_function_is_there_and_a_profile_tells_of_each_step(tmp_path: Path) -> None:
    files(tmp_path / "in", {"plan.txt": "Action\tLead\tTimescale\nTrain all staff\tHead of HR\tMarch 2025\n"})
    real = replace(options(tmp_path), reader="pipeline.plan:read_plan", finisher="pipeline.plan:finish_owners")
    summary = run(replace(real, profile=True))
    steps = {"open", "extract", "keep", "read", "normalise", "normalise/timescale", "normalise/owner", "check"}
    assert steps | {"write part", "find", "tables", "route: text"} <= set(summary.stages)
    assert run(replace(real, out=tmp_path / "plain")).stages == {}
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "plain")


# Documents kept between runs


def test_a_changed_lexicon_reads_again_without_extracting_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path / "in", {"plan.txt": "Action\tLead\tTimescale\nTrain all staff\tHead of HR\tMarch 2025\n"})
    real = replace(
        options(tmp_path), reader="pipeline.plan:read_plan", finisher="pipeline.plan:finish_owners", profile=True
    )
    assert "extract" in run(real).stages
    before = table_bytes(tmp_path / "out")
    monkeypatch.setattr("pipeline.store.code_version._pinned", Fingerprints("another lexicon", "tests"))
    stages = run(real).stages
    assert "read" in stages
    assert "extract" not in stages
    changed = table_bytes(tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "actions.parquet").num_rows == 1
    assert before.keys() == changed.keys()
    monkeypatch.setattr("pipeline.store.code_version._pinned", Fingerprints("another lexicon 2", "another reader"))
    assert "extract" in run(real).stages
    assert len(list((tmp_path / "out" / ".documents").rglob("*.doc"))) == 1


def test_a_folder_that_cannot_be_opened_has_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "plan.txt").write_text("Action\tLead\n", "utf-8")
    real = os.scandir

    def scandir(folder: Path) -> Any:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found = {file.source: file.refusal for file in discover([tmp_path], tmp_path / "out")}
    assert found["plan.txt"] is None
    assert "the folder cannot be opened (Permission denied)" in str(found["closed"])
