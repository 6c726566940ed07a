"""Measures what a calibration notices, and how long it takes: the tables of docs/calibration.md."""
