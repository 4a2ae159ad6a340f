"""Which column plays which role, and which row is a heading, an action or the rest of one."""
