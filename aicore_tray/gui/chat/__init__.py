"""The chat: what is said between people and models, shared by all its views, and the parts that show it."""
