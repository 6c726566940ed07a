"""PREPARE: waits for the frozen network, before everything that needs it; shown only while it waits."""

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import GESTURES
from rps_game.network.convert import Preparation
from rps_game.network.loader import NetworkState
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.inputs import Action
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

    def act(self, action: Action) -> Outcome | None:
        return self._leave() if action is Action.BACK else None

    def place(self, area: pygame.Rect) -> None:
        """Lay out the bar in the middle, the way back below."""
        self._bar.rect = pygame.Rect(0, 0, min(self.theme.unit(720), area.width), self.theme.unit(24))
        self._bar.rect.center = area.centerx, area.centery + self.theme.unit(40)
        self.place_buttons(area)

    def paint(self, surface: pygame.Surface) -> None:
        theme, bar, network = self.theme, self._bar.rect, self.context.network
        if network.state is NetworkState.READY:
            theme.text(surface, tr("Loading ..."), self.area, size=Size.TITLE, align=Align.CENTER, bold=True)
            return
        side = theme.unit(72)
        for i, gesture in enumerate(GESTURES):
            box = pygame.Rect(0, 0, side, side)
            box.center = bar.centerx + (i - 1) * theme.unit(110), bar.top - theme.unit(210)
            theme.icon(surface, gesture, box, Tone.ACCENT)
        title = pygame.Rect(self.area.left, 0, self.area.width, theme.line(Size.TITLE))
        title.bottom = bar.top - theme.unit(72)
        words = tr("The network is being prepared")
        theme.text(surface, words, title, size=Size.TITLE, align=Align.CENTER, bold=True)
        step = pygame.Rect(bar.left, title.bottom + theme.unit(8), bar.width, theme.line())
        theme.text(surface, self._words(), step, align=Align.CENTER, tone=Tone.MUTED)
        self._bar.draw(surface, theme, 0.0 if network.preparation is None else network.preparation[1])
        why = pygame.Rect(bar.left, bar.bottom + theme.unit(20), bar.width, theme.line(Size.SMALL, 3))
        words = tr(
            "This is done once on this computer. The network is a large one that others have taught to see; "
            "it stays as it is, and a small one learns your hand from what it sees."
        )
        theme.text(
            surface, words, why, size=Size.SMALL, align=Align.CENTER, tone=Tone.MUTED, wrap=True, top=True
        )

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
