"""Weights and rules can be taken out one by one, and the density of conditions can only fall."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scripts import density
from scripts.ablation.__main__ import ROOT, read_rooms
from scripts.ablation.entries import entries
from scripts.ablation.table import Line, write_section
from scripts.ablation.trial import workshop
from scripts.differences import Rows, documents_that_differ, rows_that_differ, told

TOML = """
[[weight]]
name = "marked"
speaks = 4.0
case = "rows/marked.toml"
[[weight]]
name = "bold"
speaks = 1.5
[[role]]
name = "owner"
headings = ["lead", "by whom"]
[[role]]
name = "theme"
headings = ["pillar"]
[costs]
gap = 0.8
switch = 1.5
"""
PYTHON = '''
"""Rules."""
LEAST = 3  # cells
SHARE: float = 0.5
RULES = (
    Rule("day", "NUM MONTH", f, "31 March"),
    Rule("month", "MONTH", g, "March"),  # the ’longer’ one
)
NAMES = frozenset({"a", "b"})
KINDS = {"x": 1, "y": 2}


class Settings:
    """Lengths."""

    snap: float = 3.0  # points
    name: str = "é"
'''


def names(text: str, suffix: str, of: str) -> list[str]:
    return [entry.name for entry in entries(text, suffix, of)]


def test_entries_of_toml_are_elements_and_keys() -> None:
    assert names(TOML, ".toml", "weight") == ["marked", "bold"]
    assert names(TOML, ".toml", "role.headings") == ["lead", "by whom", "pillar"]
    assert names(TOML, ".toml", "costs") == ["gap", "switch"]
    first = entries(TOML, ".toml", "weight")[0]
    whole = tomllib.loads(TOML)
    assert tomllib.loads(first.text) == {**whole, "weight": whole["weight"][1:]}
    assert first.case == "rows/marked.toml"
    last = tomllib.loads(entries(TOML, ".toml", "role.headings")[2].text)
    assert last["role"][1]["headings"] == []
    assert last["role"][0] == whole["role"][0]


def test_an_entry_that_code_asks_for_by_name_is_set_to_nought() -> None:
    entry = entries(TOML, ".toml", "weight", zero="speaks")[1]
    assert entry.change == "speaks = 0"
    assert [weight["speaks"] for weight in tomllib.loads(entry.text)["weight"]] == [4.0, 0.0]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("RULES", {"day: 31 March": '    Rule("day"', "month: March": '    Rule("month"'}),
        ("NAMES", {"a": '"a"', "b": '"b"'}),
        ("KINDS", {"x": '"x": 1', "y": '"y": 2'}),
    ],
)
def test_entries_of_a_table_in_python_go_with_their_comma(of: str, expected: dict[str, str]) -> None:
    found = entries(PYTHON, ".py", of)
    assert [entry.name for entry in found] == list(expected)
    for entry, gone in zip(found, expected.values(), strict=True):
        compile(entry.text, of, "exec")
        assert gone not in entry.text
        others = [words for words in expected.values() if words != gone]
        assert all(words in entry.text for words in others)


def test_numbers_are_set_to_nought_halved_and_doubled() -> None:
    found = entries(PYTHON, ".py", "*")
    assert [entry.change for entry in found if entry.name == "SHARE"] == [
        "0.5 becomes 0.0",
        "0.5 becomes 0.25",
        "0.5 becomes 1.0",
    ]
    assert "LEAST = 6  # cells" in found[2].text


def test_numbers_of_a_class_are_its_fields_alone() -> None:
    assert {entry.name.split(" ")[0] for entry in entries(PYTHON, ".py", "Settings")} == {"snap"}


def test_a_part_without_entries_is_a_fault() -> None:
    with pytest.raises(ValueError, match="no entries"):
        entries(TOML, ".toml", "wieght")
    with pytest.raises(ValueError, match="no entries"):
        entries(PYTHON, ".py", "RULE")


def test_every_room_names_parts_that_hold_entries_and_cases_that_are_there() -> None:
    rooms = read_rooms()
    assert len({room.name for room in rooms}) == len(rooms)
    missing = [case for room in rooms for case in room.cases if not (ROOT / case.split("::")[0]).exists()]
    assert not missing


def test_what_differs_is_counted_by_document_and_row() -> None:
    def rows(*actions: str, cells: tuple[str, ...] = ("c",)) -> Rows:
        return {
            ("actions", "d"): [{"action": one} for one in actions],
            ("cells", "d"): [{"text": one} for one in cells],
        }

    whole = rows("a", "b")
    assert (documents_that_differ(whole, whole), rows_that_differ(whole, whole, "actions")) == (set(), 0)
    less = rows("a", cells=("c", "e"))
    assert (documents_that_differ(whole, less), rows_that_differ(whole, less, "actions")) == ({"d"}, 1)
    assert (documents_that_differ(whole, {}), rows_that_differ({}, whole, "actions")) == ({"d"}, 2)
    assert list(told(whole, rows("a", "x"))) == ["actions d 2 action: 'b' -> 'x'"]
    more_columns: Rows = {("actions", "d"): [{"action": "a", "new": 1}]}
    assert not documents_that_differ({("actions", "d"): [{"action": "a"}]}, more_columns)


def test_a_page_keeps_the_sections_of_other_rooms(tmp_path: Path) -> None:
    page = tmp_path / "ablation.md"
    line = Line("x.toml", "a|b", "out", ("t::rows/x",), (), 0, 0, case="rows/y")
    assert not line.changes_nothing
    assert not line.case_stands
    write_section(page, "rows", ("tests/x.py",), False, [line])
    write_section(page, "owners", (), True, [Line("y", "c", "out", (), (), 0, 0)])
    write_section(page, "rows", ("tests/z.py",), False, [line])
    text = page.read_text("utf-8")
    assert [row for row in text.split("\n") if row.startswith("## ")] == ["## owners", "## rows"]
    assert "tests/x.py" not in text
    assert "1 of 1 changes change nothing" in text
    assert "| a\\|b | out | 1 (its case is not among them) |" in text


def test_a_trial_runs_the_copy_with_its_changed_file_and_leaves_it_as_it_was() -> None:
    """Takes seconds, for it starts pytest three times: nothing else shows that what is tried is the changed program."""
    file, case = "pipeline/normalise/rag.py", "tests/unit/test_rag.py"
    with workshop() as shop:
        with shop.changed(file, "raise RuntimeError\n"):
            assert shop.run([case], []).failing
        assert not shop.run([case], []).failing


ROOM = {"name": "x", "files": [], "most": 100.0}


def dense(operators: int, place: str = "x.py:f") -> density.Density:
    return density.Density("x", (density.Function(place, operators, 100),))


def test_what_is_above_its_record_is_told_and_what_is_below_lowers_it() -> None:
    record = {"room": [ROOM], "most_in_a_function": 5, "worst": {"x.py:f": 9}}
    assert not list(density.faults(record, [dense(9)]))
    assert len(list(density.faults(record, [dense(12)]))) == 2
    assert len(list(density.faults(record, [dense(9, "x.py:other")]))) == 1
    assert density.lowered(record, [dense(7)]) == {
        "room": [{**ROOM, "most": 70.0}],
        "most_in_a_function": 5,
        "worst": {"x.py:f": 7},
    }
    assert density.lowered(record, [dense(5)])["worst"] == {}
    assert density.lowered(record, [dense(12)]) == record
    assert density.lowered(record, [dense(7)], ["y"])["room"] == [ROOM]


def test_no_room_and_no_function_is_denser_than_recorded() -> None:
    record = tomllib.loads(density.RECORD.read_text("utf-8"))
    assert not list(density.faults(record, [density.measure(room) for room in record["room"]]))


def test_operators_in_methods_and_inner_functions_are_counted_once() -> None:
    lines = ("class A:", " def m(self, a, b, c):", "  def inner():", "   return a and b and c", "  return inner() or a")
    assert list(density.functions("\n".join(lines), "x.py")) == [density.Function("x.py:A.m", 3, 4)]
