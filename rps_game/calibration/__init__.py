"""Calibration: takes samples that are worth learning from, and makes augmented views of them."""
