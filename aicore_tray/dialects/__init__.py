"""The wire formats, each from both sides: pure functions over dicts and bytes, no I/O."""
