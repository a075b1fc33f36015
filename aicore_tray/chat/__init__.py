"""The built-in chat without its windows: conversations that are kept, answers that are asked for, Markdown in blocks."""
