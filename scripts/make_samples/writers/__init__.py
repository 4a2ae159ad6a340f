"""One module a producer: each writes blocks to a file and decides nothing about their content."""
