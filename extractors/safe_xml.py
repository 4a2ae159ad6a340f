"""XML from strangers: parsed without a network, entities or declarations of its own, to a bounded size and depth."""

from __future__ import annotations

from lxml import etree

from extractors.errors import DocumentUnreadable

_DECLARATIONS = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def refuse_declarations(data: bytes, name: str) -> None:
    """Raise `DocumentUnreadable` where XML declares a document type: no Office format does, entity bombs need one."""
    if any(declaration in data for declaration in _DECLARATIONS):
        raise DocumentUnreadable(
            "damaged",
            f"The part {name} declares its own document type, which Office files never do and harmful ones need; "
            "nothing was read. Open it in Office and save a fresh copy.",
        )


def parse_xml(data: bytes, name: str, max_bytes: int) -> etree._Element:
    """Parse one XML part to its root element; comments and processing instructions are left out.

    `max_bytes` bounds the part; libxml2's own bounds (256 levels, 10 million characters in one text) stay on.
    Raises `DocumentUnreadable`: `unsupported` over the bound, `damaged` where it is no well-formed XML.
    """
    if len(data) > max_bytes:
        raise DocumentUnreadable(
            "unsupported",
            f"The part {name} unpacks to more than {max_bytes:,} bytes, the limit; raise the limit to read it.",
        )
    refuse_declarations(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise DocumentUnreadable(
                "unsupported",
                f"The part {name} is nested more than 256 elements deep, the limit. Tables in tables may be the "
                "reason: print the file to PDF and run again.",
            ) from error
        raise DocumentUnreadable(
            "damaged",
            f"The part {name} is not well-formed XML. Ask for a fresh copy, or open the file in Office and repair it.",
        ) from error
    return root
