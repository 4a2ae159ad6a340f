"""What is worth a look: doubts as a queue, as a list, as a workbook that is filled in and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch.run import RunOptions, run
from pipeline.cli.corrections_command import add_filled_in, write_template
from pipeline.cli.issues_command import Shape, print_issues
from pipeline.cli.review_line import review_line
from pipeline.corrections.corrections_file import read_corrections
from pipeline.looks.look import Look, fold_files, looks_of_document
from pipeline.looks.queue import Wanted, find_looks
from pipeline.looks.template import template_workbook
from pipeline.store.read_rows import read_rows
from schema.rows import ActionRow, DocumentRow, DoubtValue, IssueRow

DOCUMENT = DocumentRow(document_id="0" * 16, source="north/plan.pdf", council="Northmoor Council")


def action(at: int, *doubts: tuple[str, float, str]) -> ActionRow:
    return ActionRow(
        action_id=f"a{at}",
        document_id="0" * 16,
        council="Northmoor Council",
        action=f"Do the thing number {at}",
        table=1,
        row=at + 1,
        doubts=tuple(DoubtValue(field=field, chance=chance, code=code, why="Why.") for field, chance, code in doubts),
    )


def looks(*actions: ActionRow, issues: tuple[IssueRow, ...] = ()) -> list[Look]:
    return looks_of_document(DOCUMENT, actions, issues)


def test_doubts_of_one_cell_are_one_look() -> None:
    (look,) = looks(action(1, ("due", 0.6, "text_unsure"), ("periods", 0.5, "text_unsure")))
    assert (look.kind, look.field, look.values, look.chance) == ("value", "periods", 2, 0.5)
    (look,) = looks(action(1, ("periods", 0.6, "text_unsure"), ("timescale_text", 0.5, "cell_unusual")))
    assert look.field == "timescale_text"


def test_a_column_that_is_doubted_in_many_rows_is_one_look_and_worth_more() -> None:
    many = [action(at, ("outcome", 0.5, "column_unsure")) for at in range(5)]
    (look,) = looks(*many)
    assert (look.kind, look.field, len(look.actions)) == ("column", "outcome", 5)
    (single,) = looks(many[0])
    assert single.kind == "value"
    assert look.worth == pytest.approx(5 * single.worth)


def test_a_column_that_no_row_has_a_value_of_is_not_told_as_read() -> None:
    many = [action(at, ("outcome", 0.5, "column_unsure")) for at in range(5)]
    assert [look.read for look in looks(*many)] == ["(none)"]
    assert [look.read for look in looks(*many, replace(many[0], action_id="a9", outcome="Done"))] == ["outcome"]


def test_a_sheet_has_no_line_for_a_whole_column_whose_value_none_is() -> None:
    many = [action(at, ("outcome", 0.5, "column_unsure")) for at in range(5)]
    sheet = openpyxl.load_workbook(BytesIO(template_workbook(looks(*many, action(9, ("due", 0.5, "text_unsure"))))))
    assert sheet.active.max_row == 2


def test_a_column_of_doubted_rows_is_confirmed_as_actions() -> None:
    (look,) = looks(*[action(at, ("row", 0.5, "column_unsure")) for at in range(5)])
    assert (look.field, look.read) == ("row", "action")


@pytest.mark.parametrize(("chance", "kinds"), [(0.3, ["row"]), (0.7, ["row", "value"])])
def test_a_row_that_is_likelier_no_action_is_looked_at_before_its_values(chance: float, kinds: list[str]) -> None:
    found = looks(action(1, ("row", chance, "row_unsure"), ("due", 0.6, "row_unsure")))
    assert sorted(look.kind for look in found) == kinds
    assert sum(look.values for look in found) == 2


def test_a_table_that_may_be_no_plan_is_one_look() -> None:
    (look,) = looks(*[action(at, ("row", 0.5, "table_unsure"), ("action", 0.7, "table_unsure")) for at in range(4)])
    assert (look.kind, len(look.actions), look.values) == ("table", 4, 8)


def test_an_issue_that_a_doubt_says_already_is_not_said_twice_and_conventions_stay_out_of_sight() -> None:
    issue = IssueRow(document_id="0" * 16, action_id="a1", code="text_unsure", message="M.")
    assert len(looks(action(1, ("due", 0.5, "text_unsure")), issues=(issue,))) == 1
    assert len(looks(action(1), issues=(issue,))) == 1
    assert looks(action(1), issues=(replace(issue, severity="info"),)) == []
    (whole,) = looks(issues=(replace(issue, action_id=None, severity="error"),))
    assert (whole.kind, whole.field) == ("issue", "")


@pytest.mark.parametrize(
    ("sources", "councils", "messages", "expected"),
    [
        (["a.pdf", "b.docx"], ["North", "North"], ["M.", "M."], [("a.pdf", "b.docx")]),  # one council
        (["a.pdf", "b.docx"], ["North", "South"], ["M.", "M."], [(), ()]),
        (["a.pdf", "b.docx"], [None, None], ["M.", "M."], [("a.pdf", "b.docx")]),  # one plan
        (["a.pdf", "z.docx"], [None, None], ["M.", "M."], [(), ()]),  # of two plans
        (["a.pdf", "b.docx"], ["North", "North"], ["M.", "N."], [(), ()]),
        (["a.pdf", "a.pdf"], ["North", "North"], ["M.", "M."], [(), ()]),  # told twice of one file
    ],
)
def test_what_holds_of_several_files_of_a_council_or_plan_is_one_look(
    sources: list[str], councils: list[str | None], messages: list[str], expected: list[tuple[str, ...]]
) -> None:
    found = []
    for source, council, message in zip(sources, councils, messages, strict=True):
        document = replace(DOCUMENT, document_id=source, source=source, council=council)
        found += looks_of_document(
            document, (), [IssueRow(document_id=source, code="council_unknown", message=message)]
        )
    plans = {"a.pdf": "one", "b.docx": "one", "z.docx": "other"}
    assert [look.files for look in fold_files(found, plans)] == expected


def test_a_note_on_a_value_is_no_doubt_and_counts_no_value() -> None:
    issue = IssueRow(document_id="0" * 16, action_id="a1", code="owner_unclear", message="M.")
    found = looks(action(1, ("due", 0.5, "text_unsure")), issues=(issue,))
    assert [(look.code, look.values) for look in found] == [("text_unsure", 1), ("owner_unclear", 0)]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    plan = tmp_path / "plans" / "Northmoor Council" / "plan.txt"
    plan.parent.mkdir(parents=True)
    plan.write_text(
        "Action\tOwner\tTimescale\tStatus\nTrain all staff in deaf awareness\tHead of HR\tQ3 2031\tOn its way-ish\n"
        "Map seats along the river walk\tParks Manager\tQ2 2031\tUnclear so far\n"
    )
    run(RunOptions((tmp_path / "plans",), tmp_path / "tables", jobs=1))
    return tmp_path / "tables"


def test_the_list_is_filtered_and_printed_in_three_forms(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = find_looks(tables)
    assert found
    assert [look.worth for look in found] == sorted((look.worth for look in found), reverse=True)
    assert find_looks(tables, Wanted(council="northmoor", file="*/plan.txt")) == found
    assert not find_looks(tables, Wanted(council="Elsewhere"))
    assert {look.code for look in find_looks(tables, Wanted(code="state_not_read"))} <= {"state_not_read"}
    assert all("state" in (look.field, *look.fields) for look in find_looks(tables, Wanted(field="state")))
    assert print_issues(tables, Wanted(), Shape("table", 1)) == 0
    assert "to look at" in capsys.readouterr().out
    assert print_issues(tables, Wanted(), Shape("csv")) == 0
    assert len(capsys.readouterr().out.splitlines()) >= len(found) + 1
    assert print_issues(tables, Wanted(), Shape("json")) == 0
    assert [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()] == [one.code for one in found]
    assert print_issues(tables / "nowhere", Wanted(), Shape()) == 2


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(field="nonsense"), "--field nonsense: is no column of actions. There are: row, action_id,"),
        (Wanted(field="Due"), "--field Due: is no column"),
        (
            Wanted(code="state_not_reed"),
            "--code state_not_reed: is no code of the codelist of flags. Is it state_not_read",
        ),
    ],
)
def test_a_column_or_code_that_there_is_not_is_refused(
    wanted: Wanted, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_issues(tmp_path, wanted, Shape()) == 2
    assert capsys.readouterr().err.startswith(told)


def test_the_command_that_opens_the_review_names_the_folder_that_was_read(tmp_path: Path) -> None:
    out, other, raw = tmp_path / "tables", tmp_path / "our plans", tmp_path / "raw"
    other.mkdir()
    assert review_line(str(out)) == f"councilplans review {out} --plans FOLDER"
    assert review_line(str(out), [str(other)]) == f"councilplans review {out} --plans '{other}'"
    assert review_line(str(out), [str(other), str(tmp_path)]).endswith("--plans FOLDER")
    assert review_line("my tables") == "councilplans review 'my tables' --plans FOLDER"
    raw.mkdir()
    assert review_line(str(out)) == review_line(str(out), [str(raw)]) == f"councilplans review {out}"
    assert review_line(str(out), [str(other)]).endswith(f"--plans '{other}'")


def test_the_list_says_once_what_holds_of_several_councils_and_how_many_values_a_run_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for council in ("Northmoor Council", "Southmoor Council"):
        for name in ("plan", "copy"):
            plan = tmp_path / "plans" / council / f"{name}.txt"
            plan.parent.mkdir(parents=True, exist_ok=True)
            rows = "".join(f"Train team {n} of {council}\tHead of HR\tQ3 2031 or so, {n}\n" for n in range(6))
            plan.write_text(f"Action\tOwner\tTimescale\n{rows}{name}\n")
    summary = run(RunOptions((tmp_path / "plans",), tmp_path / "tables", jobs=1))
    told = summary.plans
    found = find_looks(tmp_path / "tables")
    assert told is not None
    assert told.doubted == sum(look.values for look in found) > 0
    assert told.doubted_copies > 0
    assert print_issues(tmp_path / "tables", Wanted(), Shape("table", 0)) == 0
    printed = capsys.readouterr().out
    assert printed.count("council_not_in_register:") == 1
    assert "4 files: Northmoor Council (2); Southmoor Council (2)" in printed
    assert f"{told.doubted} doubted values" in printed


def test_a_template_that_is_filled_in_is_read_back_and_holds_in_the_next_run(tables: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    sheet_file, plans = tmp_path / "look.xlsx", tmp_path / "plans"
    assert write_template(tables, sheet_file, Wanted(), 0) == 0
    book = load_workbook(sheet_file)
    sheet = book["corrections"]
    names = [cell.value for cell in sheet[1]]
    filled = {"state": "on_hold", "periods": "July 2031 to September 2031", "owners": "Head of HR"}
    fields = set()
    for row in sheet.iter_rows(min_row=2):
        field = row[names.index("field")].value
        if field in filled and row[names.index("printed")].value == "Train all staff in deaf awareness":
            row[names.index("correct")].value = filled[field]
            fields.add(field)
    assert fields
    book.save(sheet_file)
    assert add_filled_in(sheet_file, plans / "corrections.csv", "A. Reader") == 0
    kept = read_corrections(plans / "corrections.csv")
    assert {one.field for one in kept} == fields
    assert {one.by for one in kept} == {"A. Reader"}
    run(RunOptions((plans,), tables, jobs=1))
    first = next(iter(read_rows(tables, "actions")))
    assert set(first.corrected) >= fields - {"owners", "periods"}
    assert not [look for look in find_looks(tables) if look.action_id == first.action_id and look.field in fields]


def test_a_fault_in_a_filled_in_template_adds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "look.csv"
    file.write_text("source,sha256,field,printed,read,right,correct\nx,0000000000000000,due,Do,2031-01-01,,someday\n")
    assert add_filled_in(file, tmp_path / "corrections.csv", "") == 2
    assert "line 2, column 'correct'" in capsys.readouterr().err
    assert not (tmp_path / "corrections.csv").exists()
    file.write_text("source,sha256,field,printed,read,right,correct\nx,0000000000000000,due,Do,2031-01-01,yes,\n")
    assert add_filled_in(file, tmp_path / "corrections.csv", "B") == 0
    (one,) = read_corrections(tmp_path / "corrections.csv")
    assert one.accepts
    capsys.readouterr()
    assert add_filled_in(file, tmp_path / "corrections.csv", "B") == 0
    assert "0 corrections added" in (told := capsys.readouterr().out)
    assert "1 stood there" in told
    line = "y,0000000000000001,due,Do,2031-01-01,yes,\n"
    file.write_text("source,sha256,field,printed,read,right,correct\n" + 2 * line)
    assert add_filled_in(file, tmp_path / "corrections.csv", "B") == 0
    assert "stood there" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("right", "correct", "told"),
    [
        ("no", "", "line 2, column 'correct': is empty, and 'right' says no"),
        ("maybe", "", "line 2, column 'right': 'maybe' is neither yes nor no"),
        ("yes", "2031-02-01", "line 2, column 'right': says yes, and 'correct' something else"),
    ],
)
def test_an_answer_that_says_nothing_to_go_by_is_a_fault(
    right: str, correct: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "look.csv"
    head = "source,sha256,field,printed,read,right,correct"
    file.write_text(f"{head}\nx,0000000000000000,due,Do,2031-01-01,{right},{correct}\n")
    assert add_filled_in(file, tmp_path / "corrections.csv", "") == 2
    assert told in capsys.readouterr().err


def test_what_people_found_is_counted_with_its_interval_and_held_against_the_chance_that_was_said() -> None:
    from pipeline.looks.checked import checked_fields
    from schema.rows import RuleValue

    def looked(rule: str) -> ActionRow:
        return replace(action(1), rules=(RuleValue(field="due", rule=rule), RuleValue(field="due", rule="month: May")))

    rows = [looked("found right by A (90% was said)")] * 9 + [looked("corrected by A, read as “x” (90% was said)")]
    due, every = checked_fields(rows)
    assert (due.field, due.looked, due.right, due.said, due.kept) == ("due", 10, 9, pytest.approx(0.9), True)
    assert due.least < 0.9 < due.most
    assert (every.field, every.looked) == ("all", 10)
    assert checked_fields([action(1)]) == []
    (wrong, _) = checked_fields([looked("corrected by A (95% was said)")] * 20)
    assert wrong.kept is False


def test_one_council_gets_a_page_and_a_sheet_and_its_answer_is_read_with_its_name(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    from pipeline.cli.corrections_command import send_reply

    assert send_reply(tables, "northmoor", tmp_path / "letters") == 0
    (page,) = (tmp_path / "letters").glob("*.html")
    text = page.read_text("utf-8")
    assert "Train all staff in deaf awareness" in text
    assert "What would make the plan clearer" in text
    assert "src=" not in text and "http" not in text.replace("http-equiv", "")
    (sheet_file,) = (tmp_path / "letters").glob("*.xlsx")
    book = load_workbook(sheet_file)
    sheet = book["corrections"]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if (row[names.index("field")].value, row[names.index("read")].value) == ("owners", "Parks Manager"):
            row[names.index("correct")].value = "Head of Parks"
    book.save(sheet_file)
    assert add_filled_in(sheet_file, tmp_path / "plans" / "corrections.csv", "Northmoor Council") == 0
    (kept,) = read_corrections(tmp_path / "plans" / "corrections.csv")
    assert (kept.correct, kept.by) == ("Head of Parks", "Northmoor Council")
    assert send_reply(tables, "Elsewhere", tmp_path / "letters") == 2
    assert "Northmoor Council" in capsys.readouterr().err


def test_what_people_said_in_several_councils_is_proposed_and_contradictions_are_not() -> None:
    from pipeline.correction import Correction
    from pipeline.looks.learn import learn

    documents = [DocumentRow(document_id=f"{i}" * 16, source=f"{i}/plan.pdf", council=f"Council {i}") for i in range(3)]
    role = [Correction("role", "progress", files=f"{i}/*", printed="Where we are", read="extras") for i in range(2)]
    once = Correction("role", "owner", files="0/*", printed="Champion", read="extras")
    both = [
        Correction("role", name, files=f"{i}/*", printed="Notes", read="x") for i, name in enumerate(("gap", "risk"))
    ]
    short = [Correction("owner_name", "Corporate Fairness Board", files=f"{i}/*", read="CFB") for i in range(3)]
    states = [
        replace(action(i), council=f"Council {i}", status_text="Well on", state="in_progress", corrected=("state",))
        for i in range(2)
    ]
    found = learn([*role, once, *both, *short], states, documents)
    assert {(one.wording, one.meaning, len(one.councils)) for one in found} == {
        ("where we are", "progress", 2),
        ("cfb", "Corporate Fairness Board", 3),
        ("well on", "in_progress", 2),
    }
    assert '"where we are",  # progress; met: corrected for 2 councils' in [one.entry for one in found]
    assert learn([once], [], documents, least=1)[0].wording == "champion"


def test_wrong_values_in_the_first_fifth_of_the_queue_are_counted_once() -> None:
    from scripts.judge_queue import held

    found = looks(
        *[action(at, ("outcome", 0.5, "column_unsure")) for at in range(5)],
        *[action(at, ("due", 0.6, "text_unsure")) for at in range(5, 14)],
    )
    found.sort(key=lambda look: -look.worth)
    document = DOCUMENT.document_id
    wrong = [
        (document, "a1", "outcome"),
        (document, "a2", "outcome"),
        (document, "a7", "due"),
        (document, "a8", "theme"),
    ]
    told = held(found, wrong)
    assert (told.looks, told.wrong, told.anywhere, told.first) == (10, 4, 3, 2)
