"""Every tolerance of the PDF reader, with its unit; lengths in points or in shares of a letter's size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Tolerances of page reading, table finding and text assembly; the defaults fit print sizes of 6 to 14 points."""

    # rules and fills
    rule_thickness: float = 3.0  # points: a filled shape no thicker than this is a rule
    snap: float = 3.0  # points: rules no farther apart than this are one (double lines, joints)
    join: float = 4.5  # points: gaps in a rule no longer than this are dashes or joints
    shortest_rule: float = 7.0  # points: a joined rule shorter than this is an ornament or part of a letter
    covered: float = 0.5  # share of a cell's side that a rule must cover to part two cells
    word_gap: float = 0.75  # share of the letter size: a wider gap inside a run of letters parts two words
    # tables
    smallest_side: float = 5.0  # points: rows and columns smaller than this are spacers of double lines
    gutter: float = 4.5  # points: the narrowest white space between two columns that few lines show
    least_gutter: float = 2.5  # points: the same where many lines leave it free
    gutter_gap: float = 0.45  # share of the letter size: a wider gap between two words of a line may be a gutter
    least_rows: int = 3  # rows that a table without rules needs
    # labels and values that tags give blocks of their own
    pair_level: float = 2.5  # points between the baselines of a label and its value
    pair_gap: float = 0.3  # share of the letter size: the narrowest white space between them
    pair_aligned: float = 2.0  # points by which labels, or values, below one another begin at different places
    stack_pitch: float = 2.4  # share of the letter size: from the baseline of a label to that of the value under it
    stack_indent: float = 4.0  # share of the letter size by which a value is set in from its label
    # text
    line_overlap: float = 0.5  # share of the lower height that two words of one line overlap
    fit_slack: float = 1.0  # points: how surely a word must have fitted for its line break to be the author's
    leading_slack: float = 0.13  # share of the letter size: extra leading that shows a paragraph
    # pages that no reader could print
    most_letters: int = 200_000  # letters of one page, spaces included; set by `Limits.max_page_letters`
    most_text_objects: int = 40_000  # pieces of text of one page, from which PDFium takes minutes to put it in order
    # page furniture
    margin: float = 0.12  # share of the page height where running headers and footers stand
    least_repeats: int = 2  # pages on which a line must return to be a running header
    least_tagged_repeats: int = 3  # the same where tags give the line a place in the running text
    tagged_repeats: float = 0.6  # share of the pages on which such a line must return


DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class NearSettings:
    """What makes words that are in no table look as if they belonged to one."""

    on_line: float = 1.5  # points between two baselines of one line
    aligned: float = 2.5  # points between two pieces that start at one place
    least_beside: int = 2  # lines beside a table that stand on its baselines
    share_on_line: float = 0.7  # of the lines beside it
    share_aligned: float = 0.6  # of the pieces of a line that start where the table's columns do
    farthest: float = 7.0  # letter sizes between a table and a line in its columns
    block_leading: float = 3.5  # letter sizes between two lines of a table without rules
    lines_of_columns: int = 2  # lines of three columns or more
    lines_of_two_columns: int = 4  # lines of two columns, which addresses and lists have too
    letters: float = 26.0  # of a piece, on average: text set in columns has more
    usual_size: float = 9.0  # points: letters far larger are stamped over the page


NEAR_TABLES = NearSettings()
