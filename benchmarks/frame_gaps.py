"""The gaps between two frames of the window, with the trainer process at work and without it.

    python -m benchmarks.frame_gaps [--seconds 10] [--backbone imagenet|random] [--driver dummy|x11]

The same loop runs twice over: the title screen with the drawn hand as its camera. First alone; then while the
child imports TensorFlow, converts the network from nothing, and trains a head on 3 x 40 frames. A gap is the
time from one finished frame to the next; at 60 frames a second it should be 17 ms.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT = 1280, 720
LONGEST_MS = 50.0
"""What the longest gap may be with the child at work."""


def gaps_ms(step: Callable[[float], bool], running: Callable[[], bool]) -> npt.NDArray[np.float64]:
    """Run the loop at 60 frames a second while `running`; the gaps in milliseconds."""
    import pygame

    clock = pygame.time.Clock()
    ends = []
    while running() and step(time.monotonic()):
        ends.append(time.perf_counter())
        clock.tick(60)
    return np.diff(ends) * 1e3


def told(name: str, gaps: npt.NDArray[np.float64]) -> str:
    """One line of the table."""
    median, late = np.percentile(gaps, (50, 99))
    return f"{name:34} {len(gaps):6} {median:8.1f} {late:8.1f} {gaps.max():8.1f}"


def main() -> int:
    """Measure and print; 1 when the longest gap is too long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="of the loop without the child")
    parser.add_argument("--backbone", choices=("imagenet", "random"), default="random")
    parser.add_argument("--driver", default="dummy", help="SDL's video driver: dummy, or x11 under Xvfb")
    options = parser.parse_args()
    os.environ["SDL_VIDEODRIVER"] = options.driver
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RPS_GAME_HOME"] = folder
        return _measure(Path(folder), options.seconds, options.backbone)


def _measure(folder: Path, seconds: float, backbone: str) -> int:
    import pygame

    from rps_game.app import App
    from rps_game.game.gestures import GESTURES
    from rps_game.keeper import Keeper
    from rps_game.network import Network
    from rps_game.paths import default_paths
    from rps_game.saves import SaveStore
    from rps_game.settings import Settings
    from rps_game.ui.sound import Sound
    from rps_game.ui.window import Window
    from rps_game.vision.dataset import FEATURE_SHAPE, TrainingSet
    from rps_game.vision.dense_head import DenseHead
    from rps_game.vision.feed import Feed
    from rps_game.vision.hand import HandSource
    from rps_game.vision.trainer import Trainer, TrainerState
    from rps_game.vision.training import Failed, Prepared, Trained, TrainingSettings

    paths = default_paths()
    settings = Settings()
    trainer = Trainer(paths.log, paths.cache)
    app = App(
        window=Window(fullscreen=False),
        settings=settings,
        feed=Feed(lambda: HandSource(1)),
        # Embedding beside it costs the same before and after: a network of its own, made beforehand.
        trainer=Trainer(paths.log, paths.cache),
        network=Network("random", folder / "embedding"),
        saves=SaveStore(paths.saves),
        keeper=Keeper(paths, settings),
        sound=Sound(muted=True),
        rng=np.random.default_rng(1),
    )
    rng = np.random.default_rng(0)
    labels = np.repeat(np.array(GESTURES, np.int64), 40)
    data = TrainingSet(rng.random((len(labels), *FEATURE_SHAPE), np.float32), labels)

    def step(now: float) -> bool:
        return app.step(pygame.event.get(), now)

    table = [f"{'gaps between frames, ms':34} {'frames':>6} {'median':>8} {'99th':>8} {'longest':>8}"]
    try:
        until = time.monotonic() + 1.0
        gaps_ms(step, lambda: time.monotonic() < until)  # the first frames load fonts and icons
        until = time.monotonic() + seconds
        table.append(told("without the child", gaps_ms(step, lambda: time.monotonic() < until)))

        finished: list[object] = []

        def until_message(kind: type) -> Callable[[], bool]:
            def running() -> bool:
                finished.extend(trainer.poll())
                if any(isinstance(message, Failed) for message in finished):
                    raise SystemExit(f"the child failed: {finished[-1]}")
                return not any(isinstance(message, kind) for message in finished)

            return running

        trainer.start(DenseHead.kind)
        parts = [
            gaps_ms(step, lambda: (finished.extend(trainer.poll()), trainer.state)[1] is TrainerState.WARMING)
        ]
        table.append(told("the child imports TensorFlow", parts[-1]))
        trainer.prepare(backbone)
        parts.append(gaps_ms(step, until_message(Prepared)))
        table.append(told(f"it converts the network ({backbone})", parts[-1]))
        trainer.train(data, TrainingSettings(head=DenseHead.kind))
        parts.append(gaps_ms(step, until_message(Trained)))
        table.append(told("it trains, 3 x 40 frames", parts[-1]))
        longest = float(np.concatenate(parts).max())
    finally:
        trainer.close(2.0)
        app.close()
    print("\n".join(table))
    print(f"longest with the child: {longest:.1f} ms, to stay under {LONGEST_MS:.0f} ms")
    return int(longest >= LONGEST_MS)


if __name__ == "__main__":
    raise SystemExit(main())
