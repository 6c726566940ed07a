"""The game as `rps-game --camera demo` starts it, until it has read its first frame; then it is ended.

    python -m benchmarks.speed.started ANSWER

Writes JSON: when the first frame was drawn and when the first verdict was, in seconds of the system's clock,
and which packages had been imported by then. Nothing is imported here that the game does not import itself.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Start the game, watch it, end it."""
    import rps_game.app as application

    answer = Path(sys.argv[1])
    told: dict[str, Any] = {}
    step = application.App.step

    def watched(app: application.App, events: Any, now: float) -> bool:
        goes_on = step(app, events, now)
        if "frame_s" not in told:
            told.update(frame_s=time.monotonic(), before_frame=_packages())
            # As from the list of players: see how the head reads, as soon as the network is there.
            app.context.session.goal = application.Outcome.TRY
            app.go_to(application.Phase.PREPARE)
        elif app.phase is application.Phase.TRY and app.screen.word is not None:  # type: ignore[attr-defined]
            told.update(verdict_s=time.monotonic(), before_verdict=_packages())
            _end(answer, told)
        return goes_on

    application.App.step = watched  # type: ignore[method-assign]
    from rps_game.__main__ import main as game

    game(["--camera", "demo"])


def _packages() -> list[str]:
    return sorted({name.partition(".")[0] for name in sys.modules})


def _end(answer: Path, told: dict[str, Any]) -> None:
    import json

    answer.write_text(json.dumps(told), encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    main()
