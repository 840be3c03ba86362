"""archive.db: what was fetched and what it said; one module of SQL functions a table. The crawler writes it."""
