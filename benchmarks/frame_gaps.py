"""Measures the gaps between frames of the window while the trainer process converts a network, and without.

    python -m benchmarks.frame_gaps [--seconds 10] [--backbone imagenet|random] [--driver dummy|x11]

What a player waits for once who chooses Keras' ImageNet network. The loop is the title screen with the
drawn hand as its camera; first alone, then while the child imports TensorFlow and converts the network from
nothing. A gap is the time from one finished frame to the next: at 60 a second 17 ms. `benchmarks.speed`
measures the child's other work as well.
"""

import argparse
import os
import tempfile
import time

LONGEST_MS = 50.0
"""Longest gap allowed while the child works."""


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
        return _measure(options.seconds, options.backbone)


def _measure(seconds: float, backbone: str) -> int:
    from benchmarks.speed import playing
    from benchmarks.speed.smoothness_rows import conversion_gaps_ms, gaps_ms, spread

    with playing.opened() as app:
        playing.settled(app)
        alone = gaps_ms(playing.loop_for(app, seconds))
        began_s = time.monotonic()
        gaps = conversion_gaps_ms(app, backbone)
        took_s = time.monotonic() - began_s
    rows = {"without the child": alone, f"it converts the network ({backbone})": gaps}
    print(f"{'gaps between frames':38} " + " ".join(f"{name:>12}" for name in spread([0.0])))
    for name, row in rows.items():
        print(f"{name:38} " + " ".join(f"{figure:12.1f}" for figure in spread(row).values()))
    longest = max(gaps)
    print(f"{took_s:.1f} s; longest gap: {longest:.1f} ms, to stay under {LONGEST_MS:.0f} ms")
    return int(longest >= LONGEST_MS)


if __name__ == "__main__":
    raise SystemExit(main())
