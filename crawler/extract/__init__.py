"""Turns the bytes of one page into the fields of a scraped article, each with its origin."""
