"""How each engine runs transactions: SQLite by one writer thread, PostgreSQL by a small pool."""
