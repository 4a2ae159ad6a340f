"""Makes the package `tests` importable from every test module, and says how hypothesis tries its examples."""

from __future__ import annotations

from hypothesis import settings

# A loaded machine is no fault of what is tried. `same` tries the same examples each time: for comparing two programs.
settings.register_profile("tests", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.load_profile("tests")
