"""Arrow schemas made from the list of fields, and rows to Arrow tables; import this module only where Arrow is used.

Every schema carries the field descriptions in its metadata, so a Parquet file explains itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as row_fields
from functools import cache
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Any

import pyarrow as pa

import schema.light_pyarrow  # noqa: F401 - before the first list
from schema.fields import ACTIONS, CELLS, CHANGES, DOCUMENTS, ISSUES, OWNERS, TABLES, Field, TableFields
from schema.rows import (
    ActionRow,
    CellRow,
    ChangeRow,
    DocumentRow,
    DoubtValue,
    IssueRow,
    OwnerRow,
    OwnerValue,
    PeriodValue,
    Row,
    RuleValue,
)

ROW_TYPES: Mapping[str, type[Row]] = {
    DOCUMENTS.name: DocumentRow,
    ACTIONS.name: ActionRow,
    CELLS.name: CellRow,
    ISSUES.name: IssueRow,
    OWNERS.name: OwnerRow,
    CHANGES.name: ChangeRow,
}

_SIMPLE: Mapping[str, Any] = {
    "string": pa.string(),
    "int32": pa.int32(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "list<string>": pa.list_(pa.field("item", pa.string(), nullable=False)),
    "map<string,string>": pa.map_(pa.string(), pa.string()),
}
_STRUCTS: Mapping[str, Any] = {
    "owners": OwnerValue,
    "periods": PeriodValue,
    "doubts": DoubtValue,
    "rules": RuleValue,
}


@cache
def arrow_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of a table by name, descriptions in its metadata."""
    table = next(table for table in TABLES if table.name == name)
    return pa.schema([_arrow_field(field) for field in table.fields], metadata={b"description": table.about.encode()})


def to_arrow(name: str, rows: Sequence[Row]) -> pa.Table:
    """Return rows of one table as an Arrow table of its schema. Raises pyarrow.ArrowException on a wrong type."""
    table = next(table for table in TABLES if table.name == name)
    names = [field.name for field in table.fields]
    values = [*zip(*map(attrgetter(*names), rows), strict=True)] or [()] * len(names)
    columns = map(_array, table.fields, values)
    return pa.Table.from_arrays([*columns], schema=arrow_schema(name))


def to_column(name: str, column: str, rows: Sequence[Row]) -> Any:
    """Return one column of a table, an Arrow array, from its rows. Raises pyarrow.ArrowException on a wrong type."""
    field = next(table for table in TABLES if table.name == name).field(column)
    return _array(field, [*map(attrgetter(column), rows)])


def _array(field: Field, values: Sequence[Any]) -> Any:
    """Return values of a field as an Arrow array, text without lone surrogates."""
    kind = _arrow_type(field)
    match field.type:
        case "struct" if None not in values and values:
            return pa.StructArray.from_arrays([*map(_array, field.parts, zip(*values, strict=True))], fields=list(kind))
        case "struct":  # a part that must not be null is not, in Arrow's eyes, where the whole is null
            names = [part.name for part in field.parts]
            plain = [None if value is None else dict(zip(names, value, strict=True)) for value in values]
            return pa.array(plain, type=kind)
        case "list<struct>":
            items = [item for value in values for item in value]
            columns = [_array(part, [*map(attrgetter(part.name), items)]) for part in field.parts]
            struct = pa.StructArray.from_arrays(columns, fields=list(kind.value_type))
            offsets = pa.array([*accumulate(map(len, values), initial=0)], pa.int32())
            return pa.ListArray.from_arrays(offsets, struct, type=kind)
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], type=kind)


def from_arrow(name: str, table: pa.Table) -> Iterable[Any]:
    """Yield the rows of an Arrow table as dataclasses, in order; the opposite of `to_arrow`.

    Columns that the table does not have keep the row's default.
    """
    row_type = ROW_TYPES[name]
    known = {field.name for field in row_fields(row_type)}
    names = [column for column in table.column_names if column in known]
    for batch in table.to_batches():
        columns = [_values(column, batch.column(column)) for column in names]
        for values in zip(*columns, strict=True):
            yield row_type(**dict(zip(names, values, strict=True)))


def check_row_types() -> list[str]:
    """List where the row types and the fields disagree in names or order; empty when all is well."""
    return [
        f"{table.name}: rows have {have}, fields have {want}"
        for table in TABLES
        if (have := [field.name for field in row_fields(ROW_TYPES[table.name])]) != (want := _names(table))
    ]


def _names(table: TableFields) -> list[str]:
    return [field.name for field in table.fields]


@cache
def _arrow_type(field: Field) -> Any:
    if field.type in ("struct", "list<struct>"):
        struct = pa.struct([_arrow_field(part) for part in field.parts])
        return struct if field.type == "struct" else pa.list_(pa.field("item", struct, nullable=False))
    return _SIMPLE[field.type]


def _arrow_field(field: Field) -> Any:
    told = {"description": field.about, "null": field.null, "unit": field.unit, "source": field.source}
    told["codelist"] = field.codelist
    metadata = {key.encode(): value.encode() for key, value in told.items() if value}
    return pa.field(field.name, _arrow_type(field), nullable=field.null is not None, metadata=metadata)


def _encodable(value: Any) -> Any:
    """Return text that UTF-8 can hold, by itself or in tuples; a lone surrogate, which no page prints, is replaced."""
    if isinstance(value, tuple):
        return tuple(map(_encodable, value))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _values(name: str, column: Any) -> Sequence[Any]:
    """Return a column's plain values as rows hold them: tuples, and dataclasses for structs.

    A whole column at a time, which takes three fifths of the time that taking rows of dicts apart again does.
    """
    if column.null_count == len(column):
        return [None] * len(column)
    if name in _STRUCTS:
        return _structs(_STRUCTS[name], column)
    values: list[Any] = column.to_pylist()
    if pa.types.is_struct(column.type):
        return [None if value is None else tuple(value.values()) for value in values]
    if pa.types.is_nested(column.type):  # a list, or a map, which is a list of pairs
        return [None if value is None else tuple(value) for value in values]
    return values


def _structs(kind: Any, column: Any) -> Sequence[Any]:
    """Return a column of lists of structs as tuples of dataclasses."""
    offsets: list[int] = [*map(int, column.offsets.to_numpy())]
    items: Any = column.values.slice(offsets[0], offsets[-1] - offsets[0])
    names = [field.name for field in items.type]
    parts = [part.to_pylist() for part in items.flatten()]
    made = [kind(**dict(zip(names, values, strict=True))) for values in zip(*parts, strict=True)]
    found = [tuple(made[first - offsets[0] : last - offsets[0]]) for first, last in pairwise(offsets)]
    if not column.null_count:
        return found
    return [value if there else None for value, there in zip(found, column.is_valid().to_pylist(), strict=True)]
