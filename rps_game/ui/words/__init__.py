"""The window's sentences, in the player's language."""
