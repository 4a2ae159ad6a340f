"""Web pages: the source from which Chromium and WeasyPrint print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scripts.make_samples.blocks import Block, Cell, Heading, PageBreak, Paragraph, Table

STYLE = """
@page { size: A4 %(orientation)s; margin: 16mm 15mm 18mm; }
body { font-family: "%(font)s", sans-serif; font-size: %(size)spt; line-height: 1.3; color: #111; }
h1 { font-size: 18pt; color: #1F3864; margin: 0 0 8pt; }
h2 { font-size: 13pt; color: #1F3864; margin: 14pt 0 5pt; break-after: avoid; }
table { border-collapse: collapse; width: 100%%; table-layout: fixed; margin-bottom: 10pt; }
th, td { border: 0.75pt solid #555; padding: 3pt 4pt; vertical-align: top; text-align: left; overflow-wrap: break-word;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
ul { margin: 0; padding-left: 12pt; }
.break { break-before: page; }
"""


def to_html(
    blocks: Sequence[Block],
    title: str,
    *,
    landscape: bool = False,
    font: str = "Liberation Sans",
    size: float = 9.5,
    css: str = "",
) -> str:
    """Return a page of HTML with a style sheet for print."""
    style = STYLE % {"orientation": "landscape" if landscape else "portrait", "font": font, "size": size} + css
    body = "\n".join(_block(block) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body>\n{body}\n</body></html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            text = _text(block.text, paragraph="p")
            if block.bold:
                text = text.replace("<p>", "<p><strong>").replace("</p>", "</strong></p>")
            return f"<div>{text}</div>"
        case PageBreak():
            return '<div class="break"></div>'
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in table.widths)
    head = "".join(_row(row) for row in table.rows[: table.header_rows])
    body = "".join(_row(row) for row in table.rows[table.header_rows :])
    head = f"<thead>{head}</thead>" if head else ""
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>"


def _row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in row)}</tr>\n"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "") + (
        f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    )
    rules = []
    if cell.fill:
        rules.append(f"background:{cell.fill}")
        if cell.light_on_dark:
            rules.append("color:#fff")
    style = f' style="{";".join(rules)}"' if rules else ""
    text = _text(cell.text)
    if cell.bold and not cell.header:
        text = f"<strong>{text}</strong>"
    return f"<{tag}{spans}{style}>{text}</{tag}>"


def _text(text: str, paragraph: str | None = None) -> str:
    """Lines become breaks (or paragraphs), runs of list items a list."""
    parts: list[str] = []
    items: list[str] = []
    lines: list[str] = []

    def flush_items() -> None:
        if items:
            parts.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
            items.clear()

    def flush_lines() -> None:
        if lines:
            if paragraph:
                parts.extend(f"<{paragraph}>{line}</{paragraph}>" for line in lines)
            else:
                parts.append("<br>".join(lines))
            lines.clear()

    for line in text.split("\n"):
        if line.startswith("• "):
            flush_lines()
            items.append(escape(line.removeprefix("• "), quote=False))
        else:
            flush_items()
            lines.append(escape(line, quote=False))
    flush_items()
    flush_lines()
    return "".join(parts)
