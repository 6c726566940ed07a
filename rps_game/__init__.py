"""Rock, paper, scissors by webcam, with a recogniser trained on the player's own hand."""

import os

# Both greet on stdout when they are imported, where `--json` promises JSON and nothing else.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("PYGAME_MENU_HIDE_VERSION", "1")

__version__ = "0.1.0"
