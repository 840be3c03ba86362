"""Turns articles into stories: links that prove (hard), pairs that are alike (pairs), groups of them (grouping)."""
