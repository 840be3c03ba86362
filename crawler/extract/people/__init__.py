"""Turns the words of a page into authors, experts and contacts."""
