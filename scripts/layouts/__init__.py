"""Made-up plans in many layouts, each with the rows it was made from: for setting weights, and for judging them.

A plan is composed from choices that do not depend on each other: the body and its sector, the frame (a row an action,
cards, periods, …), the columns and their wording, merges, bands, tiers, header marks, breaks of the page, blank cells,
other tables beside. The same family and seed give the same plan. It is rendered straight into a `Document`
(`as_document`), thousands a minute, or as real files by the programs that councils use (`as_files`).

    made = make("rows-odd-words", seed=7)
    made.document()       # a Document as its maker gives it (`made.document("ruled")` as another does)
    made.told()           # the same, and the label of each row and the role of each column of its tables
    made.gold             # the rows that are in it, in the shape of a golden file
    score_plan(made.name, made.gold, rows)     # how near the rows that were read come to them

`python -m scripts.judge_layouts` reads and scores all families. A family is an entry of `families.toml`; a frame is a
module in `frames/`; headings, sentences, owners and the tables that are no plan are data in `words/`.

Families are marked `fit` (weights may be set on them) or `judge` (only ever scored).
"""
