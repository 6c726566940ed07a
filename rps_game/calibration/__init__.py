"""From a player's frames to samples that are worth learning from."""
