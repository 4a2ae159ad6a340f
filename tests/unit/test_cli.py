"""The command line as a person or a script meets it: what it prints, where, and its exit codes."""

from __future__ import annotations

import functools
import io
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_plans import FINISHER, READER
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from pipeline.batch.run import RunOptions
from pipeline.cli import main, run_command
from pipeline.cli.app import app
from pipeline.cli.plain_run import FLAGS, read_plain
from pipeline.cli.screen import safe, short
from pipeline.store.code_version import Fingerprints
from schema.dictionary import dictionary_text

ROOT = Path(__file__).resolve().parents[2]
ESCAPE = "\x1b]0;owned\x07\x1b[31m"


@pytest.fixture(autouse=True)
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.code_version._pinned", Fingerprints("tests", "tests"))
    monkeypatch.setattr(run_command, "RunOptions", functools.partial(RunOptions, reader=READER, finisher=FINISHER))


def call(*words: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=stdin)


def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(
        "council Abshire\naction Train [bold]staff | Head of HR\naction No owner | ", "utf-8"
    )
    (folder / "locked.txt").write_text("status encrypted", "utf-8")
    return folder


# help and wrong use


def test_help_teaches_by_example() -> None:
    assert "councilplans timescale" in call("--help").stdout
    for command in ("run", "timescale", "owner", "explain"):
        result = call(command, "--help")
        assert result.exit_code == 0
        assert f"councilplans {command} " in result.stdout


def test_help_comes_at_once() -> None:
    command = [sys.executable, "-m", "pipeline", "--help"]
    times = []
    for _ in range(3):
        before = os.times()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        after = os.times()  # of the processor, so that other programs on the machine count for nothing
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(times) < 0.3


def test_the_version_is_printed() -> None:
    told = call("--version").stdout
    assert re.fullmatch(r"councilplans 0\.\S+ \(build \S+, Python 3\.\S+, \S+ \S+\)\n", told), told


def test_a_shell_completes_commands_and_options() -> None:
    def complete(words: str, at: int) -> list[str]:
        wanted = {"_COUNCILPLANS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return CliRunner().invoke(app, [], prog_name="councilplans", env=wanted).output.split()

    assert complete("councilplans te", 1) == ["template"]
    assert "--follow" in complete("councilplans fetch --f", 2)


@pytest.mark.parametrize("command", ["run", "report", "check", "similar", "db", "diff", "audit", "show", "issues"])
def test_what_begins_is_said_before_anything_large_is_loaded(command: str) -> None:
    """The first line comes while neither Arrow nor DuckDB nor a reader is there, so on any machine at once."""
    arguments = {"diff": ["gone", "gone"], "db": ["gone"]}.get(command, ["gone"])
    program = (
        f"import sys; sys.argv = {['councilplans', command, *arguments]!r}\n"
        "from pipeline.cli import main, screen\n"
        "def begin(sentence):\n"
        "    large = {'duckdb', 'pyarrow', 'numpy', 'lxml', 'rich', 'extractors'} & set(sys.modules)\n"
        "    print(sorted(large), sentence)\n    raise SystemExit(0)\n"
        "screen.begin = begin\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("[] ")


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "nowhere"),
        ("run", ".", "--frobnicate"),
        ("run", ".", "--jobs", "-1"),
        ("timescale", "x", "--plan-start", "yesterday"),
        ("timescale", "x", "--plan-start", "2025-01-02", "--plan-end", "2025-01-01"),
        ("explain", "x", "--out", "nowhere"),
        ("frobnicate",),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    rest = ("--out", tmp_path / "out") if words[0] == "run" and "--out" not in words else ()
    result = call(*words, *rest)
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_a_sources_file_with_faults_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[[source]]\nconcil = 1", "utf-8")
    result = call("run", plans(tmp_path), "--out", tmp_path / "out", "--sources", tmp_path / "s.toml")
    assert result.exit_code == 2
    assert "concil" in result.stderr


# the ordinary command line


def as_typer_reads(words: list[str], monkeypatch: pytest.MonkeyPatch) -> run_command.Wanted:
    told: list[run_command.Wanted] = []
    monkeypatch.setattr(run_command, "run_plans", lambda wanted: told.append(wanted) or 0)
    assert call(*words).exit_code == 0
    return told[0]


@pytest.mark.parametrize(
    "words",
    [
        ["plans"],
        ["one.pdf", "two plans/b.docx", "--out", "tables", "--jobs", "2"],
        ["--quiet", "--out", "a", "plans", "--out", "b"],
        ["-q", "./plans", "--log-json", "--profile"],
        ["plans", *sorted(FLAGS)],
    ],
)
def test_an_ordinary_run_is_read_as_typer_reads_it(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_plain(["run", *words])
    assert told is not None
    assert run_command.Wanted(**told) == as_typer_reads(["run", *words], monkeypatch)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--help"],
        ["run"],
        ["run", "--help"],
        ["run", "plans", "-h"],
        ["run", "plans", "--jobs"],
        ["run", "plans", "--jobs", "-1"],
        ["run", "plans", "--jobs=2"],
        ["run", "plans", "--jobs", "two"],
        ["run", "plans", "--out", "s3://tables"],
        ["run", "plans", "--out", "--strict"],
        ["run", "https://example.org/plan.pdf"],
        ["run", "plans", "--timeout", "5"],
        ["run", "plans", "-qx"],
        ["run", "plans", "--frobnicate"],
        ["run", "--", "plans"],
        ["run", ""],
        ["timescale", "May 2030"],
    ],
)
def test_whatever_else_is_typed_is_left_to_typer(words: list[str]) -> None:
    assert read_plain(words) is None


def test_a_process_that_cannot_be_had_ahead_is_trouble_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none_left() -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("pipeline.batch.process.WorkerProcess", none_left)
    monkeypatch.setattr(sys, "argv", ["councilplans", "run", str(tmp_path), "--out", str(tmp_path / "out"), "-q"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code != 1  # that of --strict
    assert "Traceback" not in capsys.readouterr().err


def test_an_ordinary_run_loads_no_typer(tmp_path: Path) -> None:
    program = (
        f"import sys; sys.argv = {['councilplans', 'run', str(tmp_path), '--out', str(tmp_path / 'out'), '-q']!r}\n"
        "from pipeline.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end.code, {'typer', 'pydantic'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "0 set()\n"


def test_a_run_loads_nothing_of_the_report(tmp_path: Path) -> None:
    """It names where the plans lie, which the report does too, and needs no templates for it."""
    words = [
        "councilplans",
        "run",
        str(ROOT / "data/raw/Thistlebourne Borough Council/action-plan-word.docx"),
        "--out",
        str(tmp_path / "out"),
    ]
    program = (
        f"import sys; sys.argv = {words!r}\n"
        "from pipeline.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end.code, {'jinja2'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert "doubted" in done.stdout
    assert done.stdout.endswith("0 set()\n")


# run


def test_a_run_ends_with_a_summary_by_status(tmp_path: Path) -> None:
    result = call("run", plans(tmp_path), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["ok", "1", "2", "7", "7"] in lines
    assert ["encrypted", "1", "0", "0", "0"] in lines
    assert "Every word of every table that was found is carried." in result.stdout
    assert "locked.txt: encrypted." in result.stdout
    assert "low_confidence" in result.stdout
    assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 2


def test_a_second_run_says_that_nothing_was_read_again(tmp_path: Path) -> None:
    call("run", plans(tmp_path), "--out", tmp_path / "out")
    assert "2 unchanged" in call("run", tmp_path / "in", "--out", tmp_path / "out").stdout


def test_strict_ends_with_1_where_a_file_is_not_ok(tmp_path: Path) -> None:
    folder = plans(tmp_path)
    assert call("run", folder, "--out", tmp_path / "out", "--strict").exit_code == 1
    (folder / "locked.txt").unlink()
    assert call("run", folder, "--out", tmp_path / "out", "--strict").exit_code == 0


def test_quiet_prints_nothing_but_what_went_wrong(tmp_path: Path) -> None:
    folder = plans(tmp_path)
    result = call("run", folder, "--out", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "encrypted: locked.txt: encrypted.\n")
    (folder / "locked.txt").unlink()
    result = call("run", folder, "--out", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_log_json_prints_one_object_a_line(tmp_path: Path) -> None:
    result = call("run", plans(tmp_path), "--out", tmp_path / "out", "--log-json")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [event["event"] for event in events] == ["started", "document", "document", "summary"]
    assert events[-1]["statuses"] == {"encrypted": 1, "ok": 1}
    assert events[-1]["words_in_tables"] == events[-1]["words_carried"] == 7


def test_csv_and_xlsx_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    call("run", plans(tmp_path), "--out", tmp_path / "out", "--csv", "--xlsx")
    assert {"actions.csv", "actions.xlsx"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_a_limit_of_memory_too_low_for_any_file_is_refused(tmp_path: Path) -> None:
    result = call("run", plans(tmp_path), "--out", tmp_path / "out", "--memory", "1000")
    assert result.exit_code == 2
    assert "2048 MiB or more" in result.output


def test_an_empty_folder_is_no_fault_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = call("run", tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "no file to read" in result.stdout


def test_an_output_that_cannot_be_written_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = call("run", plans(tmp_path), "--out", tmp_path / "file")
    assert result.exit_code == 3
    assert "--out" in result.stderr


def test_words_lost_are_told_in_the_summary(tmp_path: Path) -> None:
    folder = plans(tmp_path)
    (folder / "lossy.txt").write_text("action two words | x\nlose one", "utf-8")
    result = call("run", folder, "--out", tmp_path / "out")
    assert "lossy.txt: 3 of 4" in result.stdout
    assert "Every word" not in result.stdout


def test_nothing_from_a_document_steers_the_terminal(tmp_path: Path) -> None:
    folder = plans(tmp_path)
    (folder / "bad.txt").write_text(f"raise {ESCAPE}[red]x[/red]", "utf-8")
    (folder / "action.txt").write_text(f"council Abshire\naction {ESCAPE}x | y", "utf-8")
    outputs = [call("run", folder, "--out", tmp_path / "out").output]
    for row in pq.read_table(tmp_path / "out" / "actions.parquet").to_pylist():
        outputs.append(call("explain", row["action_id"], "--out", tmp_path / "out").output)
    assert any("owned" in output for output in outputs)
    assert not any("\x1b" in output or "\x07" in output for output in outputs)
    assert "[red]x[/red]" in outputs[0]


INTERRUPTED = """
    import functools, sys
    sys.path.insert(0, sys.argv.pop(1))
    from fake_plans import FINISHER, READER
    from pipeline.batch.run import RunOptions
    from pipeline.cli import main, run_command
    run_command.RunOptions = functools.partial(RunOptions, reader=READER, finisher=FINISHER)
    main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_ends_with_130_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = plans(tmp_path)
    (folder / "slow.txt").write_text("sleep 60", "utf-8")
    words = ["run", str(folder), "--out", str(tmp_path / "out"), "--log-json", "--jobs", "2"]
    command = [sys.executable, "-c", textwrap.dedent(INTERRUPTED), str(Path(__file__).parent), *words]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "2 of 3 files are stored" in errors
    assert "Run the same command again" in errors
    assert "Traceback" not in errors
    assert not list((tmp_path / "out").glob("*.parquet"))


# explain


def test_explain_shows_each_value_with_its_cell_and_what_to_look_at(tmp_path: Path) -> None:
    call("run", plans(tmp_path), "--out", tmp_path / "out")
    first, second = pq.read_table(tmp_path / "out" / "actions.parquet")["action_id"].to_pylist()
    told = call("explain", first, "--out", tmp_path / "out").stdout
    assert "good.txt table 1, row 1" in told
    assert "from table 1, row 1, column 2: “Head of HR”" in told
    assert "2025-03-01 to 2025-03-31 (month), as “March 2025”" in told
    assert "Nothing to look at." in told
    assert "low_confidence" in call("explain", second, "--out", tmp_path / "out").stdout


def test_explain_of_an_unknown_action_is_wrong_use(tmp_path: Path) -> None:
    call("run", plans(tmp_path), "--out", tmp_path / "out")
    result = call("explain", f"{ESCAPE}nothing", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "no action" in result.stderr
    assert "\x1b" not in result.stderr


# dictionary


def test_the_dictionary_is_printed_and_checked(tmp_path: Path) -> None:
    assert call("dictionary").stdout == dictionary_text()
    page = tmp_path / "d.md"
    page.write_text("old", "utf-8")
    assert call("dictionary", "--check", page).exit_code == 1
    page.write_bytes(dictionary_text().encode())
    assert call("dictionary", "--check", page).exit_code == 0


# phrases


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_timescale_gives_the_columns_that_it_fills() -> None:
    (row,) = lines(call("timescale", "--jsonl", "Q1 2024/25 and ongoing"))
    assert list(row) == ["text", "periods", "start", "due", "ongoing", "recurrence", "state", "flags", "doubts"]
    assert (row["start"], row["due"], row["ongoing"]) == ("2024-04-01", "2024-06-30", True)
    assert row["periods"][0]["precision"] == "quarter"


def test_every_line_of_input_gives_a_line_blank_ones_too() -> None:
    rows = lines(call("timescale", "--jsonl", stdin="\ufeffMarch 2026\r\n\n  \nQ2 2024/25"))
    assert [row["text"] for row in rows] == ["March 2026", "", "  ", "Q2 2024/25"]
    assert [len(row["periods"]) for row in rows] == [1, 0, 0, 1]


def test_input_that_is_no_utf_8_stops_nothing() -> None:
    assert len(lines(call("owner", "--jsonl", stdin=b"Head of \xff\nHead of HR\n"))) == 2


def test_a_plans_years_place_a_timescale_with_no_year() -> None:
    (row,) = lines(call("timescale", "--jsonl", "March", "--plan-start", "2024-04-01", "--plan-end", "2028-03-31"))
    assert row["due"] == "2025-03-31"
    assert "needs_context" in row["flags"]


def test_an_owner_gives_the_columns_that_it_fills() -> None:
    (row,) = lines(call("owner", "--jsonl", "Head of Housing"))
    assert row["text"] == "Head of Housing"
    assert [owner["mention"] for owner in row["owners"]] == ["Head of Housing"]
    assert set(row["owners"][0]) == {"mention", "name", "kind", "function", "seniority", "relation", "score"}


def test_phrases_with_boxes_are_read_as_a_run_reads_them() -> None:
    (row,) = lines(call("owner", "--jsonl", "☐ Finance ☑ HR"))
    assert [owner["name"] for owner in row["owners"]] == ["Human Resources"]
    (row,) = lines(call("timescale", "--jsonl", "[ ] 2031 [x] 2032"))
    assert row["due"] == "2032-12-31"


def test_phrases_tell_their_doubts() -> None:
    (row,) = lines(call("timescale", "--jsonl", "June 2025 September 2025"))
    assert [doubt["field"] for doubt in row["doubts"]] == ["periods", "due"]


def test_people_are_told_the_rule_and_the_flags() -> None:
    told = call("timescale", "Q3 2022").stdout
    assert "2022-10-01 to 2022-12-31" in told
    assert "rule" in told
    assert "bare_year_quarter:" in told
    assert "rule" in call("owner", "Head of Housing").stdout


def test_phrases_with_escapes_are_shown_as_text() -> None:
    assert "\x1b" not in call("timescale", f"{ESCAPE}2024").stdout
    assert "\x1b" not in call("owner", f"{ESCAPE}Head of HR").stdout


# the screen


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
def test_safe_text_is_one_line_that_steers_nothing(text: str) -> None:
    shown = safe(text)
    assert "\n" not in shown
    assert all(ord(character) >= 32 and not 0x7F <= ord(character) < 0xA0 for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200f")
    io.BytesIO().write(shown.encode())
    assert safe(shown) == shown


def test_short_text_is_cut_with_an_ellipsis() -> None:
    assert short("abcdef", 4) == "abc…"
    assert short("abcd", 4) == "abcd"
