"""The report: pages for people, made from the Parquet tables alone, that open from disk with no network."""

from pipeline.report.write import write_report

__all__ = ["write_report"]
