"""pyarrow without pandas: import this before Arrow is given its first list.

At the first list it is given pyarrow imports pandas, only to tell whether the list is one of pandas' own. That takes
longer than importing pyarrow itself, in every worker and in every run. Asked once while pandas cannot be found, it goes
on without; a program that imports pandas before or after still has `to_pandas`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pyarrow as pa


class _Hidden:
    """A finder that finds no pandas."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Refuse pandas; leave every other module to the next finder."""
        del path, target
        if name == "pandas":
            raise ImportError("pandas is not needed here")
        return None


if "pandas" not in sys.modules:
    sys.meta_path.insert(0, _Hidden)
    try:
        pa.array([None])
    finally:
        sys.meta_path.remove(_Hidden)
