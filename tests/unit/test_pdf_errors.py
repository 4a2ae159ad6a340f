"""Whatever the bytes, a PDF gives a Document or one sentence that says what to do."""

from __future__ import annotations

import random

import pytest

import extractors.pdf.reader as reader
from extractors.document import Table
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.pdf import read_pdf, render_page
from tests.builders import pdf as make
from tests.builders.pdf import Drawing

PLAN = make.plan_pdf(make.stamped(Drawing(make.ruled)))


def refused(data: bytes, *, limits: Limits | None = None, passwords: tuple[str, ...] = ()) -> DocumentUnreadable:
    with pytest.raises(DocumentUnreadable) as caught:
        read_pdf(data, limits or Limits(), passwords)
    assert caught.value.sentence.endswith(".")
    return caught.value


def test_a_locked_pdf_says_that_it_needs_a_password() -> None:
    data = make.plan_pdf(Drawing(make.ruled), encrypt="open sesame")
    assert refused(data).status == "encrypted"
    assert refused(data, passwords=("wrong", "")).status == "encrypted"


def test_any_given_password_may_open_a_locked_pdf() -> None:
    data = make.plan_pdf(Drawing(make.ruled), encrypt="open sesame")
    document = read_pdf(data, Limits(), ("wrong", "open sesame"))
    assert len(document.tables) == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", "unsupported"),
        (b"no PDF at all", "unsupported"),
        (b"%PDF-1.7\nnothing follows", "damaged"),
        (PLAN[:400], "damaged"),
    ],
)
def test_bytes_that_are_no_whole_pdf_are_refused(data: bytes, status: str) -> None:
    assert refused(data).status == status


def test_flipped_bytes_never_raise_anything_else() -> None:
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(PLAN)
        for _ in range(chance.choice([1, 10, 100])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_pdf(bytes(data), Limits(ocr=False))
        except DocumentUnreadable as error:
            assert error.status in ("damaged", "encrypted", "unsupported")


@pytest.mark.parametrize(
    "limits",
    [Limits(max_bytes=1000), Limits(max_pages=0), Limits(max_characters=50), Limits(max_cells=5)],
    ids=["max_bytes", "max_pages", "max_characters", "max_cells"],
)
def test_a_limit_that_is_passed_is_named(limits: Limits, request: pytest.FixtureRequest) -> None:
    assert request.node.callspec.id in refused(PLAN, limits=limits).sentence


def test_a_page_that_is_not_there_cannot_be_drawn() -> None:
    with pytest.raises(DocumentUnreadable, match="no page 9"):
        render_page(PLAN, 9, 1.0)


def test_long_documents_are_read_in_pieces_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    data = make.plan_pdf(make.stamped(Drawing(make.ruled)), make.ROWS * 12)
    whole = read_pdf(data, Limits())
    monkeypatch.setattr(reader, "_PAGES_AT_ONCE", 2)
    parts = read_pdf(data, Limits())
    assert [block for block in parts.blocks if isinstance(block, Table)] == list(whole.tables)
