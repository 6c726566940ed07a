"""SAVES."""
