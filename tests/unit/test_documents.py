"""Documents kept between runs: what comes back is what was extracted, and nothing that is damaged comes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.plan
from extractors import extract_bytes
from extractors.document import Box, Cell, Document, Heading, Note, Paragraph, Table, Uncounted
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from pipeline.plan import read_plan
from pipeline.settings import Settings
from pipeline.store import documents as kept
from pipeline.store.documents import DocumentCache, document_key, pack, unpack

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
PLAN = b"Action\tLead\tTimescale\nTrain all staff\tHead of HR\tMarch 2025\nReview the policy\tPolicy team\t2026\n"

text = st.text(st.characters(), max_size=8)
page = st.none() | st.integers(1, 9)
sizes = st.floats(allow_nan=False, allow_infinity=False)
uncounted = st.lists(
    st.builds(Uncounted, st.integers(0, 9), st.integers(0, 9), st.sampled_from(["struck", "raised"])), max_size=2
).map(tuple)
cells = st.builds(
    Cell,
    row=st.integers(1, 3),
    column=st.integers(1, 3),
    text=text,
    page=page,
    box=st.none() | st.builds(Box, sizes, sizes, sizes, sizes),
    fill=st.none() | st.just("#ff0000"),
    bold=st.booleans(),
    uncounted=uncounted,
    cut=st.booleans(),
    certainty=st.floats(0, 1),
)
tables = st.builds(
    Table,
    number=st.integers(1, 9),
    rows=st.integers(1, 9),
    columns=st.integers(1, 9),
    cells=st.lists(cells, max_size=3).map(tuple),
    words=st.integers(0, 99),
    route=text,
    page=page,
    furniture=st.lists(cells, max_size=2).map(tuple),
    cut_above=st.none() | st.booleans(),
    confidence=st.floats(0, 1),
    exact_rows=st.booleans(),
    exact_spans=st.booleans(),
    inside=st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9)),
)
blocks = (
    tables
    | st.builds(Heading, text, st.none() | st.integers(1, 6), page, uncounted)
    | st.builds(Paragraph, text, page, st.booleans(), st.booleans(), uncounted)
)
documents = st.builds(
    Document,
    media_type=text,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    pages=page,
    title=st.none() | text,
    producer=st.none() | text,
    notes=st.lists(st.builds(Note, text, text, page, page), max_size=2).map(tuple),
)


@settings(max_examples=80, deadline=None)
@given(documents)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    again = unpack(pack(document))
    assert again == document
    assert repr(again) == repr(document), "types too: a box is a Box, a list of cells a tuple"


@pytest.mark.parametrize("path", sorted(RAW.rglob("*.*")), ids=lambda path: path.name)
def test_a_sample_plan_comes_back_as_it_was_read(path: Path) -> None:
    try:
        document = extract_bytes(path.read_bytes(), Limits())
    except DocumentUnreadable:
        pytest.skip("is no plan")
    assert repr(unpack(pack(document))) == repr(document)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_counts_as_none(data: st.DataObject) -> None:
    content = bytearray(pack(extract_bytes(PLAN, Limits())))
    place = data.draw(st.integers(0, len(content) - 1))
    assert unpack(bytes(content[:place])) is None
    content[place] ^= data.draw(st.integers(1, 255))
    assert unpack(bytes(content)) is None


class Counted:
    """Counts how often a document is extracted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        monkeypatch.setattr(pipeline.plan, "extract_bytes", self)

    def __call__(self, data: bytes, limits: Limits, passwords: tuple[str, ...] = ()) -> Document:
        self.times += 1
        return extract_bytes(data, limits, passwords)


def test_another_reading_of_the_same_bytes_does_not_extract_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, cache = Counted(monkeypatch), DocumentCache(tmp_path)
    first = read_plan(Path("a/plan.txt"), "a/plan.txt", PLAN, Settings(), cache)
    again = read_plan(Path("b/other.txt"), "b/other.txt", PLAN, Settings(), cache)
    assert counted.times == 1
    assert len(first.actions) == 2
    assert [row.action for row in first.actions] == [row.action for row in again.actions]
    for damage in (b"", b"councilplans document 1 nonsense"):
        (path,) = (tmp_path / ".documents").rglob("*.doc")
        path.write_bytes(damage)
        assert read_plan(Path("a/plan.txt"), "a/plan.txt", PLAN, Settings(), cache) == first
    assert counted.times == 3


def test_a_key_changes_with_all_that_extraction_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Settings()
    keys = {
        document_key("1", "a.pdf", plain),
        document_key("2", "a.pdf", plain),
        document_key("1", "a.pdf", replace(plain, passwords=("p",))),
        document_key("1", "a.pdf", replace(plain, limits=Limits(max_pages=3))),
    }
    assert document_key("1", "a.pdf", plain) == document_key("1", "b.pdf", plain)
    monkeypatch.setattr(kept, "extraction_fingerprint", lambda: "another")
    keys.add(document_key("1", "a.pdf", plain))
    assert len(keys) == 5


def test_a_file_that_cannot_be_read_leaves_no_document(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path)
    assert read_plan(Path("a.pdf"), "a.pdf", b"%PDF-1.7 broken", Settings(), cache).document.status == "damaged"
    assert not list(tmp_path.rglob("*.doc"))


def test_documents_of_files_that_went_away_are_removed(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path)
    document = extract_bytes(PLAN, Limits())
    cache.put("aa1", document)
    cache.put("bb2", document)
    assert cache.keep_only({"bb2"}) == 1
    assert cache.get("aa1") is None
    assert cache.get("bb2") == document
