"""Turns what a page says about days into moments."""
