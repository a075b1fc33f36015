"""Settings, secrets and local API keys."""
