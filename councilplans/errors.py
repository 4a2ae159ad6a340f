"""What the functions of this package raise for trouble that is not a document's own."""

from __future__ import annotations


class CannotRead(Exception):
    """A path, a setting or a folder of ours that cannot be used; the message says what to do.

    Trouble in a document is no exception: it is the `status` and `error` of its row in `documents`.
    """
