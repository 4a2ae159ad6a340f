"""Word files put together from raw XML, for what Word writes and python-docx cannot.

The functions give XML as text; `write_package` makes the file of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from scripts.make_samples.writers.stamps import STAMP, pack

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WHO = f'w:author="Editor" w:date="{STAMP.isoformat()}Z"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, *, bold: bool = False, white: bool = False) -> str:
    """A run; a line break, tab, non-breaking or soft hyphen in the text becomes Word's own element."""
    style = ("<w:b/>" if bold else "") + ('<w:color w:val="FFFFFF"/>' if white else "")
    inside = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    for mark, element in (
        ("\n", "<w:br/>"),
        ("\t", "<w:tab/>"),
        ("\u2011", "<w:noBreakHyphen/>"),
        ("\u00ad", "<w:softHyphen/>"),
    ):
        inside = inside.replace(mark, f'</w:t>{element}<w:t xml:space="preserve">')
    return f"<w:r>{f'<w:rPr>{style}</w:rPr>' if style else ''}{inside}</w:r>"


def inserted(text: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="9{len(text)}" {_WHO}>{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    inside = f'<w:r><w:delText xml:space="preserve">{escape(text, quote=False)}</w:delText></w:r>'
    return f'<w:del w:id="8{len(text)}" {_WHO}>{inside}</w:del>'


def control(content: str, title: str) -> str:
    """A content control around runs, cells or rows."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def field(instruction: str, shown: str) -> str:
    """A field with the result that Word shows."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText>'
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def link(text: str) -> str:
    """A hyperlink to a page on the web."""
    return f'<w:hyperlink r:id="rIdLink">{run(text)}</w:hyperlink>'


def footnote_mark() -> str:
    """The mark of footnote 1."""
    return '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'


def comment_mark() -> str:
    """The mark of comment 0."""
    return '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'


def paragraph(content: str, *, style: str | None = None, level: int | None = None, numbering: int = 1) -> str:
    """A paragraph; with `level` it carries an automatic number of that level of a numbering."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def text_box(text: str) -> str:
    """A paragraph that anchors a text box, with the copy for older programs that Word writes beside it."""
    box = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    shape = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph">'
        "<wp:posOffset>0</wp:posOffset></wp:positionV>"
        '<wp:extent cx="5400000" cy="360000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Box"/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="5400000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"</wps:spPr><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    copy = (
        '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:425pt;height:28pt">'
        f"<v:textbox>{box}</v:textbox></v:shape></w:pict>"
    )
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{copy}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def cell(
    *paragraphs: str, width: int, across: int = 1, merge: str | None = None, fill: str | None = None, theme: str = ""
) -> str:
    """A cell; `merge` is `restart` or `continue`, `theme` the name of a theme colour beside the fill."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if across > 1:
        properties += f'<w:gridSpan w:val="{across}"/>'
    if merge:
        properties += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    if fill:
        named = f' w:themeFill="{theme}"' if theme else ""
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill.lstrip("#")}"{named}/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or '<w:p/>'}</w:tc>"


def row(
    cells: Iterable[str], *, header: bool = False, gone: bool = False, before: int = 0, before_width: int = 0
) -> str:
    """A row; `gone` marks it as a tracked deletion, `before` leaves that many columns of the grid free."""
    properties = ""
    if before:
        properties += f'<w:gridBefore w:val="{before}"/><w:wBefore w:w="{before_width}" w:type="dxa"/>'
    if header:
        properties += "<w:tblHeader/>"
    if gone:
        properties += f'<w:del w:id="77" {_WHO}/>'
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(widths: Iterable[int], rows: Iterable[str], *, style: str = "PlanTable") -> str:
    """A table with its grid, in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def numbering(levels: Iterable[str]) -> str:
    """A numbering definition from its level texts, such as `Priority %1:` and `%1.%2`; each level restarts below."""
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, text in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{made}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _styles(heading_numbering: bool) -> str:
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="666666"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if heading_numbering else ""
    heading = '<w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="{}"/></w:rPr>'
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans" '
        'w:hAnsi="Liberation Sans"/><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
        f"{heading.format(34)}</w:style>"
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr>{numbered}<w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr>'
        f"{heading.format(26)}"
        '</w:style><w:style w:type="table" w:styleId="PlanTable"><w:name w:val="Plan Table"/><w:tblPr><w:tblBorders>'
        f'{border}</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/>'
        '<w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style></w:styles>'
    )


def write_package(body: str, title: str, *, author: str, numbering_part: str, heading_numbering: bool = False) -> bytes:
    """Return the bytes of a .docx whose body is the given XML."""
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:wps="{WPS}" xmlns:wp="{WP}" mc:Ignorable="">'
        f'<w:body>{body}<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" w:header="500" w:footer="500" '
        'w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">'
        f"{paragraph(run('Figures are for the county as it stood in April 2024.'))}</w:footnote></w:footnotes>"
    )
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" {_WHO} w:initials="E">'
        f"{paragraph(run('Check the date with the service before we publish.'))}</w:comment></w:comments>"
    )
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "comments": "comments",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    office = "http://schemas.openxmlformats.org"
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{R}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(("styles", "numbering", "footnotes", "comments"), start=1)
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{office}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'{overrides}<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{office}/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{office}/package/2006/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{office}/package/2006/relationships">{relations}'
            f'<Relationship Id="rIdLink" Type="{R}/hyperlink" Target="https://www.example.org/" TargetMode="External"/>'
            "</Relationships>"
        ),
        "word/document.xml": document,
        "word/styles.xml": _styles(heading_numbering),
        "word/numbering.xml": numbering_part,
        "word/footnotes.xml": notes,
        "word/comments.xml": comments,
        "docProps/core.xml": core,
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return pack({name: declaration + text for name, text in parts.items()})
