"""Drawing of a calibration: over the camera's picture, and the task beside it."""

import math
from typing import Final

from rps_game.calibration.capture import CaptureState
from rps_game.game.gestures import Gesture
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.calibrate.recorder import Recorder
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.charts import Bar, ProgressRing
from rps_game.ui.widgets.over_camera import BigWord, draw_pill, eased, inset_square
from rps_game.ui.widgets.poses import PosedCamera
from rps_game.ui.words.calibration import asked_sentence, looks_word, pose_sentence, show_sentence, show_word
from rps_game.ui.words.i18n import ntr, tr

GHOST_ALPHA: Final = 70
"""Opacity of the hand that shows in the square what to do: the player stays visible behind it, 0 to 255."""


RIGHT_ALPHA: Final = 150
"""The same while the right hand is in it."""

BAR_HEIGHT, LOWEST_BAR = 10, 16
"""Of the bars of what is read, and of the least room for one with its icon, in pixels of the design."""


class CalibrateView:
    """Draws what a recorder records over the camera's picture, and the player's task in the box `task`."""

    def __init__(self, context: Context, recorder: Recorder, camera: CameraView) -> None:
        self.task = Box()
        self._context = context
        self._recorder = recorder
        self._camera = camera
        self._ring = ProgressRing()
        self._count = BigWord()
        self._bar = Bar()

    def draw(self, painter: Painter, words: str) -> None:
        """Draw what lies over the picture, these words among it, and the task."""
        if self._context.observation is not None and self._recorder.gesture is not None:
            self._draw_over_picture(painter, self._recorder.gesture, words)
        self._draw_task(painter)

    def _draw_over_picture(self, painter: Painter, gesture: Gesture, words: str) -> None:
        theme = painter.theme
        square, capture = self._camera.square_rect, self._recorder.capture
        waits = capture.state in {CaptureState.WAITING, CaptureState.COUNTDOWN}
        if waits and not gesture.is_none:
            ghost = square.inflate(-square.width * 0.34, -square.height * 0.34)
            right = self._recorder.hands_free.right
            tone, alpha = (Tone.ACCENT, RIGHT_ALPHA) if right else (Tone.INK, GHOST_ALPHA)
            painter.icon(gesture, ghost, tone, alpha=alpha)
        if capture.state is not CaptureState.WAITING:
            tone = Tone.GOOD if capture.state is CaptureState.DONE else Tone.ACCENT
            self._ring.rect = inset_square(self._camera, theme)
            self._ring.draw(painter, capture.taken / capture.wanted, tone=tone)
        left_s = capture.countdown_left(self._context.now)
        if left_s > 0:
            self._draw_countdown(painter, square, left_s)
        if words:
            place = square.centerx, square.bottom - theme.unit(52)
            room = self._camera.picture_rect.width - theme.unit(24)
            warns = self._recorder.advice is not None or self._recorder.mistaken is not None
            symbol = Symbol.WARNING if warns else None
            draw_pill(painter, words, place, room=room, icon=symbol)

    def _draw_countdown(self, painter: Painter, square: Box, left_s: float) -> None:
        theme = painter.theme
        passed = math.ceil(left_s) - left_s  # of this second, 0..1
        box = square.inflate(-square.width * 0.45, -square.height * 0.45)
        scale, alpha = 0.7 + 0.3 * eased(passed * 3), 1 - max(passed - 0.6, 0) / 0.4
        if theme.reduced_motion:
            scale = alpha = 1.0
        self._count.draw(painter, str(math.ceil(left_s)), box, scale=scale, alpha=alpha)

    def _draw_task(self, painter: Painter) -> None:
        theme, rest = painter.theme, self.task.copy()
        gesture, capture = self._recorder.gesture, self._recorder.capture
        title, sentence = self._task_words()
        wide = theme.width(title, Size.TITLE, bold=True) > rest.width
        heading = theme.line(Size.TITLE, 2 if wide else 1)
        lines = heading + theme.line(Size.BODY, 5) + theme.unit(16)
        if self._context.network.starter is not None:
            lines += theme.unit(LOWEST_BAR) * len(self._context.session.recording_rules.moves)
        side = min(theme.unit(150), rest.height - lines, rest.width)
        rest.take_top(max((rest.height - lines - side) // 3, 0))
        if side >= theme.unit(48):
            icon, tone = (Symbol.CHECK, Tone.GOOD) if gesture is None else (gesture, Tone.ACCENT)
            if self._recorder.mistaken is not None:
                icon, tone = self._recorder.mistaken, Tone.WARN
            painter.icon(icon, rest.take_top(side, theme.unit(10)), tone)
        box = rest.take_top(heading, theme.unit(4))
        painter.text(title, box, size=Size.TITLE, align=Align.CENTER, bold=True, wrap=True)
        below = rest.take_top(min(theme.line(Size.BODY, 3), rest.height))
        drawn = painter.text(sentence, below, tone=Tone.MUTED, align=Align.CENTER, wrap=True, top=True)
        if capture.taken and gesture is not None:
            count = Box(below.left, drawn.bottom + theme.unit(8), below.width, theme.line())
            words = tr("{taken} of {wanted}", taken=capture.taken, wanted=capture.wanted)
            painter.text(words, count, align=Align.CENTER, bold=True)
            self._draw_bars(painter, Box(below.left, count.bottom, below.width, rest.bottom - count.bottom))

    def _draw_bars(self, painter: Painter, room: Box) -> None:
        """Draw what is read of the hand, where there is room."""
        theme, smoother = painter.theme, self._recorder.hands_free.smoother
        room = room.inset(theme.unit(24), theme.unit(6))
        moves = self._context.session.recording_rules.moves
        line = min(theme.unit(26), room.height // len(moves))
        if smoother.shares is None or line < theme.unit(LOWEST_BAR):
            return
        rows = room.take_top(line * len(moves)).rows(len(moves))
        for gesture, row in zip(moves, rows, strict=True):
            painter.icon(gesture, row.take_left(row.height, theme.unit(10)).inset(theme.unit(3)))
            self._bar.rect = row.centred(row.width, theme.unit(BAR_HEIGHT))
            tone = Tone.ACCENT if gesture is smoother.word else Tone.LINE
            self._bar.draw(painter, float(smoother.shares[gesture]), tone=tone)

    def _task_words(self) -> tuple[str, str]:
        """Return the task in two or three words, and in a sentence."""
        gesture = self._recorder.gesture
        if gesture is None and self._recorder.trains_by_itself:
            return tr("All recorded"), tr("The training starts by itself.")
        if gesture is None:
            return tr("All recorded"), ntr(
                "{n} picture is ready to learn from. Press a hand above to record it again.",
                "{n} pictures are ready to learn from. Press a hand above to record it again.",
                self._context.session.frames,
            )
        if self._recorder.mistaken is not None:
            return looks_word(self._recorder.mistaken), asked_sentence(gesture)
        sentence = pose_sentence if isinstance(self._context.feed.source, PosedCamera) else show_sentence
        return show_word(gesture), sentence(gesture)
