"""Word documents built from a few words of XML: what the tests of the Word reader read.

Every function gives XML as text; `docx` puts the parts into a package. The words are invented.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_URI = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_NAMES = (
    f'xmlns:w="{W_URI}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str, properties: str = "") -> str:
    """One run of text; `properties` go into its w:rPr."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*content: str, properties: str = "", text: str | None = None) -> str:
    """One paragraph from inline XML, or from plain `text`."""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{run(text) if text is not None else ''}{''.join(content)}</w:p>"


def numbered(text: str, num_id: int, level: int = 0) -> str:
    """A list paragraph."""
    inside = run(text) if text else ""
    return para(inside, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def cell(
    content: str = "",
    *,
    span: int = 1,
    merge: str | None = None,
    width: int | None = None,
    fill: str | None = None,
    properties: str = "",
    text: str | None = None,
) -> str:
    """One cell; `merge` is "restart" or "continue"; `content` is block XML, `text` a plain paragraph."""
    tcpr = "" if width is None else f'<w:tcW w:w="{width}" w:type="dxa"/>'
    tcpr += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge is not None:
        tcpr += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    tcpr += "" if fill is None else f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    tcpr += properties
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{content or para(text=text or None)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """One row from cells of XML."""
    trpr = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{trpr}{''.join(cells)}</w:tr>"


def texts(*words: str, properties: str = "") -> str:
    """One row of plain cells."""
    return row(*(cell(text=word) for word in words), properties=properties)


def table(*rows: str, widths: Sequence[int] = (), properties: str = "") -> str:
    """One table; `widths` are the columns of its grid in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def control(content: str, properties: str = "") -> str:
    """A content control around anything."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def inserted(content: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z">{content}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


DELETED_MARK = '<w:rPr><w:del w:id="3" w:author="A"/></w:rPr>'


def field(code: str, result: str) -> str:
    """A complex field with its result as inline XML."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(content: str, *, width: int = 5_000_000, inline: bool = False, at: tuple[int, int] | None = None) -> str:
    """A run with a text box in both of its forms, as Word writes it; `width` is in EMU.

    `at` says how far it stands to the right of its cell's left and below its paragraph's top, in EMU.
    """
    kind = "inline" if inline else "anchor"
    opened, place = kind, ""
    if at is not None:
        opened += ' layoutInCell="1"'
        place = (
            f'<wp:positionH relativeFrom="column"><wp:posOffset>{at[0]}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{at[1]}</wp:posOffset></wp:positionV>'
        )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:{opened}>{place}<wp:extent cx="{width}" cy="1"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{content}</w:txbxContent>"
        f"</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:{kind}></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def level(at: int, text: str, *, number: str = "decimal", start: int = 1, suffix: str = "space", more: str = "") -> str:
    """One level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{number}"/>{more}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def numbering(definitions: Mapping[int, str], lists: Mapping[int, str] | None = None) -> str:
    """numbering.xml: definitions by number, lists by number as "<definition><overrides>"; one list each by default."""
    lists = lists if lists is not None else {key: f'<w:abstractNumId w:val="{key}"/>' for key in definitions}
    return (
        f"<w:numbering {_NAMES}>"
        + "".join(
            f'<w:abstractNum w:abstractNumId="{key}">{value}</w:abstractNum>' for key, value in definitions.items()
        )
        + "".join(f'<w:num w:numId="{key}">{value}</w:num>' for key, value in lists.items())
        + "</w:numbering>"
    )


def styles(*content: str) -> str:
    """styles.xml from `w:style` elements."""
    return f"<w:styles {_NAMES}>{''.join(content)}</w:styles>"


def style(style_id: str, kind: str, content: str, name: str | None = None) -> str:
    """One style."""
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name or style_id}"/>{content}</w:style>'


def part(root: str, content: str) -> str:
    """Any other part: header ("w:hdr"), footer ("w:ftr"), settings."""
    return f"<{root} {_NAMES}>{content}</{root}>"


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1><a:accent2><a:srgbClr val="ED7D31"/></a:accent2>'
    "</a:clrScheme></a:themeElements></a:theme>"
)


def parts_of(
    body: str,
    *,
    numbering: str | None = None,
    styles: str | None = None,
    theme: str | None = None,
    settings: str | None = None,
    headers: Sequence[str] = (),
    title: str | None = None,
) -> dict[str, str]:
    """The parts of a package by name, ready to be changed or broken by a test."""
    document = f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
    relations: list[tuple[str, str]] = []
    parts = {"word/document.xml": document}
    for kind, name, content in (
        ("numbering", "numbering.xml", numbering),
        ("styles", "styles.xml", styles),
        ("theme", "theme/theme1.xml", theme),
        ("settings", "settings.xml", settings),
        *(("header" if "w:hdr" in one else "footer", f"running{at}.xml", one) for at, one in enumerate(headers, 1)),
    ):
        if content is not None:
            parts[f"word/{name}"] = content
            relations.append((kind, name))
    parts["word/_rels/document.xml.rels"] = _relationships(
        (f"rId{at}", f"{_OFFICE}/{kind}", name) for at, (kind, name) in enumerate(relations, 1)
    )
    parts["_rels/.rels"] = _relationships([("rId1", f"{_OFFICE}/officeDocument", "word/document.xml")])
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/></Types>'
    )
    if title is not None:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
        )
    return parts


def _relationships(relations: object) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in relations  # type: ignore[attr-defined]
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A package from its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **parts: object) -> bytes:
    """A whole document; keywords as for `parts_of`."""
    return zipped(parts_of(body, **parts))  # type: ignore[arg-type]
