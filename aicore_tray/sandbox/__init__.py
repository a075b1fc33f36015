"""A local SAP AI Core: it serves the demo and the tests, and refuses what the real one refuses."""
