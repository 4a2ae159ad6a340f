"""For councils that write plans: a template to begin with."""
