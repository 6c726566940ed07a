"""PREPARE: waits for the frozen network, before everything that needs it; shown only while it waits."""

from rps_game.flow import Outcome
from rps_game.network.convert import Preparation
from rps_game.network.loader import NetworkState
from rps_game.ui.bindings import ESC, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import tr


class Prepare(Screen):
    """Has the network prepared if it is not in the cache, and loaded; ends with the session's goal."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._bar = Bar()
        self.focus.show([Button(tr("Back"), self._leave, symbol=Symbol.BACK)])
        context.network.load(convert=True)

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Go on as soon as the network is READY."""
        context, network = self.context, self.context.network
        if network.state is NetworkState.READY:
            return None if context.session.loading else context.session.goal
        if network.state is NetworkState.ABSENT:
            if network.error is not None:
                context.error = network.error
                return Outcome.FAILED
            network.load(convert=True)  # what was under way when we came was without
        return None

    def keys(self) -> list[Binding]:
        return [Binding(ESC, tr("back"), self._leave)]

    def place(self, area: Box) -> None:
        """Lay out the bar in the middle, the way back below."""
        self._bar.rect = area.centred(min(self.theme.unit(720), area.width), self.theme.unit(24))
        self._bar.rect.top += self.theme.unit(40)
        self.place_buttons(area)

    def paint(self, painter: Painter) -> None:
        theme, bar, network = self.theme, self._bar.rect, self.context.network
        if network.state is NetworkState.READY:
            painter.title(tr("Loading ..."), self.area, align=Align.CENTER)
            return
        side = theme.unit(72)
        moves = self.context.rules.moves
        hands = bar.above(side, theme.unit(210) - side // 2).centred(len(moves) * theme.unit(110), side)
        for gesture, box in zip(moves, hands.columns(len(moves)), strict=True):
            painter.icon(gesture, box, Tone.ACCENT)
        title = self.area.centred(self.area.width, theme.line(Size.TITLE))
        title.bottom = bar.top - side
        painter.title(tr("The network is being prepared"), title, align=Align.CENTER)
        step = bar.above(side - theme.unit(8))
        step.height = theme.line()
        painter.text(self._words(), step, align=Align.CENTER, tone=Tone.MUTED)
        self._bar.draw(painter, 0.0 if network.preparation is None else network.preparation[1])
        why = bar.below(theme.line(Size.SMALL, 3), theme.unit(20))
        words = tr(
            "This is done once on this computer. The network is a large one that others have taught to see; "
            "it stays as it is, and a small one learns your hand from what it sees."
        )
        painter.text(words, why, size=Size.SMALL, align=Align.CENTER, tone=Tone.MUTED, wrap=True, top=True)

    def _leave(self) -> Outcome:
        self.context.network.stop()
        return Outcome.BACK

    def _words(self) -> str:
        preparation = self.context.network.preparation
        return {
            None: tr("One moment."),
            Preparation.STARTING: tr("TensorFlow is starting; it is needed only this once."),
            Preparation.FETCHING: tr("The weights are fetched, 2 MB."),
            Preparation.CONVERTING: tr("The network is converted for fast reading."),
            Preparation.CHECKING: tr("The converted network is compared with the original."),
        }[None if preparation is None else preparation[0]]
