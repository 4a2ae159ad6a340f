"""Made-up plans in many layouts, each with the rows it was made from: for setting weights, and for judging them.

A plan is composed from choices that do not depend on each other: the body and its sector, the frame (a row an action,
cards, periods, …), the columns and their wording, merges, bands, tiers, header marks, breaks of the page, blank cells,
other tables beside. The same family and seed give the same plan. It is rendered straight into a `Document`
(`as_document`), thousands a minute, or as real files by the programs that councils use (`as_files`).

    made = make("rows-odd-words", seed=7)   # blocks, gold
    document = render(made.blocks, made.maker)

Families are marked `fit` (weights may be set on them) or `judge` (only ever scored).
"""
