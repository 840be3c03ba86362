"""Turns the words of a release into identifiers, grants and the paper it announces."""
