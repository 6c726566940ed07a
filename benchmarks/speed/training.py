"""Chapter 2: from "train" pressed to a head that plays."""

from typing import Final

from benchmarks.speed import tfjs
from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Bound, Cell, Chapter, Effort, Run, Table
from benchmarks.speed.screen import screen

FRAMES: Final = 40
CLASSES: Final = 3
EPOCHS: Final = 20
ALONE, BESIDE, ONCE = "alone, s", "beside the window, s", "20 epochs, s"
RATE = "on this computer"
JS: Final = "TensorFlow.js, through the frozen base (one epoch x 20)"
LIMIT, LIMIT_BOTH = "limit of the arithmetic, one training", "limit of the arithmetic, both trainings"
NEVER_ON: Final = "share of the dense head's inputs that are never on"
STEPS, CACHED = "dense head's steps in the game", "Keras fit, cached features"
DENSE_WARM, POOLED_WARM = "dense head, warm child", "pooled head, with views, warm child"


def measure(effort: Effort) -> Run:
    """One run."""
    found: dict[str, dict[str, Cell]] = {}
    with screen() as shown:
        for column, window in ((ALONE, False), (BESIDE, True)):
            part = apart("benchmarks.speed.training_rows:measure", {**threads(1), **shown}, window=window)
            for row, seconds in part.items():
                found.setdefault(row, {})[column] = seconds
    limit = apart(
        "benchmarks.speed.training_limit:measure", threads(1), frames=CLASSES * FRAMES, classes=CLASSES
    )
    found[LIMIT] = {ONCE: limit["one training"]}
    found[LIMIT_BOTH] = {ALONE: limit["both trainings"]}
    found["arithmetic, thousand millions a second"] = {RATE: limit["operations a second"] / 1e9}
    found["memory, GB a second"] = {RATE: limit["bytes a second"] / 1e9}
    found[NEVER_ON] = {RATE: apart("benchmarks.speed.training_rows:never_on", threads(1), frames=FRAMES)}
    found[STEPS] = {ONCE: apart("benchmarks.speed.training_rows:steps", threads(1), frames=FRAMES)}
    # Without `threads`: Keras' own settings decide there.
    part = apart("benchmarks.speed.keras_training:measure", frames=FRAMES, epochs=effort.epochs)
    for row, seconds in part.items():
        found[row] = {ONCE: seconds}
    why = tfjs.why_not()
    found[JS] = {ONCE: why or EPOCHS * tfjs.measured(effort, frames=FRAMES)["epoch_s"]}
    return found


CHAPTER: Final = Chapter(
    key="training",
    title="Training",
    words="""On 3 x 40 frames, 20 epochs. The game trains twice, first without the last quarter of
the frames for the report, then on everything; both, and the way to the trainer process and back, are in
the first table. The child is warm when it has imported what it needs, which happens while the player
calibrates; cold, when it is only started by the press. It is niced and leaves a core to the window: the
second column is with the game's window at 60 frames a second beside it, and its camera and network at
30.

The second table compares one training of the dense head, the origin's, like for like: the game's steps,
Keras and TensorFlow.js, each once, warm, without a window. The game has one thread, Keras one less than
there are cores.

The limit is that of Adam's steps for the dense head on one thread. With B frames in a batch and P
weights, a step is 2 B P operations forward and as many backward; forward the weights are read, backward
weights, means and squares are read and written: 4 P and 24 P bytes. The gradient counts for nothing, as
it could be used up while it comes into being. Each pass takes at least the longer of its arithmetic, at
the rate of a large matrix product on this computer, and of its memory, at the rate of a plain copy.

The game leaves the weights out whose input is zero in every frame, since they would not change; the limit
counts them. The frames are of the drawn hand: a webcam's picture, with its noise, leaves fewer inputs
zero, and its trainings take longer; the chapter on growth has trainings where none is.""",
    tables=(
        Table(
            "from the press to the head",
            (
                "pooled head, without views, warm child",
                POOLED_WARM,
                DENSE_WARM,
                "pooled head, without views, cold child",
                "pooled head, with views, cold child",
                "dense head, cold child",
                LIMIT_BOTH,
            ),
            (ALONE, BESIDE),
        ),
        Table(
            "one training of the dense head",
            (LIMIT, STEPS, CACHED, "Keras fit, through the frozen base", JS),
            (ONCE,),
        ),
        Table(
            "measured for the limit",
            ("arithmetic, thousand millions a second", "memory, GB a second", NEVER_ON),
            (RATE,),
        ),
    ),
    bounds=(
        Bound(
            "both trainings of the dense head over their limit",
            lambda take: take(DENSE_WARM, ALONE) / take(LIMIT_BOTH, ALONE),
            at_most=3,
        ),
        Bound(
            "one training of the dense head over its limit",
            lambda take: take(STEPS, ONCE) / take(LIMIT, ONCE),
            at_most=3,
        ),
        Bound(
            "Keras fit on cached features over the game's steps",
            lambda take: take(CACHED, ONCE) / take(STEPS, ONCE),
            at_least=3,
        ),
        Bound(
            "TensorFlow.js over the game's steps",
            lambda take: take(JS, ONCE) / take(STEPS, ONCE),
            at_least=80,
        ),
        Bound(
            "Keras fit on cached features over the default head, from press to head",
            lambda take: take(CACHED, ONCE) / take(POOLED_WARM, ALONE),
            at_least=3,
        ),
        Bound(
            "TensorFlow.js over the default head, from press to head",
            lambda take: take(JS, ONCE) / take(POOLED_WARM, ALONE),
            at_least=80,
        ),
    ),
    measure=measure,
)
