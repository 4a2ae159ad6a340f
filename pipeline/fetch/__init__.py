"""Getting plans: a list of addresses becomes files under a folder, and `sources.csv` says where each came from."""
