"""Turns sources into scraped articles, as said: catalogue, politeness, discovery, extraction, archive of responses."""
