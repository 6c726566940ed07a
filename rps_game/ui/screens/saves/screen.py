"""SAVES: the list of saved players, and questions over it: a name, whether to replace or to delete."""

from collections.abc import Sequence
from enum import Enum, auto
from functools import partial

import pygame

from rps_game.errors import SaveError, SaveNameTaken
from rps_game.flow import Outcome
from rps_game.saves.info import SaveInfo
from rps_game.saves.names import LAST_PLAYER, MAX_NAME_CHARACTERS
from rps_game.ui.bindings import DELETE, ESC, LEFT_OR_PREVIOUS, RIGHT_OR_NEXT, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.saves.player_list import PlayerList, PlayerRow
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height, place_column
from rps_game.ui.widgets.textfield import TextField
from rps_game.ui.words.i18n import tr, tr_error


class Question(Enum):
    """A question over the list."""

    NONE = auto()
    NAME = auto()  # under which the head is saved
    NEW_NAME = auto()  # of the chosen player
    REPLACE = auto()  # whether to overwrite the player of that name
    DELETE = auto()  # whether to delete the chosen player


class Saves(Screen):
    """The list, or the question over it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._list = PlayerList(context.saves.list(), self._press_row)
        self._chosen: SaveInfo | None = None
        self._field = TextField(most=MAX_NAME_CHARACTERS)
        self._error = ""  # in the player's language
        self._question = Question.NONE
        self._ask(Question.NAME if context.session.saving else Question.NONE)

    @property
    def typing(self) -> bool:  # type: ignore[override]
        """While a name is asked for."""
        return self._question in {Question.NAME, Question.NEW_NAME}

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Handle one event; show here what is wrong with the disk, where the player can act on it."""
        try:
            return super().handle(event)
        except SaveError as error:
            if isinstance(error, SaveNameTaken) and self._question is Question.NAME:
                self._ask(Question.REPLACE)
            else:
                self._error = " ".join(tr_error(error))
        return None

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        if self.typing and self._field.handle(event):
            self._error = ""
        elif event.type == pygame.MOUSEWHEEL:
            self._list.scroll(self.theme, -event.y)
        return None

    def keys(self) -> list[Binding]:
        if self._question is not Question.NONE:
            to_list = partial(self._ask, Question.NONE)
            return [Binding(ESC, tr("back"), self._leave if self.context.session.saving else to_list)]
        keys = [Binding(ESC, tr("back"), self._leave)]
        if self._chosen is not None:
            delete = partial(self._ask, Question.DELETE)
            keys.insert(0, Binding(DELETE, tr("delete the chosen player"), delete))
        return [*self._ways(), *keys]

    def _ways(self) -> list[Binding]:
        """Return the keys that stay among the players, or among the buttons for the chosen one."""
        focused, rows = self.focus.focused, self._list.rows
        beside = [button for button in self._buttons_beside() if button.enabled]
        if not beside or focused is None:
            return []
        in_list = isinstance(focused, PlayerRow)
        column: Sequence[Button] = rows if in_list else beside
        steps = partial(self._step, column, -1), partial(self._step, column, 1)
        if in_list:
            to_buttons = partial(self._focus, beside[0])
            return [
                Binding(UP_DOWN, tr("go through the players"), *steps),
                Binding(RIGHT_OR_NEXT, tr("do something with the chosen one"), to_buttons, to_buttons),
            ]
        ways = [Binding(UP_DOWN, tr("go to the next button"), *steps)]
        if rows:
            to_list = partial(self._focus, next((row for row in rows if row.player is self._chosen), rows[0]))
            ways.append(Binding(LEFT_OR_PREVIOUS, tr("back to the players"), to_list, to_list))
        return ways

    def _focus(self, button: Button) -> None:
        self.focus.focused = button

    def _step(self, column: Sequence[Button], step: int) -> None:
        if self.focus.focused in column:
            index = column.index(self.focus.focused) + step
            self.focus.focused = column[min(max(index, 0), len(column) - 1)]

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Keep the focused player visible, and update the buttons beside it."""
        focused = self.focus.focused
        if isinstance(focused, PlayerRow):
            if focused.player is not self._chosen:
                self._chosen = focused.player
                self._show_buttons(focused)
            self._list.scroll_to(self.theme, focused)
        return None

    def _press_row(self, player: SaveInfo) -> Outcome | None:
        self._chosen = player
        return self._load() if player.usable else None

    def _load(self) -> Outcome | None:
        if self._chosen is None:
            return None
        self.context.session.load(self.context.saves.load(self._chosen.name))
        return Outcome.PLAY

    def _save(self, *, overwrite: bool = False) -> Outcome | None:
        context = self.context
        profile = context.session.as_profile(LAST_PLAYER)  # until `save` has checked the name
        saved = context.saves.save(profile, self._field.text, overwrite=overwrite)
        context.session.saved_name, context.session.unsaved = saved.name, False
        context.session.saving = False
        context.show_message(tr("{name} is saved.", name=saved.name))
        return Outcome.DONE

    def _rename(self) -> None:
        if self._chosen is not None:
            old = self._chosen.name
            renamed = self.context.saves.rename(old, self._field.text)
            if self.context.session.saved_name == old:
                self.context.session.saved_name = renamed.name
            self._read_again()

    def _delete(self) -> None:
        if self._chosen is not None:
            self.context.saves.delete(self._chosen.name)
            if self.context.session.saved_name == self._chosen.name:
                self.context.session.saved_name, self.context.session.unsaved = None, True
            self._read_again()

    def _leave(self) -> Outcome:
        self.context.session.saving = False
        return Outcome.BACK

    def _read_again(self) -> None:
        self._list = PlayerList(self.context.saves.list(), self._press_row)
        self._chosen = None
        self._ask(Question.NONE)

    def _ask(self, question: Question) -> None:
        before, self._question, self._error = self._question, question, ""
        if self.typing and before is not Question.REPLACE:
            renames = question is Question.NEW_NAME
            name = self._chosen.name if renames and self._chosen else self._free_name()
            self._field = TextField(name, MAX_NAME_CHARACTERS)
        self.focus.focused = None
        self._show_buttons()

    def _free_name(self) -> str:
        # Whoever plays with a mouse or a gamepad alone has no letters.
        taken = {row.player.name for row in self._list.rows}
        names = (tr("Player {n}", n=n) for n in range(1, len(taken) + 2))
        return self.context.session.saved_name or next(name for name in names if name not in taken)

    def _show_buttons(self, focus: Button | None = None) -> None:
        back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        to_list = partial(self._ask, Question.NONE)
        buttons: list[Button]
        match self._question:
            case Question.NAME:
                buttons = [Button(tr("Save"), self._save, symbol=Symbol.SAVE, primary=True), back]
            case Question.NEW_NAME:
                rename = Button(tr("Rename"), self._rename, symbol=Symbol.RENAME, primary=True)
                buttons = [rename, Button(tr("Cancel"), to_list, symbol=Symbol.BACK)]
            case Question.REPLACE:
                replace = Button(tr("Replace"), partial(self._save, overwrite=True), symbol=Symbol.SAVE)
                other = Button(tr("Another name"), partial(self._ask, Question.NAME), primary=True)
                buttons = [replace, other]
            case Question.DELETE:
                delete = Button(tr("Delete"), self._delete, symbol=Symbol.REMOVE)
                keep = Button(tr("Keep"), to_list, symbol=Symbol.BACK, primary=True)
                buttons = [delete, keep]
            case Question.NONE:
                chosen = self._chosen is not None
                usable = self._chosen is not None and self._chosen.usable
                ask_name, ask_delete = (partial(self._ask, q) for q in (Question.NEW_NAME, Question.DELETE))
                play = Button(tr("Play"), self._load, symbol=Symbol.PLAY, enabled=usable)
                rename = Button(tr("Rename"), ask_name, symbol=Symbol.RENAME, enabled=usable)
                delete = Button(tr("Delete"), ask_delete, symbol=Symbol.REMOVE, enabled=chosen)
                buttons = [*self._list.rows, play, rename, delete, back]
        self.focus.show(buttons, focus)
        self.request_layout()

    def _buttons_beside(self) -> list[Button]:
        return [button for button in self.focus.buttons if not isinstance(button, PlayerRow)]

    def place(self, area: Box) -> None:
        """Lay out the list with buttons beside it, or a card with the question and its buttons."""
        theme = self.theme
        if self._question is not Question.NONE:
            inner = self._card().inflate(-theme.unit(64), -theme.unit(56))
            top = inner.top + theme.line(Size.TITLE) + theme.unit(16)
            self._field.rect = Box(inner.left, top, inner.width, button_height(theme))
            self.place_buttons(inner)
            return
        top = area.top + theme.line(Size.TITLE) + theme.unit(20)
        beside, height = self._buttons_beside(), area.bottom - top
        width = max(*(button.width(theme) for button in beside), theme.unit(200))
        place_column(beside, Box(area.right - width, top, width, height), theme)
        self._list.place(theme, Box(area.left, top, area.width - width - theme.unit(28), height))

    def paint(self, painter: Painter) -> None:
        if self._question is not Question.NONE:
            self._paint_question(painter)
            return
        theme, rect = self.theme, self._list.rect
        self.heading(painter, tr("Saved players"))
        self._list.draw(painter)
        if self._error:
            height = 2 * theme.line()
            box = Box(rect.left, rect.bottom - height, rect.width, height)
            painter.card(box, Tone.RAISED)
            painter.text(self._error, box.inflate(-theme.unit(24), 0), tone=Tone.WARN, wrap=True)

    def _paint_question(self, painter: Painter) -> None:
        theme, card = self.theme, self._card()
        painter.card(card, Tone.CARD, border=Tone.LINE)
        inner = card.inflate(-theme.unit(64), -theme.unit(56))
        box = Box(inner.left, inner.top, inner.width, theme.line(Size.TITLE))
        title, words = self._question_words()
        painter.text(title, box, size=Size.TITLE, bold=True)
        below = self._field.rect.copy()
        if self.typing:
            self._field.draw(painter, now=self.context.now)
            below.top = below.bottom + theme.unit(10)
        below.height = inner.bottom - button_height(theme) - theme.unit(12) - below.top
        tone = Tone.WARN if self._error else Tone.MUTED
        painter.text(self._error or words, below, tone=tone, wrap=True, top=True)

    def _question_words(self) -> tuple[str, str]:
        name = self._chosen.name if self._chosen else ""
        match self._question:
            case Question.REPLACE:
                return tr("There is a {name} already", name=self._field.text), tr(
                    "Replace that player by this one? The one that was saved before is then gone."
                )
            case Question.DELETE:
                words = tr("The file is removed from the disk and cannot be brought back.")
                return tr("Delete {name}?", name=name), words
        words = tr("Any script will do. What the game has learnt is saved, no pictures.")
        renames = self._question is Question.NEW_NAME
        return tr("A new name for {name}", name=name) if renames else tr("What is this player called?"), words

    def _card(self) -> Box:
        theme, area = self.theme, self.area
        field = button_height(theme) if self.typing else 0
        words = theme.line(Size.TITLE) + theme.line(Size.BODY, 3)
        height = words + field + button_height(theme) + theme.unit(100)
        card = Box(0, 0, min(theme.unit(820), area.width), min(height, area.height))
        card.center = area.center
        return card
