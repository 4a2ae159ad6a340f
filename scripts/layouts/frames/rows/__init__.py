"""The frame of most plans: a row an action, its columns what is said of it.

`ways` names the choices, `grid` collects rows with their labels, `heads` prints heading rows, `cells` prints what is
said of an action, `frame` walks through the plan.
"""

from scripts.layouts.frames.rows.frame import compose_rows

__all__ = ["compose_rows"]
