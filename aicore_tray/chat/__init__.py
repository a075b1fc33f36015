"""The built-in chat without its windows: what is said is kept, asked for over HTTP, and cut into blocks of Markdown."""
