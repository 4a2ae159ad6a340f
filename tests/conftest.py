"""Makes the package `tests` importable from every test module, however pytest is started."""
