"""Saved players: their names, their files, the folder of them."""
