"""What a run left, checked against the sources by a second reader, and against what the tables promise."""
