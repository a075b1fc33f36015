"""The machine we run on: folders, logs, ports, networks."""
