"""A run from one bucket into another on a cluster gives the tables of a local run though a worker and the store die.

The store is moto's, on the loopback. One worker is here and one is a process of its own, to be killed.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from pipeline.batch.run import Listener, RunOptions, run
from pipeline.settings import Settings
from pipeline.store.errors import StoreAway
from pipeline.store.location import Location
from pipeline.store.parts import PartHead
from schema.fields import TABLES

if any(importlib.util.find_spec(name) is None for name in ("distributed", "moto", "s3fs")):
    pytest.skip("needs the extras dask and dev", allow_module_level=True)

from distributed import LocalCluster

from pipeline.batch.cluster import ClusterOptions, run_on_cluster

ROOT = Path(__file__).resolve().parents[2]
PLANS, OUT = "s3://plans/2031", "s3://tables/2031"
SAMPLE = "Glenravel and Moyry Borough Council/section-75-action-plan.docx"
COUNCILS = ("Northmoor", "Southmoor", "Westmoor", "Eastmoor", "Midmoor", "Overmoor")


class Store:
    """An S3-compatible server; what it holds outlives its server, as that of a real one does."""

    def __init__(self) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        self._app = DomainDispatcherApplication(create_backend_app)
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Quiet(WSGIRequestHandler):
            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                pass

        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True, request_handler=Quiet)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Told(Listener):
    """Counts, and does something as the first files end: one thing a file."""

    def __init__(self, *happenings: Callable[[], object]) -> None:
        self.kept = 0
        self.read: list[str] = []
        self._happenings = list(happenings)

    def finished_one(self, head: PartHead) -> None:
        self.read.append(head.source)
        if self._happenings:
            self._happenings.pop(0)()

    def kept_one(self) -> None:
        self.kept += 1


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    from s3fs import S3FileSystem

    with pytest.MonkeyPatch.context() as environment, ExitStack() as ending:
        held = Store()
        ending.callback(held.stop)
        environment.setenv("AWS_ENDPOINT_URL", held.url)
        environment.setenv("AWS_MAX_ATTEMPTS", "1")  # what waits for the store is this program
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "test")
        S3FileSystem.clear_instance_cache()  # one kept from before knows the store at another port
        # moto holds its buckets for the whole process, and tests that another process takes over may come in two goes
        urlopen(Request(f"{held.url}/moto-api/reset", method="POST"))
        for bucket in ("plans", "tables"):
            Location(f"s3://{bucket}")._fs.mkdir(bucket)
        yield held


@pytest.fixture
def scheduler(store: Store) -> Iterator[Any]:
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:
        yield cluster.scheduler


@pytest.fixture
def worker(scheduler: Any) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", "worker", scheduler.address, "--nthreads", "1", "--no-nanny"]
    process = subprocess.Popen(
        [*command, "--no-dashboard"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield process
    process.kill()
    process.wait()


def plans(folder: Path) -> list[Path]:
    for name in COUNCILS:
        path = folder / f"{name} Council" / "plan.txt"
        path.parent.mkdir(parents=True)
        rows = "".join(f"Train team {number}\tHead of HR\tMarch 2031\n" for number in range(20))
        path.write_text(f"Action\tLead\tTimescale\n{rows}", "utf-8")
    (folder / SAMPLE).parent.mkdir()
    (folder / SAMPLE).write_bytes((ROOT / "data" / "raw" / SAMPLE).read_bytes())
    return sorted(path for path in folder.rglob("*") if path.is_file())


def tables(place: Location) -> dict[str, bytes | None]:
    return {table.name: place.find(f"{table.name}.parquet") for table in TABLES}


def test_a_run_from_bucket_to_bucket_gives_the_tables_of_a_local_run_whatever_dies(
    store: Store, scheduler: Any, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    given = plans(tmp_path / "plans")
    bucket = Location(PLANS)
    for path in given:
        bucket.write(path.relative_to(tmp_path / "plans").as_posix(), path.read_bytes())
    run(RunOptions((tmp_path / "plans",), tmp_path / "local", Settings(timeout=120), jobs=1))
    asked = ClusterOptions(RunOptions((), Path(), Settings(timeout=120)), scheduler.address, (PLANS,), OUT)
    while len(scheduler.workers) < 2:
        assert worker.poll() is None
        time.sleep(0.05)

    def stop_the_store() -> None:
        store.stop()
        threading.Timer(1.0, store.start).start()

    told = Told(worker.kill, stop_the_store)
    assert run_on_cluster(asked, told).statuses == {"ok": len(given)}
    # what the worker wrote before it died without a word is kept, and not read again
    assert (len(told.read) + told.kept, len(scheduler.workers)) == (len(given), 1)
    assert told.kept <= 1
    local = tables(Location(str(tmp_path / "local")))
    assert all(local.values())
    assert tables(Location(OUT)) == local

    told = Told()
    assert run_on_cluster(asked, told).unchanged
    assert (told.read, told.kept) == ([], len(given))


def test_a_store_that_does_not_come_back_is_told(store: Store, tmp_path: Path) -> None:
    store.stop()
    try:
        for place in (Location(PLANS), Location(PLANS, patience=0.1)):
            asks: tuple[Callable[[], Any], ...] = (
                place.exists,
                place.is_folder,
                lambda place=place: list(place.files()),
                lambda place=place: place.find("plan.txt"),
                lambda place=place: place.write("x", b""),
            )
            for ask in asks:
                with pytest.raises(StoreAway, match=r"s3://plans/2031: the store cannot be reached"):
                    ask()
        with pytest.raises(StoreAway):
            run_on_cluster(ClusterOptions(RunOptions((), Path()), "127.0.0.1:1", (PLANS,), OUT))
    finally:
        store.start()
    assert not Location(PLANS).exists("nowhere.txt")
