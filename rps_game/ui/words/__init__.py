"""The window's words, in the player's language."""
