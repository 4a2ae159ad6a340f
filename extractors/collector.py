"""Python's cycle collector, paused while a document is read.

Reading makes hundreds of thousands of objects that refer to one another in one direction only. The collector would walk
them again and again and find nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector of this process; whoever paused it first lets it go on."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
