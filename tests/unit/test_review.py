"""The review without a browser: who may speak to it, what its forms write, what is shown."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra `review` is not installed")
pytest.importorskip("httpx", reason="the extra `fetch` is not installed")

from pipeline.batch.run import RunOptions, run
from pipeline.corrections.corrections_file import read_corrections
from pipeline.looks.look import Look
from pipeline.review.app import cluster_owners, make_app
from pipeline.review.desk import Desk, Paths, headings_over
from pipeline.review.guard import Guard
from pipeline.review.pictures import plan_file
from schema.rows import CellRow, OwnerRow

PORT = 8123
HOST = f"http://127.0.0.1:{PORT}"
MARKUP = "<script>alert(1)</script><b>Fair</b>"
PLAN = (
    "Action\tOwner\tTimescale\tStatus\n"
    "Train all staff in deaf awareness\tHead of HR\tQ3 2031\tOn its way-ish\n"
    f"Hold a fair {MARKUP}\tHead of Human Resourcing\tQ2 2031\tUnclear so far\n"
    "Map seats along the river walk\tParks Manager\tQ2 2031\tUnclear so far\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    plans = tmp_path / "plans"
    (plans / "Northmoor Council").mkdir(parents=True)
    (plans / "Northmoor Council" / "plan.txt").write_text(PLAN)
    options = RunOptions((plans,), tmp_path / "tables", jobs=1)
    run(options)
    paths = Paths(tmp_path / "tables", plans, plans / "corrections.csv")
    return Desk(paths, "A. Reader", lambda: "2031-01-05", lambda: run(options) and None)


@pytest.fixture
def client(desk: Desk) -> Iterator[Any]:
    from starlette.testclient import TestClient

    guard = Guard(PORT)
    with TestClient(make_app(desk, guard), base_url=HOST, follow_redirects=False) as client:
        client.root, client.guard = f"/{guard.token}", guard  # type: ignore[attr-defined]
        yield client


def post(client: Any, path: str, *, origin: str = HOST, token: str | None = None, **fields: str) -> Any:
    fields["form_token"] = client.guard.form_token if token is None else token
    return client.post(client.root + path, data=fields, headers={"Origin": origin})


def quarter_look(desk: Desk, words: str = "Train") -> Look:
    return next(look for look in desk.queue() if look.code == "bare_year_quarter" and look.printed.startswith(words))


def test_nobody_is_answered_without_the_token_in_the_address(client: Any) -> None:
    assert client.get(f"{client.root}/").status_code == 200
    for path in ("/", "/x/", f"{client.root}x/", f"/{client.guard.form_token}/", "/../etc/passwd"):
        answer = client.get(path)
        assert (answer.status_code, "Northmoor" in answer.text) == (404, False)


def test_another_host_name_or_origin_or_form_is_refused(client: Any, desk: Desk) -> None:
    path = f"/look/{quarter_look(desk).key}"
    for host in ("evil.example", f"127.0.0.1:{PORT + 1}", "127.0.0.1"):
        assert client.get(f"{client.root}/", headers={"Host": host}).status_code == 421
    assert client.get(f"{client.root}/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for origin in ("https://evil.example", "null", f"http://localhost:{PORT}"):
        assert post(client, path, origin=origin, do="accept").status_code == 403
    assert client.post(client.root + path, data={"do": "accept"}).status_code == 403
    assert post(client, path, token="wrong", do="accept").status_code == 403
    assert post(client, path, do="correct", correct="x" * 100_000).status_code == 413
    assert client.put(client.root + path).status_code == 405
    assert not desk.paths.corrections.exists()


def test_every_answer_forbids_frames_scripts_and_guessing(client: Any) -> None:
    for path in ("/", "/nowhere", "/assets/review.js"):
        headers = client.get(client.root + path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["../desk.py", "..%2fdesk.py", "%2e%2e/%2e%2e/settings.py", "report.js"])
def test_no_other_file_is_served(client: Any, name: str) -> None:
    assert client.get(f"{client.root}/assets/{name}").status_code == 404


def test_a_picture_is_only_of_a_file_below_the_plans_that_is_the_one_read(tmp_path: Path) -> None:
    import hashlib

    (tmp_path / "plans").mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    (tmp_path / "plans" / "plan.pdf").write_bytes(b"plan")
    (tmp_path / "plans" / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    own, other = (hashlib.sha256(text).hexdigest()[:16] for text in (b"plan", b"secret"))
    assert plan_file(tmp_path / "plans", "plan.pdf", own) is not None
    assert plan_file(tmp_path / "plans", "plan.pdf", other) is None
    assert plan_file(tmp_path / "plans", "../secret.pdf", other) is None
    assert plan_file(tmp_path / "plans", "link.pdf", other) is None
    assert plan_file(tmp_path / "plans", str(tmp_path / "secret.pdf"), other) is None


def test_words_of_a_plan_become_no_markup(client: Any, desk: Desk) -> None:
    pages = [f"/look/{quarter_look(desk, 'Hold').key}", "/", f"/action/{quarter_look(desk, 'Hold').action_id}"]
    for path in pages:
        text = client.get(client.root + path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_what_is_said_is_saved_at_once_and_stands_after_a_run(client: Any, desk: Desk) -> None:
    look = quarter_look(desk)
    page = client.get(f"{client.root}/look/{look.key}").text
    assert "Train all staff in deaf awareness" in page
    answer = post(client, f"/look/{look.key}", do="correct", field="periods", correct="Q3 2031/32 and ongoing")
    assert answer.status_code == 303
    (kept,) = read_corrections(desk.paths.corrections)
    assert (kept.field, kept.correct, kept.by, kept.when) == (
        "periods",
        "Q3 2031/32 and ongoing",
        "A. Reader",
        "2031-01-05",
    )
    assert look.key not in {one.key for one in desk.queue()}
    assert post(client, "/apply").headers["location"].endswith("said=applied")
    row = client.get(f"{client.root}/action/{look.action_id}").text
    assert "2031-10-01 to 2031-12-31; ongoing" in row
    assert "corrected by A. Reader on 2031-01-05" in row
    assert look.key not in {one.key for one in desk.every()}


def test_what_cannot_be_is_said_and_nothing_is_saved(client: Any, desk: Desk) -> None:
    look = quarter_look(desk)
    answer = post(client, f"/look/{look.key}", do="correct", field="periods", correct="soonish")
    assert answer.status_code == 409
    assert "is not understood as a timescale" in answer.text
    assert "soonish" in answer.text
    assert post(client, f"/look/{look.key}", do="two", second="").status_code == 409
    assert post(client, f"/look/{look.key}", do="nonsense").status_code == 409
    assert not desk.paths.corrections.exists()


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"do": "accept"}, {("periods", "2031-10-01 to 2031-12-31")}),
        ({"do": "none"}, {("row", "none")}),
        ({"do": "above"}, {("row", "above")}),
        ({"do": "two", "second": "in deaf awareness"}, {("row", "two: in deaf awareness")}),
        ({"do": "column", "role-3": "progress"}, {("role", "progress")}),
    ],
)
def test_each_answer_writes_its_line(client: Any, desk: Desk, fields: dict[str, str], written: set[Any]) -> None:
    look = quarter_look(desk)
    assert post(client, f"/look/{look.key}", **fields).status_code == 303
    kept = read_corrections(desk.paths.corrections)
    assert {(one.field, one.correct) for one in kept} == written
    if fields["do"] == "column":
        assert kept[0].printed == "Timescale"
        assert kept[0].files == "Northmoor Council/*"
    assert post(client, "/apply").status_code == 303
    if fields["do"] in ("accept", "none"):
        assert look.key not in {one.key for one in desk.queue()}


def test_columns_are_named_by_their_headings_and_not_two_as_the_same(client: Any, desk: Desk) -> None:
    look = quarter_look(desk)
    page = client.get(f"{client.root}/look/{look.key}").text
    assert [f'name="role-{n}"' in page for n in range(1, 6)] == [True] * 4 + [False]
    assert 'name="role-3" data-first' in page
    refused = post(client, f"/look/{look.key}", do="column", **{"role-2": "timescale"})
    assert (refused.status_code, "Two columns cannot both be the timescale" in refused.text) == (409, True)
    swapped = {"role-1": "action", "role-2": "timescale", "role-3": "owner"}
    assert post(client, f"/look/{look.key}", do="column", **swapped).status_code == 303
    kept = read_corrections(desk.paths.corrections)
    assert {(one.printed, one.read, one.correct) for one in kept} == {
        ("Owner", "owner", "timescale"),
        ("Timescale", "timescale", "owner"),
    }
    assert desk.waiting == 2


@pytest.mark.parametrize(
    ("row", "heads"),
    [
        (2, {1: "Do", 2: "Who"}),
        (5, {1: "Step", 2: "When By"}),  # two rows of headings in the middle
        (None, {1: "Do", 2: "Who"}),
    ],
)
def test_the_headings_over_a_row_are_the_nearest(row: int | None, heads: dict[int, str]) -> None:
    texts = [["Do", "Who"], ["a", "b"], ["Step", "When"], ["Step", "By"], ["c", "d"]]
    cells = [
        CellRow(document_id="0", table=1, row=r, column=c, text=text, role="header" if r in (1, 3, 4) else "action")
        for r, some in enumerate(texts, 1)
        for c, text in enumerate(some, 1)
    ]
    assert headings_over(cells, row) == heads


@pytest.mark.parametrize(
    ("field", "listed"),
    [("state", "One of: not_started, "), ("eflg_theme", "2.1 Political and officer leadership"), ("owners", "")],
)
def test_what_a_value_may_be_is_listed(client: Any, desk: Desk, field: str, listed: str) -> None:
    from dataclasses import replace

    desk._looks.append(replace(quarter_look(desk), key="asked", field=field))
    page = client.get(f"{client.root}/look/asked").text
    assert listed in page
    assert ("One of: " in page) is bool(listed)


def test_undo_takes_back_what_was_said_and_puts_back_what_stood(client: Any, desk: Desk) -> None:
    look = quarter_look(desk)
    post(client, f"/look/{look.key}", do="correct", field="periods", correct="May 2031")
    post(client, f"/look/{look.key}", do="correct", field="periods", correct="June 2031")
    assert [one.correct for one in read_corrections(desk.paths.corrections)] == ["June 2031"]
    assert post(client, "/undo").headers["location"].endswith(f"/look/{look.key}")
    assert [one.correct for one in read_corrections(desk.paths.corrections)] == ["May 2031"]
    post(client, "/undo")
    assert read_corrections(desk.paths.corrections) == ()
    assert desk.waiting == 0
    assert post(client, "/undo").status_code == 303
    assert look.key in {one.key for one in desk.queue()}


def test_a_second_window_does_not_write_over_the_first_unseen(client: Any, desk: Desk) -> None:
    import re

    look = quarter_look(desk)
    path = f"/look/{look.key}"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(client.root + path).text)
    assert seen is not None
    assert post(client, path, do="correct", field="periods", correct="May 2031", seen=seen[1]).status_code == 303
    other = post(client, path, do="correct", field="periods", correct="June 2031", seen=seen[1])
    assert other.status_code == 409
    assert "“May 2031”" in other.text
    again = re.search(r'name="seen" value="(\w+)"', other.text)
    assert again is not None
    assert post(client, path, do="correct", field="periods", correct="June 2031", seen=again[1]).status_code == 303


def test_what_another_program_added_to_the_file_stays(client: Any, desk: Desk) -> None:
    desk.paths.corrections.write_text("files,field,printed,correct\nnorth/*,due,Elsewhere,2031-01-01\n")
    post(client, f"/look/{quarter_look(desk).key}", do="correct", field="periods", correct="May 2031")
    assert {one.field for one in read_corrections(desk.paths.corrections)} == {"due", "periods"}


def test_owners_of_a_council_are_united(client: Any, desk: Desk) -> None:
    from pipeline.review.desk import slug_of

    page = f"/owners/{slug_of('Northmoor Council')}"
    assert "Parks Manager" in client.get(client.root + page).text
    names = [owner.name for owner in desk.owners("Northmoor Council")]
    ticked = {f"owner-{slug_of(name)}": "yes" for name in names if "Human" in name}
    assert len(ticked) == 2
    assert post(client, page, name="Head of People", **ticked).status_code == 303
    assert post(client, page, name="").status_code == 409
    post(client, "/apply")
    assert {owner.name for owner in desk.owners("Northmoor Council")} == {"Head of People", "Parks Manager"}
    assert client.get(f"{client.root}/owners/unknown").status_code == 404


def test_names_that_are_much_alike_stand_together() -> None:
    names = ["Head of Housing", "Parks Team", "Head of Housing Services", "The Head of Housing"]
    groups = cluster_owners([OwnerRow(council="C", name=name, actions=1) for name in names])
    assert [owner.name for owner in groups[0]] == [names[0], names[2], names[3]]


def test_a_review_that_is_killed_while_saving_leaves_a_whole_file(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from pipeline.correction import Correction\n"
        "from pipeline.corrections.corrections_file import add_corrections, write_corrections\n"
        "path = Path(sys.argv[1])\nkept = ()\n"
        "for i in range(100000):\n"
        "    kept = add_corrections(kept[-300:], [Correction('due', '2031-01-01', files='a', printed=f'x{i}')])\n"
        "    write_corrections(path, kept)\n"
        "    print(i, flush=True)\n"
    )
    path = tmp_path / "corrections.csv"
    for lines in (2, 5, 9):
        process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        time.sleep(0.001 * lines)
        process.kill()
        process.wait()
        process.stdout.close()
        assert len(read_corrections(path)) >= lines


def test_a_file_is_given_its_council(client: Any, desk: Desk) -> None:
    look = next(one for one in desk.queue() if not one.field)
    page = client.get(f"{client.root}/look/{look.key}").text
    assert "Northmoor Council" in page
    assert post(client, f"/look/{look.key}", do="document", field="seconds", correct="1").status_code == 409
    assert post(client, f"/look/{look.key}", do="document", field="period_end", correct="soon").status_code == 409
    done = post(client, f"/look/{look.key}", do="document", field="council", correct="Eastmere City Council")
    assert done.status_code == 303
    (kept,) = read_corrections(desk.paths.corrections)
    assert (kept.field, kept.read) == ("council", "Northmoor Council")
    post(client, "/apply")
    assert desk.councils() == ["Eastmere City Council"]


def test_a_council_that_was_found_right_is_asked_for_no_more(client: Any, desk: Desk) -> None:
    look = next(one for one in desk.queue() if one.code == "council_not_in_register")
    assert post(client, f"/look/{look.key}", do="accept").status_code == 303
    post(client, "/apply")
    assert not [one for one in desk.queue() if one.code.startswith("council_")]
    assert desk.councils() == ["Northmoor Council"]


def test_a_review_that_cannot_be_says_why(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.cli.review_command import Wanted, start_review

    assert start_review(Wanted(desk.paths.out, browser=False)) == 2
    assert "--plans" in capsys.readouterr().err
    assert start_review(Wanted(desk.paths.out, tmp_path / "elsewhere", browser=False)) == 2
    (tmp_path / "other").mkdir()
    assert start_review(Wanted(desk.paths.out, tmp_path / "other", browser=False)) == 2
    assert "1 files of the tables are not below it" in capsys.readouterr().err
    assert start_review(Wanted(tmp_path / "nowhere", desk.paths.plans, browser=False)) == 2


def test_what_is_taken_back_after_a_run_is_run_again(client: Any, desk: Desk) -> None:
    look = quarter_look(desk)
    post(client, f"/look/{look.key}", do="correct", field="periods", correct="May 2031")
    post(client, "/apply")
    assert desk.waiting == 0
    post(client, "/undo")
    assert desk.waiting == 1
    post(client, "/apply")
    assert look.key in {one.key for one in desk.queue()}


def test_a_doubted_column_is_accepted_by_its_heading_or_value_by_value(desk: Desk) -> None:
    from dataclasses import replace

    from pipeline.review.answers import corrections_of

    every = [look for look in desk.queue() if look.code == "bare_year_quarter"]
    ids = tuple(look.action_id or "" for look in every)
    column = replace(every[0], kind="column", actions=ids)
    (said,) = corrections_of(desk, column, {"do": "accept"})
    assert (said.field, said.printed, said.read, said.correct) == ("role", "Timescale", "timescale", "timescale")
    headless = replace(column, field="theme")
    assert [(one.field, one.accepts) for one in corrections_of(desk, headless, {"do": "accept"})] == [
        ("theme", True)
    ] * 3
