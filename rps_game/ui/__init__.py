"""What the player sees and touches: pygame lives here and in `app`."""

import os

# Both greet on stdout when they are imported, where `--json` promises JSON and nothing else.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("PYGAME_MENU_HIDE_VERSION", "1")
