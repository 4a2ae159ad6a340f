"""The entries of one file of weights or rules, and the file's text without one of them.

Knows two kinds of file. In TOML the entries are the elements of a list or the keys of a table, found by a dotted path.
In Python they are the elements of a tuple, list, set or dict given to a name, the numbers of a class, or (`*`) the
numbers given to the module's own names. Nothing is run to find them.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import tomli_w

EVERY_NUMBER = "*"
_TIMES = (0.0, 0.5, 2.0)  # by which a number is multiplied in turn: it cannot be taken out


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its name as the table shows it, and the file's text without it, or with it changed.

    `case` is what the entry names as its case: part of the id of a test that must fail without the entry.
    """

    name: str
    change: str  # `out`, or what the number becomes
    text: str
    case: str = ""


def entries(text: str, suffix: str, of: str, zero: str = "") -> list[Entry]:
    """Return every entry of a file. `of` says which part; `zero` names a field of a TOML entry that is set to 0.

    Raises ValueError where the file has no such part or the part no entries, SyntaxError or TOMLDecodeError where the
    file cannot be read.
    """
    found = list(_toml_entries(text, of, zero) if suffix == ".toml" else _python_entries(text, of))
    if not found:
        raise ValueError(f"{of}: no entries")
    return _numbered(found)


def _numbered(found: list[Entry]) -> list[Entry]:
    """Tell entries of one name apart by their place among them."""
    keys = [(entry.name, entry.change) for entry in found]
    return [
        replace(entry, name=f"{entry.name} ({keys[: i + 1].count(key)})") if keys.count(key) > 1 else entry
        for i, (entry, key) in enumerate(zip(found, keys, strict=True))
    ]


def _toml_entries(text: str, of: str, zero: str) -> Iterator[Entry]:
    count = sum(1 for _ in _holders(tomllib.loads(text), of.split(".")))
    for holder_at in range(count):
        size = len(_holder(text, of, holder_at)[1])
        for i in range(size):
            data, holder = _holder(text, of, holder_at)
            key = list(holder)[i] if isinstance(holder, dict) else i
            element = holder[key]
            name = key if isinstance(key, str) else name_of(element)
            if zero:
                element[zero] = 0.0
            else:
                del holder[key]
            case = str(element.get("case", "")) if isinstance(element, dict) else ""
            yield Entry(name, f"{zero} = 0" if zero else "out", tomli_w.dumps(data), case)


def _holder(text: str, of: str, at: int) -> tuple[dict[str, Any], Any]:
    data = tomllib.loads(text)
    return data, list(_holders(data, of.split(".")))[at]


def _holders(value: Any, path: list[str]) -> Iterator[Any]:
    """Yield the lists and tables that a path leads to; a list on the way is gone through element by element."""
    if not path:
        if isinstance(value, list | dict):
            yield value
    elif isinstance(value, list):
        for element in value:
            yield from _holders(element, path)
    elif isinstance(value, dict) and path[0] in value:
        yield from _holders(value[path[0]], path[1:])


def name_of(element: Any) -> str:
    """Return what an entry is called: its `name`, else its first text, else itself.

    >>> name_of({"label": "header", "name": "marked"}), name_of(["a", 1]), name_of(3)
    ('marked', 'a', '3')
    """
    if isinstance(element, dict):
        return str(element.get("name") or next((v for v in element.values() if isinstance(v, str)), element))
    if isinstance(element, list):
        return str(element[0]) if element else "[]"
    return str(element)


def _python_entries(text: str, of: str) -> Iterator[Entry]:
    tree = ast.parse(text)
    if of == EVERY_NUMBER:
        yield from _numbers(text, tree.body)
        return
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == of:
            yield from _numbers(text, node.body)
        elif _target(node) == of:
            yield from _elements(text, node)


def _target(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return node.target.id if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else ""


def _numbers(text: str, body: list[ast.stmt]) -> Iterator[Entry]:
    for node in body:
        value = getattr(node, "value", None)
        number = value.operand if isinstance(value, ast.UnaryOp) else value
        if not (_target(node) and isinstance(value, ast.expr) and isinstance(number, ast.Constant)):
            continue
        if type(number.value) not in (int, float):
            continue
        written = ast.literal_eval(value)
        for factor in _TIMES:
            new = type(written)(written * factor)
            if new != written:
                yield Entry(_target(node), f"{written} becomes {new}", _replaced(text, value, repr(new)))


def _elements(text: str, node: ast.stmt) -> Iterator[Entry]:
    value = getattr(node, "value", None)
    while isinstance(value, ast.Call) and value.args:  # frozenset((…)), MappingProxyType({…})
        value = value.args[0]
    if isinstance(value, ast.Dict):
        for key, held in zip(value.keys, value.values, strict=True):
            if key is not None:
                yield Entry(_spoken(key), "out", _without(text, key, held))
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        for element in value.elts:
            yield Entry(_spoken(element), "out", _without(text, element, element))


def _spoken(node: ast.expr) -> str:
    """Return the texts of an element, its first and its last: a rule's name and its example."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    words = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    direct = [arg.value for arg in getattr(node, "args", ()) if isinstance(arg, ast.Constant)]
    told = [word for word in direct if isinstance(word, str)] or words
    return ast.unparse(node)[:60] if not told else told[0] if len(told) == 1 else f"{told[0]}: {told[-1]}"


def _offsets(text: str, first: ast.expr, last: ast.expr) -> tuple[int, int]:
    """Return where a piece of source begins and ends, in bytes of UTF-8, as `ast` counts columns."""
    lines = [0]
    for line in text.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    assert last.end_lineno is not None
    assert last.end_col_offset is not None
    return lines[first.lineno - 1] + first.col_offset, lines[last.end_lineno - 1] + last.end_col_offset


def _replaced(text: str, node: ast.expr, by: str) -> str:
    start, end = _offsets(text, node, node)
    data = text.encode()
    return (data[:start] + by.encode() + data[end:]).decode()


def _without(text: str, first: ast.expr, last: ast.expr) -> str:
    """Return the source without an element and the comma after it."""
    start, end = _offsets(text, first, last)
    data = text.encode()
    after = data[end:]
    rest = after.lstrip()
    return (data[:start] + (rest[1:] if rest.startswith(b",") else after)).decode()
