"""LEARN: how recognition works, one lesson a page."""
