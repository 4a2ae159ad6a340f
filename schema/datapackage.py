"""The Frictionless Data Package that stands beside the tables, made from the list of fields.

Source of the form: Data Package 1.0 and Table Schema 1.0, https://specs.frictionlessdata.io/. It holds no time and no
path of the machine, so that the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schema.codelists import codelists
from schema.fields import TABLES, Field, TableFields

_TYPES = {
    "string": "string",
    "int32": "integer",
    "float": "number",
    "bool": "boolean",
    "date": "date",
    "list<string>": "any",
    "map<string,string>": "any",
    "struct": "any",
    "list<struct>": "any",
}
"""Types as the stock `frictionless validate` finds them in Parquet, which it reads by way of pandas: lists and structs
are no JSON there, and an integer that may be missing is a number. `arrow` of each field says what it is."""


@dataclass(frozen=True, slots=True)
class Written:
    """One table as it stands on disk: its rows, and of each of its files the path, the size and the SHA-256."""

    rows: int
    paths: tuple[str, ...]  # below the folder of the descriptor, with /
    sizes: tuple[int, ...]  # bytes
    sha256: tuple[str, ...]  # hexadecimal


def datapackage(written: Mapping[str, Written], version: str) -> dict[str, Any]:
    """Return the descriptor of the tables that were written, by name; `version` is the program's."""
    return {
        "profile": "data-package",
        "name": "council-equality-action-plans",
        "title": "Equality action plans of UK councils",
        "description": "Actions of published equality action plans, each with the cells it was read from.",
        "version": version,
        "resources": [_resource(table, written[table.name]) for table in TABLES if table.name in written],
    }


def _resource(table: TableFields, written: Written) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields]}
    if table.key and all(table.field(name).null is None for name in table.key):
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [other_column]}}
            for column, other, other_column in table.refers
        ]
    described: dict[str, Any] = {
        "name": table.name,
        "path": written.paths[0] if len(written.paths) == 1 else list(written.paths),
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.about,
    }
    # sizes and hashes are properties of our own: the specification has one a resource, whatever its number of files,
    # and the stock program, which does not read Parquet byte by byte, finds none to compare
    described["parts"] = [
        {"path": path, "bytes": size, "hash": f"sha256:{sha256}"}
        for path, size, sha256 in zip(written.paths, written.sizes, written.sha256, strict=True)
    ]
    return {**described, "rows": written.rows, "schema": schema}


def _field(field: Field) -> dict[str, Any]:
    about = field.about if field.null is None else f"{field.about} Empty where {field.null}."
    kind = "number" if field.type == "int32" and field.null is not None else _TYPES[field.type]
    described: dict[str, Any] = {"name": field.name, "type": kind, "arrow": field.type, "description": about}
    constraints: dict[str, Any] = {} if field.null is not None or field.blank else {"required": True}
    if field.codelist and field.type == "string" and field.codelist in codelists():
        constraints["enum"] = list(codelists()[field.codelist].names())
    if constraints:
        described["constraints"] = constraints
    if field.unit:
        described["unit"] = field.unit
    if field.source:
        described["source"] = field.source
    if field.parts:
        described["parts"] = [_field(part) for part in field.parts]
    return described
