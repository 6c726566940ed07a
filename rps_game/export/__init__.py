"""Writes a player's whole network, from a picture to probabilities, as files for other programs."""
