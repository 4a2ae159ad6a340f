"""Pages of invented tables in many layouts, each with the cells that it was made from, to judge how pages are read.

`content` says what the tables hold, `typeset` sets them on a page, `layouts` names the ways, `scoring` compares.
"""
