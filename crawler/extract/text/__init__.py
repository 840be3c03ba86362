"""Turns the lines of a page into the text of its article, and into what stands around it."""
