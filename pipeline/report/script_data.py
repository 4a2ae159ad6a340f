"""Data as script files, because a page opened from disk may load scripts but not fetch data.

JSON is written in ASCII with `<`, `>` and `&` escaped, so no text of a plan can end a script element or start a
comment, and U+2028 and U+2029, which end a line in older JavaScript, do not stand in it bare.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def script_json(value: Any) -> str:
    r"""Return a value as JSON that can stand in a script.

    >>> script_json("</script>\u2028")
    '"\\u003c/script\\u003e\\u2028"'
    """
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False).translate(_ESCAPED)


def join_json(one: str, other: str) -> str:
    """Return two objects as one, the names of the second after those of the first.

    >>> join_json(script_json({"a": 1}), script_json({"b": 2})), join_json(script_json({"a": 1}), "{}")
    ('{"a":1,"b":2}', '{"a":1}')
    """
    return one if other == "{}" else f"{one[:-1]},{other[1:]}"


class ActionsFile:
    """One data file, `NAME.js`, written action by action: nothing but the plans met is kept in memory."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._plans: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._file: IO[str] = (folder / f"{name}.js").open("w", encoding="ascii", newline="\n")
        self._file.write(f'councilplans.receive({script_json(name)},{{"actions":[')
        self.count = 0

    def add(self, item: str, plan_id: str, plan: Mapping[str, Any]) -> None:
        """Append one action as `script_json` gives it; `plan` is what its page shows of the document, written once."""
        number = self._plans.setdefault(plan_id, (len(self._plans), plan))[0]
        self._file.write(",\n" if self.count else "\n")
        self._file.write(f'{item[:-1]},"plan":{number}}}')
        self.count += 1

    def close(self, note: str | None = None) -> None:
        """Write the plans and finish the file; `note` is a sentence on what the list leaves out."""
        plans = [plan for _, plan in self._plans.values()]
        told = f',"note":{script_json(note)}' if note else ""
        self._file.write(f'\n],"plans":{script_json(plans)}{told}}});\n')
        self._file.close()


def write_data(folder: Path, name: str, value: Any) -> None:
    """Write a value that stands ready as a data file."""
    text = f"councilplans.receive({script_json(name)},{script_json(value)});\n"
    (folder / f"{name}.js").write_bytes(text.encode("ascii"))
