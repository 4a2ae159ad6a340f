"""Arrow schemas made from the list of fields, and rows to Arrow tables; import this module only where Arrow is used.

Every schema carries the field descriptions in its metadata, so a Parquet file explains itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as row_fields
from functools import cache
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
    return pa.array([_plain(field, getattr(row, column)) for row in rows], type=_arrow_type(field))


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


def _plain(field: Field, value: Any) -> Any:
    """Give a row's value as pyarrow takes it: structs as dicts, text without lone surrogates."""
    if value is None:
        return None
    match field.type:
        case "string":
            return _encodable(value)
        case "list<string>":
            return [_encodable(item) for item in value]
        case "map<string,string>":
            return [(_encodable(key), _encodable(item)) for key, item in value]
        case "struct":
            return dict(zip((part.name for part in field.parts), value, strict=True))
        case "list<struct>":
            return [{part.name: _plain(part, getattr(item, part.name)) for part in field.parts} for item in value]
        case _:
            return value


def _encodable(text: str) -> str:
    """Give text that UTF-8 can hold; a lone surrogate, which no page prints, becomes the replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _value(name: str, value: Any) -> Any:
    """Give Arrow's plain value as a row holds it: tuples, and dataclasses for structs."""
    if isinstance(value, dict):
        return tuple(value.values())
    if not isinstance(value, list):
        return value
    if name in _STRUCTS:
        return tuple(_STRUCTS[name](**item) for item in value)
    return tuple(value)
