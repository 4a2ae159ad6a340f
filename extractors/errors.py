"""Why a file could not be read: trouble in a document is data, with a status and one sentence that says what to do."""

from __future__ import annotations

from typing import Literal

UnreadableStatus = Literal["no_table", "encrypted", "damaged", "unsupported", "timed_out", "failed"]


class DocumentUnreadable(Exception):
    """A file that gives no `Document`; `status` goes into its row of `documents`, `sentence` into `error`."""

    def __init__(self, status: UnreadableStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status: UnreadableStatus = status
        self.sentence = sentence
