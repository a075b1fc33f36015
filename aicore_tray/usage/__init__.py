"""What was used: counted live, kept in SQLite."""
