"""The game as `rps-game --camera demo` starts it, until it answers; then it is ended.

    python -m benchmarks.speed.started Enter|"" ANSWER

Presses Enter when the first frame has shown the title's buttons; or else goes to TRY then, and waits for the
first word. Writes JSON: when that frame was drawn and when the answer was, in seconds of the system's clock,
and which packages had been imported by then. Nothing is imported here that the game does not import itself.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Start the game, watch it, end it."""
    import rps_game.__main__ as command

    import_pygame = command.import_pygame

    def import_and_watch() -> None:
        import_pygame()
        watch(sys.argv[1], Path(sys.argv[2]))

    command.import_pygame = import_and_watch
    command.main(["--camera", "demo"])


def watch(presses: str, answer: Path) -> None:
    """Look at every frame of the game."""
    import pygame

    import rps_game.app as application
    from rps_game.flow import Outcome, Phase

    told: dict[str, Any] = {}
    step: Any = application.App.step

    def watched(app: Any, events: Any, now: float) -> bool:
        pressing = presses and "frame_s" in told
        key = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="\r", scancode=0)
        goes_on: bool = step(app, [*events, key] if pressing else events, now)
        if "frame_s" not in told:
            if any(button.enabled and button.rect.width for button in app.screen.focus.buttons):
                told.update(frame_s=time.monotonic(), before_frame=_packages())
                if not presses:
                    # As from the list of players: see how the head reads, as soon as the network is there.
                    app.context.session.goal = Outcome.TRY
                    app.go_to(Phase.PREPARE)
        elif pressing or (app.phase is Phase.TRY and app.screen.word is not None):
            if app.phase is Phase.TITLE:
                raise SystemExit("the title does not answer Enter")
            told.update(end_s=time.monotonic(), before_end=_packages())
            _end(answer, told)
        return goes_on

    application.App.step = watched  # type: ignore[method-assign, assignment]


def _packages() -> list[str]:
    return sorted({name.partition(".")[0] for name in sys.modules})


def _end(answer: Path, told: dict[str, Any]) -> None:
    import json

    answer.write_text(json.dumps(told), encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    main()
