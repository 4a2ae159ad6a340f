"""`councilplans show`: the cells that were found on a page of a PDF, drawn over it in the colour of their roles.

It reads the file again with the program as it is, so that a wrong reading can be seen where it happens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors import extract_bytes, kind_of
from extractors.document import Cell, Table
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from pipeline.cli.screen import safe

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.read.raw import CellKey

SCALE = 2.0  # pixels a point
# Told apart by people who see colours differently: Okabe and Ito, "Color universal design" (2008).
COLOURS = {
    "header": (0, 0, 0),
    "title": (0, 0, 0),
    "theme": (204, 121, 167),
    "objective": (204, 121, 167),
    "reference": (86, 180, 233),
    "action": (0, 114, 178),
    "outcome": (0, 158, 115),
    "evidence": (0, 158, 115),
    "progress": (0, 158, 115),
    "owner": (230, 159, 0),
    "timescale": (213, 94, 0),
    "start": (213, 94, 0),
    "status": (150, 110, 0),
}
_OTHER = (130, 130, 130)


def show_page(path: Path, page: int, picture: Path, passwords: Sequence[str]) -> int:
    """Draw the cells of a page and write the picture; give the exit code."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return _refuse(f"{path}: cannot be opened ({error.strerror}).")
    if kind_of(data) != "pdf":
        return _refuse(f"{path}: is no PDF, and only pages of a PDF can be drawn.")
    from extractors.pdf import render_page

    try:
        image = render_page(data, page, SCALE, passwords)
        document = extract_bytes(data, Limits(), passwords)
    except DocumentUnreadable as trouble:
        return _refuse(f"{path}: {trouble.sentence}")
    from pipeline.read.reading import read_document

    reading = read_document(document)
    drawn = draw_cells(image.convert("RGB"), document.tables, page, reading.roles)
    try:
        drawn.save(picture, format="PNG")
    except OSError as error:
        return _refuse(f"{picture}: cannot be written ({error.strerror or error}).")
    tables = [table for table in document.tables if any(cell.page == page for cell in table.cells)]
    routes = ", ".join(sorted({table.route for table in tables}))
    found = f"{len(tables)} tables ({routes})" if tables else "no table"
    actions = sum(action.place.page == page for action in reading.actions)
    sys.stdout.write(f"{safe(str(picture))}: page {page}, {found}, {actions} actions begin here.\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return 2


def draw_cells(image: Image, tables: Sequence[Table], page: int, roles: Mapping[CellKey, str]) -> Image:
    """Draw the boxes of a page's cells over its picture, each in the colour of its role and with its name."""
    from PIL import Image as Images
    from PIL import ImageDraw

    layer = Images.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for table, cell in _cells_on(tables, page):
        if cell.box is None:
            continue
        role = roles.get((table.number, cell.row, cell.column), "furniture" if cell.row == 0 else "other")
        colour = COLOURS.get(role, _OTHER)
        box = [edge * SCALE for edge in cell.box]
        box = [min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])]
        pen.rectangle(box, outline=(*colour, 255), fill=(*colour, 28), width=2)
        if cell.text.strip() or cell.fill:
            label = f"{table.number}.{cell.row}.{cell.column} {role}"
            extent = pen.textbbox((box[0] + 3, box[1] + 1), label)
            pen.rectangle(extent, fill=(255, 255, 255, 220))
            pen.text((box[0] + 3, box[1] + 1), label, fill=(*colour, 255))
    return Images.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _cells_on(tables: Sequence[Table], page: int) -> Iterator[tuple[Table, Cell]]:
    for table in tables:
        for cell in (*table.cells, *table.furniture):
            if cell.page == page:
                yield table, cell
