"""TRAIN: trains the small head on the player's pictures, and shows how the loss falls."""

import math
import time
from typing import Final

from rps_game.flow import Outcome
from rps_game.heads.base import Head
from rps_game.heads.kinds import DEFAULT_HEAD
from rps_game.heads.report import Stage, Step, TrainingReport, TrainingSettings
from rps_game.heads.training import train_head
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.sound import Cue
from rps_game.ui.widgets.charts import Curve, LossBar
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import ntr, tr

RESULT_S: Final = 1.0
"""How long the result is shown: the training itself takes hardly longer. Enter goes on at once."""

NOT_YET: Final = "\N{EN DASH}"

SEEDS: Final = 2**31


SHARE_S: Final = 0.010
"""Of each frame's 16.7 ms, for steps of the training; the rest draws this screen, which takes 2 to 3 ms."""


class Train(Screen):
    """Trains a head, some steps a frame, and shows how it goes. The app puts the head into the session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._bar, self._curve = LossBar(), Curve()
        self._cards: list[Box] = []
        self._words = self._curve_card = Box()
        training_set = context.session.training_set()
        self._pictures = len(training_set)
        self._chance_loss = math.log(len(training_set.classes))  # of a head that knows nothing
        self._latest: Step | None = None
        self._losses: dict[Stage, list[float]] = {Stage.HOLDOUT: [], Stage.FINAL: []}
        self._result: tuple[Head, TrainingReport] | None = None
        self._report: TrainingReport | None = None
        self._started_s = context.now
        self._trained_s: float | None = None
        settings = TrainingSettings(
            head=context.settings.head or DEFAULT_HEAD, seed=int(context.rng.integers(SEEDS))
        )
        self._training = train_head(training_set, settings, context.network.starter)
        self._show_button()

    def tick(self, now: float) -> Outcome | None:
        """Train for this frame's share; go on when the result was shown."""
        if self._trained_s is not None:
            return self._done() if now - self._trained_s >= RESULT_S else None
        if self._result is not None:
            self._finish(*self._result)  # in a frame of its own: all pictures are copied to be saved
            return None
        until_s = time.perf_counter() + SHARE_S
        while time.perf_counter() < until_s:
            try:
                step = next(self._training)
            except StopIteration as end:
                self._result = end.value
                break
            if step is not None:
                self._latest = step
                self._losses[step.stage].append(step.loss)
        return None

    def _finish(self, head: Head, report: TrainingReport) -> None:
        self._report, self._trained_s = report, self.context.now
        self.context.use_trained_head(head, report)
        self.context.sound.play(Cue.DONE)
        self._show_button()

    def _done(self) -> Outcome:
        # After a top-up a report would be mostly of the old light: the game goes on where it was.
        top_up = self.context.session.top_up
        return Outcome.DONE if top_up is None else top_up.back

    def _show_button(self) -> None:
        cancel = Button(tr("Cancel"), Outcome.BACK, symbol=Symbol.CROSS)
        go_on = Button(tr("Go on"), self._done, symbol=Symbol.FORWARD, primary=True)
        self.focus.show([cancel if self._report is None else go_on])
        self.request_layout()

    def place(self, area: Box) -> None:
        """Lay out from the top: title, bar, four figures, curve, button."""
        theme, gap = self.theme, self.theme.unit(18)
        self.place_buttons(area, gap=gap)
        area.take_top(theme.line(Size.TITLE), gap - gap // 2)
        self._words = area.take_top(theme.line(Size.BODY, 2), gap // 2)
        self._bar.rect = area.take_top(theme.unit(76), gap)
        rows = 2 if area.height > area.width else 1
        height = theme.line(Size.SMALL) + theme.line(Size.TITLE) + theme.unit(20)
        figures = area.take_top(height * rows + gap * (rows - 1), gap).rows(rows, gap)
        self._cards = [card for row in figures for card in row.columns(len(self._figures()) // rows, gap)]
        self._curve_card = area

    def paint(self, painter: Painter) -> None:
        theme = self.theme
        title, words = self._title()
        self.heading(painter, title)
        painter.text(words, self._words, tone=Tone.MUTED, wrap=True, top=True)
        loss = self._latest.loss if self._latest is not None else None
        label = tr("Loss {loss}", loss=NOT_YET if loss is None else f"{loss:.3f}")
        self._bar.show(painter, loss, self._first_loss(), label)
        for card, (name, value) in zip(self._cards, self._figures(), strict=True):
            painter.card(card, radius=18)
            inner = card.inset(theme.unit(12), theme.unit(8))
            painter.small(name, inner.take_top(theme.line(Size.SMALL)))
            painter.title(value, inner)
        self._paint_curve(painter)

    def _paint_curve(self, painter: Painter) -> None:
        theme = self.theme
        painter.card(self._curve_card, radius=18)
        inner = self._curve_card.inset(theme.unit(22))
        caption = inner.take_top(theme.line(Size.SMALL), theme.unit(10))
        painter.small(tr("Loss, batch by batch"), caption)
        painter.small(self._legend(), caption, align=Align.RIGHT)
        self._curve.rect = inner
        if self._latest is None:
            return
        expected = self._latest.epochs * self._latest.batches
        highest = self._first_loss() * 1.15
        for stage, losses in self._losses.items():
            if losses:
                live = stage is self._latest.stage
                self._curve.draw(
                    painter,
                    losses,
                    highest=highest,
                    expected=expected if live else None,
                    tone=Tone.ACCENT if live or stage is Stage.FINAL else Tone.LINE,
                )

    def _title(self) -> tuple[str, str]:
        if self._report is not None:
            return tr("Learnt!"), tr("The small head can tell your gestures apart now.")
        return tr("Learning your hand"), ntr(
            "The small head learns from {n} picture; the big network stays as it is.",
            "The small head learns from {n} pictures; the big network stays as it is.",
            self._pictures,
        )

    def _legend(self) -> str:
        if self._latest is None:
            return ""
        if self._latest.stage is Stage.HOLDOUT:
            return tr("1 of 2: a rehearsal that is tested on the last quarter")
        return tr("2 of 2: the head that plays, from all pictures")

    def _first_loss(self) -> float:
        losses = self._losses[self._latest.stage] if self._latest is not None else []
        first = losses[0] if losses and math.isfinite(losses[0]) else 0.0
        return max(first, self._chance_loss)

    def _figures(self) -> list[tuple[str, str]]:
        latest, seconds = self._latest, self.context.now - self._started_s
        epoch = batch = accuracy = NOT_YET
        if latest is not None:
            epoch = tr("{n} of {most}", n=latest.epoch, most=latest.epochs)
            batch = tr("{n} of {most}", n=latest.batch, most=latest.batches)
            accuracy = f"{latest.accuracy:.0%}"
        if self._report is not None:
            seconds, accuracy = self._report.seconds, f"{self._report.train_accuracy:.0%}"
        return [
            (tr("Epoch"), epoch),
            (tr("Batch"), batch),
            (tr("Read right"), accuracy),
            (tr("Time"), tr("{seconds} s", seconds=f"{seconds:.1f}")),
        ]
