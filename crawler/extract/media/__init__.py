"""Turns the pictures, films and files of a page into those of its article."""
