"""The application that people see; the only package that knows Qt."""
