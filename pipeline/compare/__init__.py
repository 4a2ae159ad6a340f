"""Comparing what plans say: the quality of one plan, similar actions of other councils, two versions of one plan.

Pure functions over rows of the table `actions`; reading the tables and printing what is found is left to the callers.
"""
