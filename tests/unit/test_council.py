"""A plan's council is found in folder, title and text as the cases say, and never guessed."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.council import match_council
from pipeline.normalise.council.register import read_register
from schema.codelists import flags

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "council.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_each_case_reads_as_it_says(case: dict[str, Any]) -> None:
    period = tuple(case["period"]) if "period" in case else None
    match = match_council(case.get("folders", []), case.get("title"), case.get("texts", []), period)
    got = (match.name, match.gss_code, list(match.flags), list(match.successors))
    assert got == (case.get("name"), case.get("code"), case.get("flags", []), case.get("successors", []))


def test_every_flag_of_the_cases_stands_in_the_codelist() -> None:
    assert {flag for case in CASES for flag in case.get("flags", [])} <= set(flags())


@pytest.mark.parametrize("how", ["folder", "title"])
def test_every_council_is_found_by_its_own_full_name(how: str) -> None:
    missed = []
    for council in read_register().councils:
        folders, title = ([council.name], None) if how == "folder" else ([], f"{council.name} equality plan")
        period = (council.end.replace(year=council.end.year - 1), None) if council.end else None
        match = match_council(folders, title, [], (period[0], period[0]) if period else None)
        if match.name != council.name:
            missed.append((council.name, match.name, match.flags))
    assert missed == []


# as the councils of Wales give their own names in Welsh
_IN_WELSH = {
    "W06000001": "Cyngor Sir Ynys Môn", "W06000002": "Cyngor Gwynedd", "W06000003": "Cyngor Bwrdeistref Sirol Conwy",
    "W06000004": "Cyngor Sir Ddinbych", "W06000005": "Cyngor Sir y Fflint",
    "W06000006": "Cyngor Bwrdeistref Sirol Wrecsam", "W06000008": "Cyngor Sir Ceredigion",
    "W06000009": "Cyngor Sir Penfro", "W06000010": "Cyngor Sir Gâr", "W06000011": "Cyngor Dinas a Sir Abertawe",
    "W06000012": "Cyngor Castell-nedd Port Talbot", "W06000013": "Cyngor Bwrdeistref Sirol Pen-y-bont ar Ogwr",
    "W06000014": "Cyngor Bro Morgannwg", "W06000015": "Cyngor Caerdydd",
    "W06000016": "Cyngor Bwrdeistref Sirol Rhondda Cynon Taf", "W06000018": "Cyngor Bwrdeistref Sirol Caerffili",
    "W06000019": "Cyngor Bwrdeistref Sirol Blaenau Gwent", "W06000020": "Cyngor Bwrdeistref Sirol Torfaen",
    "W06000021": "Cyngor Sir Fynwy", "W06000022": "Cyngor Dinas Casnewydd", "W06000023": "Cyngor Sir Powys",
    "W06000024": "Cyngor Bwrdeistref Sirol Merthyr Tudful",
}  # fmt: skip


def test_every_council_of_wales_is_found_by_its_name_in_welsh() -> None:
    of_wales = {council.gss_code for council in read_register().councils if council.nation == "Wales"}
    assert of_wales - {None} == _IN_WELSH.keys()
    found = {code: match_council([], None, ["Cynllun", f"© {name} 2031"]).gss_code for code, name in _IN_WELSH.items()}
    assert found == {code: code for code in _IN_WELSH}


def test_every_successor_is_on_the_register_and_outlives_whom_it_follows() -> None:
    by_name = {council.name: council for council in read_register().councils}
    for council in by_name.values():
        assert bool(council.successors) == (council.end is not None), council.name
        for successor in council.successors:
            assert by_name[successor].end is None or by_name[successor].end > council.end  # type: ignore[operator]


def test_codes_are_unique_and_of_their_nation() -> None:
    codes = [council.gss_code for council in read_register().councils if council.gss_code]
    assert len(codes) == len(set(codes))
    for council in read_register().councils:
        assert council.gss_code is None or council.gss_code[0] == council.nation[0]


def test_a_long_text_is_looked_through_quickly() -> None:
    text = "The Council will work with residents of Kent, Leeds and Camden on housing. " * 2000
    started = time.process_time()
    assert match_council([], None, [text]).name is None
    assert time.process_time() - started < 5


def test_the_end_of_a_longer_name_is_no_council() -> None:
    match = match_council([], "Brackley Down District Council Equality Plan", [])
    assert (match.name, match.gss_code) == ("Brackley Down District Council", None)
    assert match_council(["Brackley Down District Council"], None, []).gss_code is None
