"""The report: pages for people, made from the Parquet tables alone, that open from disk with no network."""
