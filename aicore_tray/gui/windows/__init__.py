"""The windows: the main one, and what stands above it."""
