"""Arrow schemas made from the list of fields, and rows to Arrow tables; import this module only where Arrow is used.

Every schema carries the field descriptions in its metadata, so a Parquet file explains itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as row_fields
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import Any

import pyarrow as pa

from schema.fields import ACTIONS, CELLS, DOCUMENTS, ISSUES, OWNERS, TABLES, Field, TableFields
from schema.rows import ActionRow, CellRow, DocumentRow, IssueRow, OwnerRow, OwnerValue, PeriodValue, Row

ROW_TYPES: Mapping[str, type[Row]] = {
    DOCUMENTS.name: DocumentRow,
    ACTIONS.name: ActionRow,
    CELLS.name: CellRow,
    ISSUES.name: IssueRow,
    OWNERS.name: OwnerRow,
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
_STRUCTS: Mapping[str, Any] = {"owners": OwnerValue, "periods": PeriodValue}


@cache
def arrow_schema(name: str) -> pa.Schema:
    """Give the Arrow schema of a table by name, descriptions in its metadata."""
    table = next(table for table in TABLES if table.name == name)
    return pa.schema([_arrow_field(field) for field in table.fields], metadata={b"description": table.about.encode()})


def to_arrow(name: str, rows: Sequence[Row]) -> pa.Table:
    """Give rows of one table as an Arrow table of its schema. Raises pyarrow.ArrowException on a wrong type."""
    table = next(table for table in TABLES if table.name == name)
    columns = [to_column(name, field.name, rows) for field in table.fields]
    return pa.Table.from_arrays(columns, schema=arrow_schema(name))


def to_column(name: str, column: str, rows: Sequence[Row]) -> Any:
    """Give one column of a table, an Arrow array, from its rows. Raises pyarrow.ArrowException on a wrong type."""
    field = next(table for table in TABLES if table.name == name).field(column)
    return _array(field, [*map(attrgetter(column), rows)])


def _array(field: Field, values: Sequence[Any]) -> Any:
    """Give values of a field as an Arrow array, text without lone surrogates."""
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
    """Give the rows of an Arrow table as dataclasses, in order; the opposite of `to_arrow`."""
    row_type = ROW_TYPES[name]
    known = {field.name for field in row_fields(row_type)}
    for batch in table.to_batches():
        for values in batch.to_pylist():
            yield row_type(**{key: _value(key, value) for key, value in values.items() if key in known})


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
    """Give text that UTF-8 can hold, by itself or in tuples; a lone surrogate, which no page prints, is replaced."""
    if isinstance(value, tuple):
        return tuple(map(_encodable, value))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _value(name: str, value: Any) -> Any:
    """Give Arrow's plain value as a row holds it: tuples, and dataclasses for structs."""
    if isinstance(value, dict):
        return tuple(value.values())
    if not isinstance(value, list):
        return value
    if name in _STRUCTS:
        return tuple(_STRUCTS[name](**item) for item in value)
    return tuple(value)
