"""Item models: the rows behind the tables."""
