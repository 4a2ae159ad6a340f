"""The data dictionary in Markdown, made from the list of fields and the codelists."""

from __future__ import annotations

from collections.abc import Iterator

from schema.codelists import Code, Flag, codelists
from schema.fields import TABLES, Field, TableFields

_OPENING = """\
# Data dictionary

Made from `schema/fields.py` and `schema/codelists/` by `make dictionary`; change those, not this page.

Each table is a Parquet file under its own name. A column that may be empty says what empty means; every other column
always has a value, a list at least an empty one. Dates are calendar days; pages, tables, rows and columns count from 1.
"""


def dictionary_text() -> str:
    """Return the whole dictionary as Markdown, tables first, codelists after them."""
    parts = [_OPENING]
    parts += ["\n".join(_table_lines(table)) for table in TABLES]
    parts.append("# Codelists\n")
    parts += ["\n".join(_codelist_lines(name)) for name in sorted(codelists()) if name in _used()]
    return "\n".join(parts).rstrip("\n") + "\n"


def _table_lines(table: TableFields) -> Iterator[str]:
    yield f"## {table.name}\n"
    key = ", ".join(f"`{name}`" for name in table.key)
    yield table.about + (f" Key: {key}." if key else "") + "\n"
    yield "| column | type | meaning | empty means |"
    yield "| --- | --- | --- | --- |"
    for field in table.fields:
        yield _field_line(field, "")
        for part in field.parts:
            yield _field_line(part, f"{field.name}.")
    for column, other, other_column in table.refers:
        yield f"\n`{column}` is `{other_column}` of [{other}](#{other})." + (
            "" if (column, other, other_column) != table.refers[-1] else "\n"
        )
    if not table.refers:
        yield ""


def _field_line(field: Field, prefix: str) -> str:
    meaning = field.about
    if field.unit:
        meaning += f" Unit: {field.unit}."
    if field.codelist and field.codelist in codelists():
        meaning += f" Codes: [{field.codelist}](#{field.codelist})."
    if field.source:
        meaning += f" Source: {field.source}."
    return f"| `{prefix}{field.name}` | `{field.type}` | {meaning} | {field.null or ''} |"


def _codelist_lines(name: str) -> Iterator[str]:
    codelist = codelists()[name]
    yield f"## {name}\n"
    if codelist.about:
        yield codelist.about + "\n"
    graded = any(isinstance(code, Flag) for code in codelist.codes)
    yield "| code | meaning | severity | responsible |" if graded else "| code | meaning |"
    yield "| --- | --- | --- | --- |" if graded else "| --- | --- |"
    for code in codelist.codes:
        yield _code_line(code)
    yield ""


def _code_line(code: Code) -> str:
    meaning = code.meaning.replace("|", "\\|").replace("\n", " ")
    graded = f" {code.severity} | {code.responsible} |" if isinstance(code, Flag) else ""
    return f"| `{code.code}` | {meaning} |{graded}"


def _used() -> set[str]:
    fields = [field for table in TABLES for outer in table.fields for field in (outer, *outer.parts)]
    return {field.codelist for field in fields if field.codelist}
