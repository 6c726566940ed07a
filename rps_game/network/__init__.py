"""The frozen network: from a square picture to features."""
