"""Owns the three SQLite files and all SQL, and the site that reads them."""
