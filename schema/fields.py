"""The one list of fields of every table: Arrow schemas, data dictionary, datapackage.json and checks are made from it.

A field's type is written as in CONTRACT terms: `string`, `int32`, `float`, `bool`, `date`, `list<string>`,
`map<string,string>`, `struct` and `list<struct>` (with `parts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal[
    "string", "int32", "float", "bool", "date", "list<string>", "map<string,string>", "struct", "list<struct>"
]


@dataclass(frozen=True, slots=True)
class Field:
    """One column; `null` says what an empty value means where the column may be empty, else it is None."""

    name: str
    type: Type
    about: str
    null: str | None = None
    unit: str | None = None
    source: str | None = None  # where the reading comes from, or who publishes the code
    codelist: str | None = None  # name of a codelist that every value stands in
    parts: tuple[Field, ...] = ()  # of a struct, or of the structs in a list
    blank: bool = False  # a text without a character is a value of it, and no value that is missing


@dataclass(frozen=True, slots=True)
class TableFields:
    """One table: what a row is, its key and its columns in order."""

    name: str
    about: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    refers: tuple[tuple[str, str, str], ...] = ()  # (column, other table, its column)

    def field(self, name: str) -> Field:
        """Return a field by name. Raises KeyError where the table has none of that name."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.name} has no field {name}")


SILENT = "the plan does not say"
NO_PAGES = "the format has no pages"

_FINANCIAL_YEAR = "UK financial year, 1 April to 31 March"
_EDTF = "Extended Date/Time Format, ISO 8601-2:2019"
_GSS = "Office for National Statistics, GSS codes"
_REGISTER = "mySociety, UK Local Authority Names and Codes"
_UNREGISTERED = "the council is not in the register"
_EFLG = "LGA Equality Framework for Local Government, 2021"

_DOCUMENT_ID = Field("document_id", "string", "First 16 hexadecimal digits of the SHA-256 of the file's bytes.")
_COUNCIL = Field(
    "council", "string", "Full name of the council.", null="neither sources.toml, the folder nor the plan names one"
)
_COUNCIL_CODE = Field(
    "council_code", "string", "Code of the council.", null="the council is not known or has none", source=_GSS
)

DOCUMENTS = TableFields(
    "documents",
    "One row for every input file, whatever became of it.",
    ("source",),
    (
        _DOCUMENT_ID,
        Field("source", "string", "Path of the file below the input root, with /."),
        _COUNCIL,
        _COUNCIL_CODE,
        Field("title", "string", "Title of the plan.", null=SILENT),
        Field("period_start", "date", "First day that the plan covers.", null=SILENT),
        Field("period_end", "date", "Last day that the plan covers.", null=SILENT),
        Field(
            "media_type",
            "string",
            "Format of the file, judged by its content.",
            null="the format is not known",
            source="IANA media types",
        ),
        Field("pages", "int32", "Number of pages.", null=NO_PAGES, unit="pages"),
        Field(
            "plan_id",
            "string",
            "The same for every file that holds one plan: the document_id of the one that figures count.",
            null="no action was read from the file",
        ),
        Field(
            "edition", "int32", "Year in which the plan's period starts, as sources.toml or the plan says.", null=SILENT
        ),
        Field(
            "copy_of",
            "string",
            "The document_id of the file that figures count in place of this one: another file of the same plan, or "
            "the first of several with the same bytes.",
            null="figures count this file, or it has no action",
        ),
        Field(
            "superseded_by",
            "string",
            "The document_id of the council's next edition, for comparisons count the latest.",
            null="no later edition is among the files",
        ),
        Field(
            "council_type",
            "string",
            "Type of the council in the register; the kind of another body that names itself (Police, …).",
            null="no council or body is known",
            source=_REGISTER,
        ),
        Field("region", "string", "Region of the council.", null=_UNREGISTERED, source=_REGISTER),
        Field("nation", "string", "Nation of the council.", null=_UNREGISTERED, source=_REGISTER),
        Field("groups", "list<string>", "Groups of councils that sources.toml puts the council in."),
        Field(
            "url",
            "string",
            "Address that the file was fetched from, as councilplans fetch wrote it down or sources.toml says.",
            null="neither says it",
        ),
        Field("retrieved", "date", "Day on which it was fetched there, in UTC.", null="neither says it"),
        Field("status", "string", "What became of the file.", codelist="statuses"),
        Field("error", "string", "One sentence that says what was wrong and what to do.", null="nothing was wrong"),
        Field("actions", "int32", "Number of rows of actions with this document_id.", unit="actions"),
        Field(
            "words_in_tables",
            "int32",
            "Words of all tables, counted on the page or in the XML before any reading.",
            unit="words",
        ),
        Field(
            "words_carried",
            "int32",
            "Words of all rows of cells; equal to words_in_tables where nothing was lost.",
            unit="words",
        ),
        Field(
            "words_near_tables",
            "int32",
            "Words that stand in line with a table or look like one and are in no cell; the issues `words_near_table`, "
            "`text_on_page_unread` and `form_unread` name their pages. 0 where the format shows no such words.",
            unit="words",
        ),
        Field(
            "seconds",
            "float",
            "Wall time that the reading took.",
            null="the run was not asked to record it",
            unit="seconds",
        ),
        Field("version", "string", "Version of the program that read the file.", null="the file was not read"),
        Field("tables", "int32", "Number of tables found, action plan or not.", unit="tables"),
        Field("routes", "list<string>", "How the tables were found, each way once.", codelist="routes"),
        Field(
            "producer", "string", "Program that made the file, by the file's own word.", null="the file does not say"
        ),
        Field("flags", "list<string>", "What a person should look at in the document as a whole.", codelist="flags"),
    ),
)

_OWNER_PARTS = (
    Field("mention", "string", "The owner as printed."),
    Field("name", "string", "Canonical name, abbreviations expanded."),
    Field("kind", "string", "Kind of owner.", null="not known", codelist="owner_kinds"),
    Field("function", "string", "Function it belongs to.", null="not known", codelist="owner_functions"),
    Field("seniority", "string", "Level of the post.", null="not known", codelist="owner_seniority"),
    Field(
        "relation",
        "string",
        "Whether the owner leads or supports.",
        null="the plan does not tell",
        codelist="relation",
    ),
    Field("score", "float", "How sure the canonical name is, 0 to 1."),
)

_PERIOD_PARTS = (
    Field("text", "string", "The words read, as printed."),
    Field("start", "date", "First day, included."),
    Field("end", "date", "Last day, included."),
    Field("precision", "string", "Unit that the words name.", codelist="precision", source=_FINANCIAL_YEAR),
    Field("edtf", "string", "The period in EDTF.", null="it has no such form", source=_EDTF),
)

_DOUBT_PARTS = (
    Field("field", "string", "Column of this table; `row` where the row may be no action at all."),
    Field("chance", "float", "How likely the value is right, 0 to 1; those under 0.8 stand here."),
    Field("code", "string", "What the doubt is about.", codelist="flags"),
    Field("why", "string", "Why the value may be wrong, in one sentence."),
)

_RULE_PARTS = (
    Field("field", "string", "Column of this table."),
    Field("rule", "string", "Name of the rule or evidence by which its value was read."),
)

ACTIONS = TableFields(
    "actions",
    "One row for each action, in document order.",
    ("action_id",),
    (
        Field("action_id", "string", "Stable id: the same document gives the same ids in every run."),
        _DOCUMENT_ID,
        _COUNCIL,
        _COUNCIL_CODE,
        Field("plan_title", "string", "Title of the plan.", null=SILENT),
        Field("position", "int32", "Order in the document, from 1."),
        Field(
            "theme",
            "string",
            "The highest grouping printed over the action: priority, equality objective, section.",
            null=SILENT,
        ),
        Field(
            "objective",
            "string",
            "The grouping below the theme: objective, or a numbered action that holds detailed actions.",
            null=SILENT,
        ),
        Field("reference", "string", "Printed number of the action, else of its objective.", null=SILENT),
        Field("action", "string", "What will be done, without its number or label.", null=SILENT),
        Field("outcome", "string", "Success measure or measurable outcome.", null=SILENT),
        Field("evidence", "string", "What is already in place.", null=SILENT),
        Field("progress", "string", "Progress reported so far.", null=SILENT),
        Field("owner_text", "string", "The owner cell as printed, white space folded.", null=SILENT),
        Field("timescale_text", "string", "The timescale cell as printed, white space folded.", null=SILENT),
        Field("status_text", "string", "The status cell as printed, white space folded.", null=SILENT),
        Field("owners", "list<struct>", "Owners that the owner cell names, in its order.", parts=_OWNER_PARTS),
        Field("periods", "list<struct>", "Periods that the timescale names, in its order.", parts=_PERIOD_PARTS),
        Field("start", "date", "Earliest start of the periods.", null="no period was read"),
        Field("due", "date", "Latest end of the periods.", null="no period was read"),
        Field("ongoing", "bool", "Said to go on with no end."),
        Field("recurrence", "string", "How often it comes round.", null=SILENT, codelist="recurrence"),
        Field("state", "string", "State as said in the timescale or status cell.", null=SILENT, codelist="state"),
        Field(
            "rag",
            "string",
            "Rating, from its letter or word or from the cell's fill colour.",
            null=SILENT,
            codelist="rag",
        ),
        Field(
            "characteristics",
            "list<string>",
            "Protected characteristics that it speaks of.",
            codelist="characteristics",
            source="Equality Act 2010, section 4",
        ),
        Field("eflg_module", "string", "Module of the framework it belongs to.", null="no module fits", source=_EFLG),
        Field("eflg_theme", "string", "Theme within the module.", null="no theme fits", source=_EFLG),
        Field("eflg_score", "float", "The chance that the module is right, 0 to 1.", null="nothing speaks for any"),
        Field(
            "eflg_theme_2",
            "string",
            "Another theme, of any module, that its words speak of too.",
            null="no second theme is likely",
            source=_EFLG,
        ),
        Field("eflg_score_2", "float", "The chance of the second theme, 0 to 1.", null="no second theme is likely"),
        Field("extras", "map<string,string>", "Every further column, under its printed header."),
        Field("page", "int32", "Page of its first row, from 1.", null=NO_PAGES),
        Field("table", "int32", "Table of its first row, from 1 in reading order.", null="it stands in no table"),
        Field(
            "row", "int32", "Its first row in the table, from 1, heading rows included.", null="it stands in no table"
        ),
        Field(
            "confidence",
            "float",
            "The chance that every value of the row is right, 0 to 1; found on layouts that no weight was made from. "
            "Its place in the framework, and the kind and function of its owners, have doubts of their own.",
        ),
        Field("doubts", "list<struct>", "Values of the row that may be wrong.", parts=_DOUBT_PARTS),
        Field("flags", "list<string>", "What a person should look at.", codelist="flags"),
        Field("corrected", "list<string>", "Columns of the row that a person corrected; rules say who and when."),
        Field("rules", "list<struct>", "By which rule or evidence values were read.", parts=_RULE_PARTS),
        Field("timescale_edtf", "string", "The whole timescale in EDTF.", null="it has no such form", source=_EDTF),
    ),
    (("document_id", "documents", "document_id"),),
)

CELLS = TableFields(
    "cells",
    "One row for each cell of each source table: every word of a table stands in exactly one cell.",
    (),
    (
        _DOCUMENT_ID,
        Field("page", "int32", "Page of the cell, from 1.", null=NO_PAGES),
        Field("table", "int32", "Number of the table in the document, from 1."),
        Field(
            "row",
            "int32",
            "Row of its top left corner, from 1; 0 for words in the table's area that are not the table's.",
        ),
        Field("column", "int32", "Column of its top left corner, from 1; 0 as for row."),
        Field("row_span", "int32", "Rows covered.", unit="rows"),
        Field("column_span", "int32", "Columns covered.", unit="columns"),
        Field("text", "string", "Text as printed, line breaks kept where the author broke the line.", blank=True),
        Field("fill", "string", "Fill colour as #rrggbb.", null="no fill, or white"),
        Field(
            "bbox",
            "struct",
            "Place on the page as displayed, from its top left corner.",
            null=NO_PAGES,
            unit="points (1/72 inch)",
            parts=(
                Field("x0", "float", "Left edge.", unit="points"),
                Field("top", "float", "Upper edge.", unit="points"),
                Field("x1", "float", "Right edge.", unit="points"),
                Field("bottom", "float", "Lower edge.", unit="points"),
            ),
        ),
        Field("role", "string", "What the cell was read as.", null="it was not read", codelist="roles"),
        Field("action_id", "string", "Action that the cell belongs to.", null="no single action"),
    ),
    (("document_id", "documents", "document_id"), ("action_id", "actions", "action_id")),
)

ISSUES = TableFields(
    "issues",
    "One row for each thing that a person should look at.",
    (),
    (
        _DOCUMENT_ID,
        Field("action_id", "string", "Action in question.", null="it is not about one action"),
        Field("page", "int32", "Page, from 1.", null="it is not about one page"),
        Field("table", "int32", "Table, from 1.", null="it is not about one table"),
        Field("row", "int32", "Row, from 1.", null="it is not about one row"),
        Field("column", "int32", "Column, from 1.", null="it is not about one column"),
        Field("code", "string", "What was found.", codelist="flags"),
        Field("severity", "string", "How much it matters.", codelist="severity"),
        Field("responsible", "string", "Whose wording or reading is in doubt.", codelist="responsible"),
        Field("verbatim", "string", "The text in question, as printed.", null="it is not about a text"),
        Field("message", "string", "What was found, what was expected, what to do."),
    ),
    (("document_id", "documents", "document_id"), ("action_id", "actions", "action_id")),
)

OWNERS = TableFields(
    "owners",
    "One row for each canonical owner of a council.",
    ("council", "name"),
    (
        _COUNCIL,
        Field("name", "string", "Canonical name."),
        Field("kind", "string", "Kind of owner.", null="not known", codelist="owner_kinds"),
        Field("function", "string", "Function it belongs to.", null="not known", codelist="owner_functions"),
        Field("seniority", "string", "Level of the post.", null="not known", codelist="owner_seniority"),
        Field("mentions", "list<string>", "Spellings met, each once, sorted."),
        Field("actions", "int32", "Number of actions that name the owner.", unit="actions"),
    ),
)

CHANGES = TableFields(
    "changes",
    "One row for each thing that changed from one edition of a council's plan to the next.",
    (),
    (
        _COUNCIL,
        _COUNCIL_CODE,
        Field("old_document_id", "string", "The earlier edition."),
        Field("new_document_id", "string", "The later edition."),
        Field("old_edition", "int32", "Year in which the earlier edition's period starts.", null=SILENT),
        Field("new_edition", "int32", "Year in which the later edition's period starts.", null=SILENT),
        Field("kind", "string", "What changed.", codelist="edition_changes"),
        Field("old_action_id", "string", "The action in the earlier edition.", null="it was added"),
        Field("new_action_id", "string", "The action in the later edition.", null="it was dropped"),
        Field("action", "string", "What will be done, as the later edition says it.", null=SILENT),
        Field("before", "string", "What the earlier edition says of what changed.", null="it says nothing"),
        Field("after", "string", "What the later edition says of it.", null="it says nothing"),
        Field(
            "days",
            "int32",
            "Days by which the due date moved, later counted positive.",
            null="the kind is not re_dated, or one of the editions names no due date",
            unit="days",
        ),
        Field("likeness", "float", "How alike the words of both are, 0 to 1.", null="it was added or dropped"),
    ),
    (
        ("old_document_id", "documents", "document_id"),
        ("new_document_id", "documents", "document_id"),
        ("old_action_id", "actions", "action_id"),
        ("new_action_id", "actions", "action_id"),
    ),
)

TABLES = (DOCUMENTS, ACTIONS, CELLS, ISSUES, OWNERS, CHANGES)
"""Every table, in the order in which people meet them."""


def table_fields(name: str) -> TableFields:
    """Return a table by name. Raises KeyError where there is none of that name."""
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(f"no table {name}")
