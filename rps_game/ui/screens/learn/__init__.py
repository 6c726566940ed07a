"""LEARN: how it works, one page a lesson."""
