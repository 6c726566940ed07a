"""SAVES: the players that were kept, and what can be done with them; also where a head gets its name."""

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

import pygame

from rps_game.errors import SaveError, SaveNameTaken
from rps_game.flow import Outcome
from rps_game.saves.info import SaveInfo
from rps_game.saves.names import LAST_PLAYER, MAX_NAME_CHARACTERS
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.inputs import Action
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.saves.row import PlayerRow
from rps_game.ui.widgets import Button, TextField
from rps_game.ui.widgets.layout import GAP, button_height, place_column, place_row
from rps_game.ui.words.i18n import tr, tr_error

ROW_HEIGHT: Final = 68
"""Of a player in the list, in pixels of the design."""


class Asking(Enum):
    """What the screen wants to know."""

    NOTHING = auto()  # the list
    NAME = auto()  # of the head that is to be saved
    NEW_NAME = auto()  # of the chosen player
    REPLACE = auto()  # whether a player of that name may give way
    DELETE = auto()  # whether the chosen player is really to go


class Saves(Screen):
    """The list, with a question over it when there is one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._players = context.saves.list()
        self._chosen: SaveInfo | None = None
        self._first = 0  # of the players that are in sight
        self._field = TextField(most=MAX_NAME_CHARACTERS)
        self._wrong = ""
        self._list = pygame.Rect(0, 0, 0, 0)
        self._asking = Asking.NOTHING
        self._rows = [PlayerRow(player, self._choose(player)) for player in self._players]
        self._ask(Asking.NAME if context.session.saving else Asking.NOTHING)

    @property
    def typing(self) -> bool:  # type: ignore[override]
        """While a name is asked for."""
        return self._asking in {Asking.NAME, Asking.NEW_NAME}

    # What the player does

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Letters go to the name; whatever is wrong with the disk is told here, where one can act on it."""
        try:
            return super().handle(event)
        except SaveError as error:
            if isinstance(error, SaveNameTaken) and self._asking is Asking.NAME:
                self._ask(Asking.REPLACE)
            else:
                self._wrong = " ".join(tr_error(error))
        return None

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Take text, and the mouse's wheel."""
        if self.typing and self._field.handle(event):
            self._wrong = ""
        elif event.type == pygame.MOUSEWHEEL:
            self._scroll_to(self._first - event.y)
        return None

    def act(self, action: Action) -> Outcome | None:
        """Esc goes back to the list, and from there to the title."""
        if action is Action.BACK:
            if self._asking is Asking.NOTHING or self.context.session.saving:
                return self._leave()
            self._ask(Asking.NOTHING)
        elif action is Action.REMOVE and self._asking is Asking.NOTHING and self._chosen is not None:
            self._ask(Asking.DELETE)
        return None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this screen."""
        return [
            (tr("Up, down"), tr("go through the players")),
            (tr("Right"), tr("do something with the chosen one")),
            (tr("Delete"), tr("delete the chosen player")),
        ]

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Keep the focused player in sight, and the buttons about that one."""
        focused = self.focus.focused
        if isinstance(focused, PlayerRow):
            index = self._rows.index(focused)
            if focused.player is not self._chosen:
                self._chosen = focused.player
                self._offer_buttons(focused)
            if not self._first <= index < self._first + self._in_sight():
                self._scroll_to(index if index < self._first else index - self._in_sight() + 1)
        return None

    def _choose(self, player: SaveInfo) -> Callable[[], Outcome | None]:
        def choose() -> Outcome | None:
            self._chosen = player
            return self._load() if player.usable else None

        return choose

    def _load(self) -> Outcome | None:
        if self._chosen is None:
            return None
        self.context.session.load(self.context.saves.load(self._chosen.name))
        return Outcome.PLAY

    def _save(self, *, overwrite: bool = False) -> Outcome | None:
        context = self.context
        profile = context.session.as_profile(LAST_PLAYER)  # until `save` has found its name to be one
        saved = context.saves.save(profile, self._field.text, overwrite=overwrite)
        context.session.profile, context.session.unsaved = saved.name, False
        context.session.saving = False
        context.show_message(tr("{name} is saved.", name=saved.name))
        return Outcome.DONE

    def _rename(self) -> None:
        if self._chosen is not None:
            old = self._chosen.name
            renamed = self.context.saves.rename(old, self._field.text)
            if self.context.session.profile == old:
                self.context.session.profile = renamed.name
            self._read_again()

    def _delete(self) -> None:
        if self._chosen is not None:
            self.context.saves.delete(self._chosen.name)
            if self.context.session.profile == self._chosen.name:
                self.context.session.profile, self.context.session.unsaved = None, True
            self._read_again()

    def _leave(self) -> Outcome:
        self.context.session.saving = False
        return Outcome.BACK

    # What is shown

    def _read_again(self) -> None:
        self._players = self.context.saves.list()
        self._rows = [PlayerRow(player, self._choose(player)) for player in self._players]
        self._chosen = None
        self._ask(Asking.NOTHING)

    def _ask(self, asking: Asking) -> None:
        if asking in {Asking.NAME, Asking.NEW_NAME} and self._asking is not Asking.REPLACE:
            renamed = asking is Asking.NEW_NAME and self._chosen is not None
            name = self._chosen.name if renamed and self._chosen else self._free_name()
            self._field = TextField(name, MAX_NAME_CHARACTERS)
        self._asking, self._wrong = asking, ""
        self.focus.focused = None
        self._offer_buttons(None)

    def _free_name(self) -> str:
        # Whoever plays with a mouse or a gamepad alone has no letters.
        taken = {player.name for player in self._players}
        names = (tr("Player {n}", n=n) for n in range(1, len(taken) + 2))
        return self.context.session.profile or next(name for name in names if name not in taken)

    def _offer_buttons(self, focus: Button | None) -> None:
        back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        to_list = Button(tr("Cancel"), lambda: self._ask(Asking.NOTHING), symbol=Symbol.BACK)
        match self._asking:
            case Asking.NAME:
                save = Button(tr("Save"), self._save, symbol=Symbol.SAVE, primary=True)
                self.focus.show([save, back])
            case Asking.NEW_NAME:
                rename = Button(tr("Rename"), self._rename, symbol=Symbol.RENAME, primary=True)
                self.focus.show([rename, to_list])
            case Asking.REPLACE:
                over = Button(tr("Replace"), lambda: self._save(overwrite=True), symbol=Symbol.SAVE)
                other = Button(tr("Another name"), lambda: self._ask(Asking.NAME), primary=True)
                self.focus.show([over, other])
            case Asking.DELETE:
                delete = Button(tr("Delete"), self._delete, symbol=Symbol.REMOVE)
                keep = Button(tr("Keep"), lambda: self._ask(Asking.NOTHING), symbol=Symbol.BACK, primary=True)
                self.focus.show([delete, keep])
            case Asking.NOTHING:
                chosen = self._chosen
                play = Button(
                    tr("Play"), self._load, symbol=Symbol.PLAY, enabled=chosen is not None and chosen.usable
                )
                rename = Button(
                    tr("Rename"),
                    lambda: self._ask(Asking.NEW_NAME),
                    symbol=Symbol.RENAME,
                    enabled=chosen is not None and chosen.usable,
                )
                delete = Button(
                    tr("Delete"),
                    lambda: self._ask(Asking.DELETE),
                    symbol=Symbol.REMOVE,
                    enabled=chosen is not None,
                )
                self.focus.show([*self._rows, play, rename, delete, back], focus)
        self.request_layout()

    def place(self, area: pygame.Rect) -> None:
        """The list, and what can be done beside it; or a card with a question and its buttons."""
        theme = self.theme
        height = button_height(theme)
        if self._asking is not Asking.NOTHING:
            inner = self._card().inflate(-theme.unit(64), -theme.unit(56))
            top = inner.top + theme.line(Size.TITLE) + theme.unit(16)
            self._field.rect = pygame.Rect(inner.left, top, inner.width, height)
            row = pygame.Rect(inner.left, inner.bottom - height, inner.width, height)
            place_row(self.focus.buttons, row, theme)
            return
        top = area.top + theme.line(Size.TITLE) + theme.unit(20)
        below = pygame.Rect(area.left, top, area.width, area.bottom - top)
        width = max(*(button.width(theme) for button in self._deeds()), theme.unit(200))
        place_column(self._deeds(), pygame.Rect(below.right - width, top, width, below.height), theme)
        self._list = pygame.Rect(below.left, top, below.width - width - theme.unit(28), below.height)
        self._place_rows()

    def navigate(self, action: Action) -> tuple[bool, Outcome | None]:
        """Up and down stay among the players, or among what can be done with the chosen one."""
        focused, deeds = self.focus.focused, [deed for deed in self._deeds() if deed.enabled]
        if self._asking is not Asking.NOTHING or not deeds:
            return self.focus.act(action)
        step = {Action.UP: -1, Action.DOWN: 1}.get(action, 0)
        if isinstance(focused, PlayerRow):
            if action in {Action.RIGHT, Action.NEXT}:
                self.focus.focused = deeds[0]
            elif step:
                index = min(max(self._rows.index(focused) + step, 0), len(self._rows) - 1)
                self.focus.focused = self._rows[index]
            else:
                return self.focus.act(action)
        elif action in {Action.LEFT, Action.PREVIOUS} and self._rows:
            self.focus.focused = next(
                (row for row in self._rows if row.player is self._chosen), self._rows[0]
            )
        elif step and focused in deeds:
            self.focus.focused = deeds[min(max(deeds.index(focused) + step, 0), len(deeds) - 1)]
        else:
            return self.focus.act(action)
        return True, None

    def _deeds(self) -> list[Button]:
        return [button for button in self.focus.buttons if not isinstance(button, PlayerRow)]

    def paint(self, surface: pygame.Surface) -> None:
        """Draw the list or the question."""
        theme = self.theme
        if self._asking is not Asking.NOTHING:
            self._paint_question(surface)
            return
        self.heading(surface, tr("Saved players"))
        if not self._players:
            self._paint_nobody(surface)
        elif len(self._players) > self._in_sight():
            self._paint_scroll_bar(surface)
        if self._wrong:
            box = pygame.Rect(
                self._list.left, self._list.bottom - theme.line() * 2, self._list.width, theme.line() * 2
            )
            theme.card(surface, box, Tone.RAISED)
            theme.text(surface, self._wrong, box.inflate(-theme.unit(24), 0), tone=Tone.WARN, wrap=True)

    def _paint_nobody(self, surface: pygame.Surface) -> None:
        theme = self.theme
        picture = pygame.Rect(0, 0, theme.unit(96), theme.unit(96))
        picture.center = self._list.centerx, self._list.centery - theme.unit(60)
        theme.symbol(surface, Symbol.PEOPLE, picture, Tone.LINE)
        words = pygame.Rect(self._list.left, picture.bottom, self._list.width, theme.line(lines=3))
        sentence = tr("Nobody is saved yet. After a training the report offers to save the player.")
        theme.text(surface, sentence, words, tone=Tone.MUTED, align=Align.CENTER, wrap=True)

    def _paint_question(self, surface: pygame.Surface) -> None:
        theme, card = self.theme, self._card()
        theme.card(surface, card, Tone.CARD, border=Tone.LINE)
        inner = card.inflate(-theme.unit(64), -theme.unit(56))
        title = pygame.Rect(inner.left, inner.top, inner.width, theme.line(Size.TITLE))
        name = self._chosen.name if self._chosen else ""
        head, words = {
            Asking.NAME: (tr("What is this player called?"), ""),
            Asking.NEW_NAME: (tr("A new name for {name}", name=name), ""),
            Asking.REPLACE: (
                tr("There is a {name} already", name=self._field.text),
                tr("Replace that player by this one? The one that was saved before is then gone."),
            ),
            Asking.DELETE: (
                tr("Delete {name}?", name=name),
                tr("The file is removed from the disk and cannot be brought back."),
            ),
            Asking.NOTHING: ("", ""),
        }[self._asking]
        theme.text(surface, head, title, size=Size.TITLE, bold=True)
        below = self._field.rect.copy()
        if self.typing:
            self._field.draw(surface, theme, now=self.context.now)
            below.top = below.bottom + theme.unit(10)
            words = self._wrong or tr("Any script will do. What the game has learnt is saved, no pictures.")
        below.height = inner.bottom - button_height(theme) - theme.unit(12) - below.top
        tone = Tone.WARN if self._wrong else Tone.MUTED
        theme.text(surface, self._wrong or words, below, tone=tone, wrap=True, top=True)

    def _paint_scroll_bar(self, surface: pygame.Surface) -> None:
        theme = self.theme
        track = pygame.Rect(
            self._list.right - theme.unit(8), self._list.top, theme.unit(8), self._list.height
        )
        theme.card(surface, track, Tone.CARD, radius=4)
        part = track.copy()
        part.height = max(track.height * self._in_sight() // len(self._players), theme.unit(24))
        most = max(len(self._players) - self._in_sight(), 1)
        part.top = track.top + (track.height - part.height) * self._first // most
        theme.card(surface, part, Tone.LINE, radius=4)

    def _card(self) -> pygame.Rect:
        theme, area = self.theme, self.area
        field = button_height(theme) if self.typing else 0
        words = theme.line(Size.TITLE) + theme.line(Size.BODY, 3)
        height = words + field + button_height(theme) + theme.unit(100)
        card = pygame.Rect(0, 0, min(theme.unit(820), area.width), min(height, area.height))
        card.center = area.center
        return card

    def _row_height(self) -> int:
        theme = self.theme
        return max(theme.unit(ROW_HEIGHT), theme.line() + theme.line(Size.SMALL) + theme.unit(12))

    def _in_sight(self) -> int:
        return max(self._list.height // (self._row_height() + self.theme.unit(8)), 1)

    def _scroll_to(self, first: int) -> None:
        self._first = min(max(first, 0), max(len(self._players) - self._in_sight(), 0))
        self._place_rows()

    def _place_rows(self) -> None:
        theme, step = self.theme, self._row_height() + self.theme.unit(8)
        scrolls = len(self._rows) > self._in_sight()
        for i, row in enumerate(self._rows):
            shown = self._first <= i < self._first + self._in_sight()
            top = self._list.top + (i - self._first) * step
            width = self._list.width - (theme.unit(GAP + 4) if scrolls else 0)
            row.visible = shown
            row.rect = pygame.Rect(self._list.left, top, width, self._row_height())
