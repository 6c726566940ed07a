"""Whom the player throws against."""
