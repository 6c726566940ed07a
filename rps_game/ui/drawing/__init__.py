"""Colours, fonts, text, icons, and pictures of arrays."""
