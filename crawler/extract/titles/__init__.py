"""Turns every print of a title into the one that is meant."""
