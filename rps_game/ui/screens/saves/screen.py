"""SAVES: the list of saved players, and questions over it: a name, whether to replace or to delete."""

import itertools
from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any, Final

import pygame

from rps_game.errors import GameError, SaveNameTaken
from rps_game.export.folder import Format
from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSIC
from rps_game.game.statistics import EVERYONE, UNNAMED, Tally
from rps_game.saves.format import Profile
from rps_game.saves.info import SaveInfo
from rps_game.saves.names import LAST_PLAYER, MAX_NAME_CHARACTERS, same_name
from rps_game.ui.bindings import DELETE, ESC, LEFT_OR_PREVIOUS, RIGHT_OR_NEXT, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.saves.export import Export
from rps_game.ui.screens.saves.player_list import PlayerList, PlayerRow
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, place_column, place_rows
from rps_game.ui.widgets.textfield import TextField
from rps_game.ui.words.i18n import ntr, tr, tr_error

WAIT_S: Final = 0.1
"""Shorter waits go by unnoticed; a word that comes and goes within them would flicker."""


class Question(Enum):
    """A question over the list."""

    NONE = auto()
    NAME = auto()  # under which the head is saved
    NEW_NAME = auto()  # of the chosen player
    REPLACE = auto()  # whether to overwrite the player of that name
    DELETE = auto()  # whether to delete the chosen player
    EXPORT = auto()  # for which other programs
    EXPORTING = auto()  # none: an export is under way
    WAIT = auto()  # none: the file thread is slow


class Saves(Screen):
    """The list, or the question over it. Files are read and written in their thread, one job at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._list = PlayerList()
        self._row: PlayerRow | None = None  # the chosen one
        self._field = TextField(most=MAX_NAME_CHARACTERS)
        self._error = ""  # in the player's language
        self._question = self._asked_before = Question.NAME if context.session.saving else Question.NONE
        self._waits_for, self._since = "", 0.0  # a word in the player's language; "" for nothing
        self._checking = self._left = False
        self._export: Export | None = None
        self._bar = Bar()
        self._end: Callable[[], Outcome] | None = None  # what ends the screen in the next tick
        self._ask(self._question)
        self._read_again()

    @property
    def typing(self) -> bool:  # type: ignore[override]
        """While a name is asked for."""
        return self._question in {Question.NAME, Question.NEW_NAME}

    @property
    def composing(self) -> bool:  # type: ignore[override]
        """While an input method composes a part of the name."""
        return self.typing and self._field.composing != ""

    @property
    def players(self) -> list[SaveInfo]:
        """The players in the list, as far as they have been checked."""
        return [row.player for row in self._list.rows if row.player is not None]

    @property
    def _chosen(self) -> SaveInfo | None:
        """The chosen player, if saved."""
        return None if self._row is None else self._row.player

    def _run(self, waits_for: str, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Have a job done by the file thread, and `then` called with its result; none while one is done."""
        if not self._waits_for:
            self._waits_for, self._since = waits_for, self.context.now
            self.context.files.run(job, partial(self._done, then), partial(self._done, self._show_error))

    def _done(self, then: Callable[[Any], None], result: object) -> None:
        self._waits_for = ""
        if self._question is Question.WAIT:
            self._ask(self._asked_before)
        then(result)

    def _show_error(self, error: GameError) -> None:
        if self._left:
            self.context.show_message(" ".join(tr_error(error)))
        elif isinstance(error, SaveNameTaken) and self._question is Question.NAME:
            self._ask(Question.REPLACE)
        else:
            self._error = " ".join(tr_error(error))

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        # A name can be typed before the list has been read, but not while it is saved.
        taken = not self._waits_for or not self._list.rows
        if self.typing and taken and self._field.handle(event):
            self._error = ""
        elif event.type == pygame.MOUSEWHEEL:
            self._list.scroll(self.theme, -event.y)
            if isinstance(self.focus.focused, PlayerRow):
                self.focus.focused = self._list.visible_near(self.focus.focused)
        return None

    def keys(self) -> list[Binding]:
        if self._question is not Question.NONE:
            leaves = self._question is Question.WAIT or self.context.session.saving
            to_list = self._stop_export if self._export else partial(self._ask, Question.NONE)
            return [Binding(ESC, tr("back"), self._leave if leaves else to_list)]
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
            to_list = partial(self._focus, self._row or rows[0])
            ways.append(Binding(LEFT_OR_PREVIOUS, tr("back to the players"), to_list, to_list))
        return ways

    def _focus(self, button: Button) -> None:
        self.focus.focused = button

    def _step(self, column: Sequence[Button], step: int) -> None:
        if self.focus.focused in column:
            self.focus.focused = column[(column.index(self.focus.focused) + step) % len(column)]

    def tick(self, now: float) -> Outcome | None:
        """Keep the focused player visible, update the buttons beside it, have the next file checked."""
        if self._end is not None:
            return self._end()
        if self._waits_for and self._question is not Question.WAIT and now - self._since > WAIT_S:
            self._asked_before = self._question
            self._ask(Question.WAIT)
        if self._export is not None and self._export.ended:
            self._exported(self._export)
        focused = self.focus.focused
        if isinstance(focused, PlayerRow):
            if focused is not self._row:
                self._choose(focused)
            self._list.scroll_to(self.theme, focused)
        if not self._checking:
            self._check_next()
        return None

    def _choose(self, row: PlayerRow) -> None:
        for each in self._list.rows:
            each.chosen = each is row
        self._row = row
        self._show_buttons(row)

    def _check_next(self) -> None:
        for row in self._list.rows:
            if row.player is not None and not row.player.checked:
                self._checking = True
                self.context.files.run(
                    partial(self.context.saves.check, row.player), partial(self._mark, row)
                )
                return

    def _mark(self, row: PlayerRow, player: SaveInfo) -> None:
        self._checking, row.player = False, player
        if row is self._row and self._question is Question.NONE and not player.usable:
            self._show_buttons(row)

    def _press_row(self, row: PlayerRow) -> None:
        self._choose(row)
        if row.player is None:
            self._ask(Question.NAME)
        elif row.usable:
            self._load()

    @property
    def _rounds_of_chosen(self) -> int:
        player = "" if self._chosen is None else self._chosen.path.name
        return self.context.files.records.rounds_of(player)

    def _run_on_chosen(
        self, waits_for: str, job: Callable[[Path], Any], then: Callable[[Path, Any], None]
    ) -> None:
        if self._chosen is not None:
            path = self._chosen.path
            self._run(waits_for, partial(job, path), partial(then, path))

    def _load(self) -> None:
        self._run_on_chosen(tr("Loading ..."), self.context.saves.load, self._loaded)

    def _loaded(self, path: Path, profile: Profile) -> None:
        self._end = partial(self._play, path, profile)  # not if the screen has been left

    def _play(self, path: Path, profile: Profile) -> Outcome:
        self.context.session.load(profile, path)
        if profile.rules.id != self.context.settings.rules:
            self.context.change_settings(rules=profile.rules.id)
        return Outcome.PLAY

    def _save(self, *, overwrite: bool = False) -> None:
        saves, name = self.context.saves, self._field.text
        profile = self.context.session.as_profile(LAST_PLAYER)  # until `save` has checked the name
        self._run(tr("Saving ..."), lambda: saves.save(profile(), name, overwrite=overwrite), self._saved)

    def _saved(self, profile: Profile) -> None:
        context, session = self.context, self.context.session
        if session.head is profile.head:  # not if another was trained or loaded meanwhile
            before, file = session.record, context.saves.path(profile.name)
            session.saved_name, session.saved_file, session.unsaved = profile.name, file, False
            if before == UNNAMED:
                context.files.change_records(lambda records: records.moved(UNNAMED, file.name))
        context.show_message(tr("{name} is saved.", name=profile.name))
        if session.saving:
            self._end = self._leave
        elif not self._left:
            self._read_again(context.saves.path(profile.name))

    def _rename(self) -> None:
        rename = partial(self.context.saves.rename, new_name=self._field.text)
        self._run_on_chosen(tr("Saving ..."), rename, self._renamed)

    def _renamed(self, path: Path, profile: Profile) -> None:
        session, file = self.context.session, self.context.saves.path(profile.name)
        if session.saved_file == path:
            session.saved_name, session.saved_file = profile.name, file
        self.context.files.change_records(lambda records: records.moved(path.name, file.name))
        self._read_again(file)

    def _delete(self, *, rounds: bool = True) -> None:
        deleted = partial(self._deleted, rounds=rounds)
        self._run_on_chosen(tr("One moment."), self.context.saves.delete, deleted)

    def _deleted(self, path: Path, _: None, *, rounds: bool) -> None:
        session = self.context.session
        self.context.files.change_records(
            lambda records: records.without(path.name) if rounds else records.moved(path.name, EVERYONE)
        )
        if session.saved_file == path:
            session.saved_name, session.saved_file, session.unsaved = None, None, True
        self._read_again()

    def _begin_export(self, to: Format) -> None:
        context, chosen = self.context, self._chosen
        if chosen is not None:
            self._export = Export(context.saves, chosen.path, context.network, to, context.log_path)
            self._ask(Question.EXPORTING)

    def _exported(self, export: Export) -> None:
        self._export = None
        self._ask(Question.NONE)
        if isinstance(export.error, GameError):
            self._error = " ".join(tr_error(export.error))
        elif export.error is not None:
            raise export.error
        else:
            self.context.show_message(tr("Written to {folder}.", folder=export.folder))

    def _stop_export(self) -> None:
        if self._export is not None:
            self._export.stop()
            self._export = None
        self._ask(Question.NONE)

    def _leave(self) -> Outcome:
        self._left, self.context.session.saving = True, False
        return Outcome.BACK

    def _read_again(self, choose: Path | None = None) -> None:
        self._run(tr("Loading ..."), self.context.saves.list, partial(self._show_list, choose))

    def _show_list(self, choose: Path | None, players: list[SaveInfo]) -> None:
        session = self.context.session
        shown = [None, *players] if session.unsaved else players
        rows = self._list.rows = [
            PlayerRow(player, self._tally_of(player), self._press_row) for player in shown
        ]
        self._row = None
        self._ask(Question.NAME if session.saving else Question.NONE)
        chosen = [row for row in rows if row.player is not None and row.player.path == choose]
        if chosen and not session.saving:
            self._choose(chosen[0])

    def _tally_of(self, player: SaveInfo | None) -> Tally:
        if player is None:
            return self.context.statistics.total
        rules = CLASSIC if player.facts is None else player.facts.rules
        return self.context.files.records.of(player.path.name, rules).total

    def _ask(self, question: Question) -> None:
        before, self._question, self._error = self._question, question, ""
        typed = before is question and self._field.text != "" and not self._field.suggested
        if self.typing and not typed and before is not Question.WAIT:
            renames = question is Question.NEW_NAME
            if before is Question.REPLACE:
                name = self._next_name(self._field.text)
            else:
                name = self._chosen.name if renames and self._chosen else self._free_name()
            self._field = TextField(name, MAX_NAME_CHARACTERS)
        self.focus.focused = None
        self._show_buttons(self._row if question is Question.NONE else None)

    def _free_name(self) -> str:
        # Whoever plays with a mouse or a gamepad alone has no letters.
        first = tr("Player {n}", n=1)
        free = self._next_name(first) if self._is_taken(first) else first
        return self.context.session.saved_name or free

    def _next_name(self, taken: str) -> str:
        """Return a name with a number after it that nobody has: for "Anna" and "Anna 1" it is "Anna 2"."""
        base = (taken.rstrip("0123456789").strip() or taken)[: MAX_NAME_CHARACTERS - 4]
        names = (f"{base} {n}" for n in itertools.count(2))
        return next(name for name in names if not self._is_taken(name))

    def _is_taken(self, name: str) -> bool:
        return any(same_name(player.name, name) for player in self.players)

    def _show_buttons(self, focus: Button | None = None) -> None:
        to_list = partial(self._ask, Question.NONE)
        back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        buttons: list[Button]
        match self._question:
            case Question.NAME:
                if not self.context.session.saving:
                    back.press = to_list
                buttons = [Button(tr("Save"), self._save, symbol=Symbol.SAVE, primary=True), back]
            case Question.NEW_NAME:
                rename = Button(tr("Rename"), self._rename, symbol=Symbol.RENAME, primary=True)
                buttons = [rename, Button(tr("Cancel"), to_list, symbol=Symbol.BACK)]
            case Question.REPLACE:
                replace = Button(tr("Replace"), partial(self._save, overwrite=True), symbol=Symbol.SAVE)
                other = Button(tr("Another name"), partial(self._ask, Question.NAME), primary=True)
                buttons = [replace, other]
            case Question.DELETE:
                buttons = [
                    Button(tr("Delete"), self._delete, symbol=Symbol.REMOVE),
                    Button(tr("Keep"), to_list, symbol=Symbol.BACK, primary=True),
                ]
                if self._rounds_of_chosen:
                    file_alone = partial(self._delete, rounds=False)
                    buttons.insert(1, Button(tr("Delete, keep rounds"), file_alone))
            case Question.EXPORT:
                page = Button(tr("Web page"), partial(self._begin_export, Format.TFJS), primary=True)
                others = {"Keras": Format.KERAS, "TensorFlow": Format.SAVEDMODEL, "LiteRT": Format.TFLITE}
                back.press = to_list
                buttons = [
                    page,
                    *(Button(name, partial(self._begin_export, to)) for name, to in others.items()),
                    back,
                ]
            case Question.EXPORTING:
                buttons = [Button(tr("Cancel"), self._stop_export, symbol=Symbol.BACK)]
            case Question.WAIT:
                buttons = [back]
            case Question.NONE:
                buttons = [*self._list.rows, *self._buttons_for(self._row), back]
        self.focus.show(buttons, focus)
        self.request_layout()

    def _buttons_for(self, row: PlayerRow | None) -> list[Button]:
        usable, saved = row is not None and row.usable, self._chosen is not None
        ask_name, ask_new, ask_delete = (
            partial(self._ask, question) for question in (Question.NAME, Question.NEW_NAME, Question.DELETE)
        )
        play = Button(tr("Play"), self._load if saved else Outcome.PLAY, symbol=Symbol.PLAY, enabled=usable)
        name = Button(tr("Rename"), ask_new, symbol=Symbol.RENAME, enabled=usable)
        if row is not None and not saved:
            name = Button(tr("Save"), ask_name, symbol=Symbol.SAVE)
        export = Button(
            tr("Export"),
            partial(self._ask, Question.EXPORT),
            symbol=Symbol.FORWARD,
            enabled=usable and saved and bool(self.context.network.usable),
        )
        return [play, name, export, Button(tr("Delete"), ask_delete, symbol=Symbol.REMOVE, enabled=saved)]

    def _buttons_beside(self) -> list[Button]:
        return [button for button in self.focus.buttons if not isinstance(button, PlayerRow)]

    def place(self, area: Box) -> None:
        """Lay out the list with buttons beside it, or a card with the question and its buttons."""
        theme = self.theme
        if self._question is not Question.NONE:
            inner = self._card.inset(theme.unit(32), theme.unit(28))
            if self._question is Question.EXPORT:
                place_rows(self.focus.buttons, inner, theme, theme.unit(GAP))
            else:
                self.place_buttons(inner)
            inner.take_top(theme.line(Size.TITLE), theme.unit(16))
            self._field.rect = inner.take_top(button_height(theme))
            return
        area.take_top(theme.line(Size.TITLE), theme.unit(20))
        beside = self._buttons_beside()
        if area.height > area.width:
            place_rows(beside, area, theme, theme.unit(GAP))
        else:
            width = max(*(button.width(theme) for button in beside), theme.unit(200))
            place_column(beside, area.take_right(width, theme.unit(28)), theme)
        self._list.place_rows(theme, area)

    def paint(self, painter: Painter) -> None:
        if self._question is not Question.NONE:
            self._paint_question(painter)
            return
        theme = self.theme
        self.heading(painter, tr("Players"))
        if self._list.rows or not (self._waits_for or self._error):
            self._list.draw(painter)
        if self._error:
            box = self._list.rect.copy().take_bottom(2 * theme.line())
            painter.card(box, Tone.RAISED)
            painter.text(self._error, box.inset(theme.unit(12), 0), tone=Tone.WARN, wrap=True)

    def _paint_question(self, painter: Painter) -> None:
        theme, card = self.theme, self._card
        painter.card(card, border=Tone.LINE)
        inner = card.inset(theme.unit(32), theme.unit(28))
        inner.height = min(button.rect.top for button in self.focus.buttons) - theme.unit(12) - inner.top
        title, words = self._question_words()
        painter.title(title, inner.take_top(theme.line(Size.TITLE), theme.unit(16)))
        if self.typing:
            self._field.draw(painter, now=self.context.now)
            inner.take_top(self._field.rect.height, theme.unit(10))
        if self._export is not None:
            self._bar.rect = inner.take_top(theme.unit(24), theme.unit(8))
            self._bar.draw(painter, self._export.share)
        tone = Tone.WARN if self._error else Tone.MUTED
        painter.text(self._error or words, inner, tone=tone, wrap=True, top=True)

    def _question_words(self) -> tuple[str, str]:
        name = self._chosen.name if self._chosen else ""
        match self._question:
            case Question.WAIT:
                return self._waits_for, ""
            case Question.EXPORT:
                return tr("Export {name}", name=name), tr(
                    "What reads your hand, as files for other programs. The web page reads a webcam."
                )
            case Question.EXPORTING:
                return tr("Exporting ..."), tr("TensorFlow takes up to a minute.")
            case Question.REPLACE:
                return tr("There is a {name} already", name=self._field.text), tr(
                    "Replace that player by this one? The one that was saved before is then gone."
                )
            case Question.DELETE:
                words = tr("The file is removed from the disk and cannot be brought back.")
                if rounds := self._rounds_of_chosen:
                    words += " " + ntr(
                        "So is {n} round in the statistics, unless you keep it as nobody's.",
                        "So are {n} rounds in the statistics, unless you keep them as nobody's.",
                        rounds,
                    )
                return tr("Delete {name}?", name=name), words
        words = tr("What the game has learnt of your hand is kept, and no pictures.")
        renames = self._question is Question.NEW_NAME
        return tr("A new name for {name}", name=name) if renames else tr("What is this player called?"), words

    @property
    def _card(self) -> Box:
        theme, area = self.theme, self.area
        # An export's buttons may need two rows.
        field = button_height(theme) if self.typing or self._question is Question.EXPORT else 0
        words = theme.line(Size.TITLE) + theme.line(Size.BODY, 3)
        height = words + field + button_height(theme) + theme.unit(100)
        return area.centred(min(theme.unit(820), area.width), min(height, area.height))
