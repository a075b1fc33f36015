"""The sheets: small tasks above the main window."""
