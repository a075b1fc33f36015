"""AI Core Tray: every SAP AI Core deployment as an OpenAI and Anthropic API on 127.0.0.1."""

__version__ = "0.1.0"
