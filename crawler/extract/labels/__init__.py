"""Turns the words of an article into labels, each with its quote."""
