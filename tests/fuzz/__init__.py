"""Mutated PDFs, Word files and texts, read by the real worker processes: `make fuzz MINUTES=5`."""
