"""A page whose texts stand where a test says and are tagged as it says."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builders.bad_files import pdf_of_page

Leaf = tuple[str, float, float, str]  # role, from the left and from the foot of the page in points, text with its lines
Node = Leaf | tuple[str, Sequence["Node"]]


def tagged(*nodes: Node) -> bytes:
    """A page of Helvetica of 10 points whose blocks are tagged as given."""
    content: list[str] = []
    holders: list[int] = []
    objects: list[str] = []
    numbers = iter(range(8, 1000))

    def add(node: Node, parent: int) -> int:
        number = next(numbers)
        if len(node) == 4:
            role, x, y, text = node
            mark = len(content)
            lines = text.replace("\n", ") Tj 0 -11 Td (")
            content.append(f"/{role} << /MCID {mark} >> BDC BT /F1 10 Tf {x} {y} Td ({lines}) Tj ET EMC")
            holders.append(number)
            kids = str(mark)
        else:
            role, inner = node
            kids = " ".join(f"{add(one, number)} 0 R" for one in inner)
        objects.append(
            f"{number} 0 obj << /Type /StructElem /S /{role} /P {parent} 0 R /Pg 3 0 R /K [{kids}] >> endobj"
        )
        return number

    top = " ".join(f"{add(node, 7)} 0 R" for node in nodes)
    tree = (
        f"6 0 obj << /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 "
        f"[{' '.join(f'{number} 0 R' for number in holders)}]] >> >> endobj\n"
        f"7 0 obj << /Type /StructElem /S /Document /P 6 0 R /K [{top}] >> endobj\n" + "\n".join(objects)
    )
    data = pdf_of_page(" ".join(content), more=tree)
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog /StructTreeRoot 6 0 R /MarkInfo << /Marked true >>")
    return data.replace(b"/Type /Page /Parent", b"/Type /Page /StructParents 0 /Parent")
