"""Turns the data in a page's scripts into the article it draws."""
