"""The sample plans on a Dask cluster of this machine: a scheduler and two workers, each a process of its own.

    python -m scripts.cluster_demo [--plans data/raw] [--out build/cluster-demo]

Reads the plans through the cluster, reads them again on this machine alone, and compares the tables byte by byte.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.store.location import HOW_TO_INSTALL

ROOT = Path(__file__).resolve().parents[1]
TABLES = ("documents", "actions", "cells", "issues", "owners")


def main() -> int:
    """Run the demonstration and give the exit code: 0 where both runs gave the same tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", default="data/raw")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "cluster-demo")
    args = parser.parse_args()
    try:
        from distributed import LocalCluster
    except ImportError:
        sys.stderr.write(f"This needs the extra `dask`: {HOW_TO_INSTALL}.\n")
        return 1
    shutil.rmtree(args.out, ignore_errors=True)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(f"scheduler at {cluster.scheduler_address}, {len(cluster.workers)} workers", flush=True)
        run(args.plans, args.out / "cluster", "--scheduler", cluster.scheduler_address)
    run(args.plans, args.out / "local", "--quiet")
    differ = [name for name in TABLES if content(args.out / "cluster", name) != content(args.out / "local", name)]
    print(
        f"differ from a local run: {', '.join(differ)}"
        if differ
        else "The tables are those of a local run, byte by byte."
    )
    return int(bool(differ))


def run(plans: str, out: Path, *options: str) -> None:
    command = [sys.executable, "-m", "pipeline", "run", plans, "--out", str(out), *options]
    subprocess.run(command, check=True, cwd=ROOT)


def content(out: Path, table: str) -> bytes:
    return (out / f"{table}.parquet").read_bytes()


if __name__ == "__main__":
    sys.exit(main())
