"""The ways in which a plan is laid out: each module prints a plan's content and says what the rows of it are."""
