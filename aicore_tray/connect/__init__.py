"""Coding tools and SDKs: how each is pointed at the proxy. One module a tool; `registry.py` lists them."""
