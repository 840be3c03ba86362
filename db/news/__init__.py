"""news.db: what is public; one module of SQL functions a table. The aggregator writes it."""
