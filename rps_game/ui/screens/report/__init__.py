"""REPORT."""
