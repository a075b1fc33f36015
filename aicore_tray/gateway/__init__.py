"""The local HTTP server and the life of one request through it."""
