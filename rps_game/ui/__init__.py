"""Screens, sound and input, drawn with pygame."""
