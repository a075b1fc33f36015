"""Help: the user guide, what F1 opens, and the one table of shortcuts."""
