"""Checks that name the stage which fails."""
