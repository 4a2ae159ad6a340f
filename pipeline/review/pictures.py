"""Pictures of the pages of plans, with the cells of one row framed."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from schema.rows import BoundingBox, CellRow

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.6  # pixels a point
_AROUND = 110.0  # points shown over and under the row
_ROW = (0, 114, 178)
_CELL = (213, 94, 0)
_MOST_BYTES = 512 * 1024**2

_drawing = threading.Lock()  # PDFium draws one page at a time


@dataclass(frozen=True, slots=True)
class Frames:
    """What is framed on a page: the boxes of a row, and those of the doubted cells."""

    row: tuple[BoundingBox, ...] = ()
    cells: tuple[BoundingBox, ...] = ()


def frames_of(cells: Iterable[CellRow], page: int, roles: Sequence[str]) -> Frames:
    """Return what to frame on a page of the cells of an action; those of some roles are the doubted ones."""
    here = [cell for cell in cells if cell.page == page and cell.bbox is not None]
    return Frames(
        tuple(cell.bbox for cell in here if cell.bbox and cell.role not in roles),
        tuple(cell.bbox for cell in here if cell.bbox and cell.role in roles),
    )


def plan_file(plans: Path, source: str, document_id: str) -> Path | None:
    """Return the file of a document below the plans; None where it is gone, lies elsewhere or has changed."""
    root = plans.resolve()
    try:
        file = (root / source).resolve() if root.is_dir() else root
        inside = file.is_relative_to(root) and file.is_file() and file.stat().st_size <= _MOST_BYTES
    except (OSError, RuntimeError, ValueError):
        return None
    return file if inside and _starts(file, file.stat().st_mtime_ns) == document_id else None


@lru_cache(maxsize=64)
def _starts(file: Path, changed: int) -> str:
    del changed
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:16]


@lru_cache(maxsize=24)
def page_picture(
    file: Path, document_id: str, page: int, frames: Frames, passwords: tuple[str, ...], *, whole: bool
) -> bytes:
    """Return a page as PNG, the row and the cell framed, cut to what lies around them unless the whole is wanted.

    Raises DocumentUnreadable and OSError.
    """
    from extractors.pdf import render_page

    del document_id  # part of the key: the file's content
    with _drawing:
        image = render_page(file.read_bytes(), page, _SCALE, passwords).convert("RGB")
    framed = _framed(image, frames)
    if not whole:
        framed = _cut(framed, frames)
    content = io.BytesIO()
    framed.save(content, format="PNG")
    return content.getvalue()


def _framed(image: Image, frames: Frames) -> Image:
    from PIL import Image as Images
    from PIL import ImageDraw

    layer = Images.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for boxes, colour, width in ((frames.row, _ROW, 2), (frames.cells, _CELL, 4)):
        for box in boxes:
            x0, top, x1, bottom = (edge * _SCALE for edge in box)
            place = [min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)]
            pen.rectangle(place, outline=(*colour, 255), fill=(*colour, 22), width=width)
    return Images.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _cut(image: Image, frames: Frames) -> Image:
    boxes = (*frames.row, *frames.cells)
    if not boxes:
        return image
    top = max(0, int((min(box[1] for box in boxes) - _AROUND) * _SCALE))
    bottom = min(image.height, int((max(box[3] for box in boxes) + _AROUND) * _SCALE))
    return image.crop((0, top, image.width, bottom)) if 0 <= top < bottom else image
