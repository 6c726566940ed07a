"""The rules of the game: standard library and NumPy only; no clock, no device, no window."""
