"""How fast the game is, beside what the arithmetic allows and beside other ways of doing the same."""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
