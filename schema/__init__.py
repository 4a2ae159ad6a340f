"""What a row means: the tables' fields, the codelists, the checks that a row must pass, the data dictionary."""
