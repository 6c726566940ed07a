"""MATCH and RESULT."""
