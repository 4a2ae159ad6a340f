"""From documents to comparable rows: read the tables, normalise the values, store them."""
