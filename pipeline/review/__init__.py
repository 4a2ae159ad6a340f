"""The review: what is worth a look beside the page of its plan, in a browser, served on this machine alone."""
