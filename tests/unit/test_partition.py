"""Tables whose rows are finished council by council elsewhere are those of one process, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_plans import FINISHER, READER

from benchmarks.made_actions import made_plan
from pipeline.batch import finishers
from pipeline.batch.finishers import finish_in_processes
from pipeline.batch.process import WorkerBroken
from pipeline.batch.run import RunOptions, run
from pipeline.compare.plans import Plans
from pipeline.correction import Correction
from pipeline.normalise.council.peers import Peers
from pipeline.plan import finish_owners
from pipeline.settings import Settings
from pipeline.store.finish import Placed, SetFile
from pipeline.store.partition import Partition, finish_partition, finished_tables, partitions
from pipeline.store.parts import part_path, read_part, write_part
from pipeline.store.tables import Extras, Member, write_tables
from schema.rows import PlanRows

UNITE = "pipeline.plan:finish_owners"
EXTRAS = Extras(
    csv=True,
    xlsx=True,
    groups=(("Coast", ("Testshire 1 Council",)),),
    owners=(Correction("owner_name", "Human Resources", files="1/*", printed="Head of HR"),),
)


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def plans() -> Iterator[PlanRows]:
    """Councils with plans of two years and a copy, files of no council, one file twice."""
    for number in range(9):
        council = f"Testshire {number // 3} Council" if number < 6 else None
        rows = made_plan(number, f"{number // 3}/{number}.pdf", council or "", actions=12, left_out=number)
        document = replace(rows.document, council=council, document_id=f"{number:016x}")
        actions = tuple(replace(one, council=council, document_id=document.document_id) for one in rows.actions)
        yield replace(rows, document=document, actions=actions)
    again = made_plan(0, "0/again.pdf", "Testshire 0 Council", actions=12, left_out=0)
    yield replace(again, document=replace(again.document, document_id=f"{0:016x}"))


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Member]]:
    out = tmp_path_factory.mktemp("parts")
    listed = [Member(f"{at:04x}", write_part(out, f"{at:04x}", rows, size=1)) for at, rows in enumerate(plans())]
    return out, sorted(listed, key=lambda one: (one.head.council is None, one.head.council or "", one.head.source))


def here(out: Path, cut: list[int]) -> Any:
    """Partitions finished in this process, after a journey as JSON."""

    def finish(some: Iterable[Partition], folder: Path) -> Iterator[tuple[Partition, Mapping[str, Any]]]:
        for partition in some:
            cut.append(sum(map(len, partition.files)))
            there = Partition.from_json(partition.to_json())
            yield partition, finished_tables(finish_partition(there, lambda key: read_part(out, key), UNITE))

    return finish


@pytest.mark.parametrize("most", [1, 4, 100])
def test_partitions_give_the_bytes_of_one_process(
    most: int, members: tuple[Path, list[Member]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.tables.partitions", lambda files, placed: partitions(files, placed, most))
    out, listed = members
    told = write_tables(out, listed, EXTRAS, finish_owners)
    expected = contents(out)
    cut: list[int] = []
    assert write_tables(out, listed, EXTRAS, finish_owners, away=here(out, cut)) == told
    assert contents(out) == expected
    assert cut == {1: [4, 3, 1, 1, 1], 4: [4, 3, 3], 100: [7, 3]}[most]
    assert pq.read_metadata(out / "actions.parquet").num_rows == 9 * 12
    assert pq.read_metadata(out / "owners.parquet").num_rows


def test_worker_processes_give_them_too_and_leave_nothing_behind(members: tuple[Path, list[Member]]) -> None:
    out, listed = members
    write_tables(out, listed, EXTRAS, finish_owners)
    expected = contents(out)
    away = finish_in_processes(Settings(), out, UNITE, jobs=2)
    write_tables(out, listed, EXTRAS, finish_owners, away=away)
    assert contents(out) == expected
    assert not list(out.rglob("*.arrow"))


def test_a_part_that_is_gone_is_told_and_the_old_tables_stand(members: tuple[Path, list[Member]]) -> None:
    out, listed = members
    write_tables(out, listed, EXTRAS, finish_owners)
    expected = contents(out)
    lost = part_path(out, listed[5].key)
    content = lost.read_bytes()
    lost.write_bytes(b"")
    try:
        away = finish_in_processes(Settings(), out, UNITE, jobs=1)
        with pytest.raises(WorkerBroken, match=r"its part is gone or damaged"):
            write_tables(out, listed, EXTRAS, finish_owners, away=away)
    finally:
        lost.write_bytes(content)
    assert contents(out) == expected


def test_a_process_that_dies_is_replaced_once(members: tuple[Path, list[Member]], tmp_path: Path) -> None:
    out, listed = members
    away = finish_in_processes(Settings(), out, "fake_plans:finish_and_die", jobs=1)
    with pytest.raises(WorkerBroken, match="ended twice"):
        write_tables(out, listed, Extras(), finish_owners, away=away)


def test_a_large_run_has_its_rows_finished_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / "plans" / name).mkdir(parents=True)
        (tmp_path / "plans" / name / "plan.txt").write_text(f"council {name}\naction x | HR\naction y | HR", "utf-8")
    asked = RunOptions((tmp_path / "plans",), tmp_path / "one", jobs=2, reader=READER, finisher=FINISHER)
    run(asked)
    monkeypatch.setattr(finishers, "AWAY_FROM", 1)
    used: list[int] = []
    real = finish_in_processes
    monkeypatch.setattr("pipeline.batch.run.finish_in_processes", lambda *told: used.append(1) or real(*told))
    run(replace(asked, out=tmp_path / "two"))
    assert used and contents(tmp_path / "two") == contents(tmp_path / "one")


def test_a_council_is_never_cut_and_much_is_cut_by_its_actions() -> None:
    placed = Placed(Plans(), {}, Peers(), seconds=False)
    files = [(f"c{number // 4}", SetFile(f"{number}", f"{number}", f"{number:016x}"), 20_000) for number in range(12)]
    assert [sum(map(len, one.files)) for one in partitions(files, placed)] == [4, 4, 4]
    assert [sum(map(len, one.files)) for one in partitions([(c, f, 1) for c, f, _ in files], placed)] == [12]
    assert list(partitions([], placed)) == []
