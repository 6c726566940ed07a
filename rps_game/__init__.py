"""Rock, paper, scissors by webcam, with a recogniser trained on the player's own hand."""

__version__ = "0.1.0"
