"""First run: from a service key to a connected tool."""
