"""Finds the newsroom of a site and turns feeds, sitemaps, listings and JSON listings into entries."""
