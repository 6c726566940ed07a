"""RULES: the rule sets that there are, the one that is played by, and the way to the editor."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from rps_game.errors import GameError
from rps_game.flow import Outcome
from rps_game.game.draft import RulesDraft
from rps_game.game.gestures import CLASSIC, SHIPPED, RuleSet
from rps_game.rules_store import RuleFile, delete_rules
from rps_game.ui.bindings import DELETE, ESC, LEFT_OR_PREVIOUS, RIGHT_OR_NEXT, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.rules.wheel import node_boxes, wheel_picture
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, place_rows
from rps_game.ui.widgets.scroll import ScrollList
from rps_game.ui.words.i18n import tr, tr_error
from rps_game.ui.words.match import beat_sentence
from rps_game.ui.words.rules import copied, rules_title, shape_sentence

ROW_HEIGHT: Final = 84
"""Of a rule set in the list, in pixels of the design."""

LIST_SHARE: Final = 0.5
"""Of the width, for the list; the rest is for the rules of the chosen one."""


class RulesRow(Button):
    """A rule set, or a file that holds none: it says why.

    Args:
        rules: the rule set; None where the file is refused.
        file: it comes from; None for one that ships.
        playing: whether it is what is played by.
        press: called with the row when it is pressed.

    Attributes:
        chosen: whether its rules are shown, and the buttons are for it.
    """

    def __init__(
        self,
        rules: RuleSet | None,
        file: RuleFile | None,
        *,
        playing: bool,
        press: Callable[["RulesRow"], Outcome | None],
    ) -> None:
        name = "" if file is None else file.path.name
        super().__init__(name if rules is None else rules_title(rules), lambda: press(self))
        self.rules, self.file = rules, file
        self.playing, self.chosen = playing, False

    @property
    def path(self) -> Path | None:
        """Its file, by which it is found again; None for rules that ship."""
        return None if self.file is None else self.file.path

    @property
    def own(self) -> RuleFile | None:
        """The file in which the rules can be changed; rules that ship have none, even in a copied file."""
        return None if self.rules is None or self.rules.ships else self.file

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the title, and below it the moves' icons."""
        theme = painter.theme
        ground = Tone.RAISED if focused or held or self.chosen else Tone.CARD
        painter.card(self.rect, ground, radius=12, border=Tone.ACCENT if focused else None)
        inner = self.rect.inset(theme.unit(16), theme.unit(6))
        side = min(theme.unit(30), inner.height)
        if self.playing or self.rules is None:
            symbol, tone = (Symbol.WARNING, Tone.WARN) if self.rules is None else (Symbol.CHECK, Tone.ACCENT)
            painter.icon(symbol, inner.take_right(side, theme.unit(10)), tone)
        tone = Tone.MUTED if self.rules is None else Tone.INK
        title = inner.take_top(inner.height // 2)
        size = Size.BODY if theme.width(self.label, bold=True) <= title.width else Size.SMALL
        painter.text(self.label, title, size=size, bold=True, tone=tone)
        if self.rules is None:
            painter.small(tr("cannot be played"), inner)
            return
        for gesture in self.rules.moves:
            painter.icon(
                gesture, inner.take_left(min(inner.height, theme.unit(34)), theme.unit(6)), Tone.MUTED
            )


class RulesScreen(Screen):
    """The list of rule sets; beside it the moves of the chosen one in a circle."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._list: ScrollList[RulesRow] = ScrollList()
        self._row: RulesRow | None = None
        self._wheel = self._words = Box()
        self._asks = False  # whether to delete the chosen one
        self._files: object = None  # those that are shown
        context.read_rules()
        self._show_rows()

    def _show_rows(self) -> None:
        context = self.context
        self._files = context.rule_files
        known: list[tuple[RuleSet | None, RuleFile | None]] = [(rules, None) for rules in SHIPPED]
        known += [(file.rules, file) for file in context.rule_files]
        playing = context.new_rules
        self._list.rows = [
            RulesRow(rules, file, playing=rules is playing, press=self._press_row) for rules, file in known
        ]
        before = self._row
        same = None if before is None else next((row for row in self._list.rows if _same(row, before)), None)
        self._asks = self._asks and same is not None
        rows = {row.rules.id: row for row in self._list.rows if row.rules is not None}
        if context.shown_rules in rows:  # EDITOR has ended: nothing was asked
            same, context.shown_rules = rows[context.shown_rules], ""
        self._choose(same or rows.get(playing.id) or rows[CLASSIC.id], focus=not self._asks)

    def _choose(self, row: RulesRow, *, focus: bool = False) -> None:
        for each in self._list.rows:
            each.chosen = each is row
        self._row = row
        in_list = focus or isinstance(self.focus.focused, RulesRow)
        self.focus.show([*self._list.rows, *self._buttons(row)], row if in_list else None)
        self.request_layout()

    def _buttons(self, row: RulesRow) -> list[Button]:
        if self._asks:
            return [
                Button(tr("Delete"), self._delete, symbol=Symbol.REMOVE),
                Button(tr("Keep"), partial(self._ask, asks=False), symbol=Symbol.BACK, primary=True),
            ]
        sound = row.rules is not None
        return [
            Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK),
            Button(
                tr("Delete"),
                partial(self._ask, asks=True),
                symbol=Symbol.REMOVE,
                enabled=row.file is not None,
            ),
            Button(
                tr("Copy and change") if sound and row.own is None else tr("Change"),
                self._edit,
                symbol=Symbol.RENAME,
                enabled=sound,
            ),
            Button(tr("Play by these"), self._play, symbol=Symbol.PLAY, primary=True, enabled=sound),
        ]

    def _press_row(self, row: RulesRow) -> Outcome | None:
        self._choose(row, focus=True)
        return None if row.rules is None else self._play()

    def _play(self) -> Outcome | None:
        if self._row is None or self._row.rules is None:
            return None
        if self._row.rules is not self.context.new_rules or self._row.rules is not self.context.rules:
            self.context.choose_rules(self._row.rules)
        return Outcome.BACK

    def _edit(self) -> Outcome | None:
        row = self._row
        if row is None or row.rules is None:
            return None
        own, self.context.shown_rules = row.own, row.rules.id
        self.context.draft = copied(row.rules) if own is None else RulesDraft.of(row.rules)
        self.context.draft_file = None if own is None else own.path
        return Outcome.EDIT

    def _ask(self, *, asks: bool) -> None:
        self._asks = asks
        if self._row is not None:
            self.focus.focused = None
            self._choose(self._row, focus=not asks)

    def _delete(self) -> None:
        row = self._row
        self._ask(asks=False)
        if row is not None and row.file is not None:
            done = partial(self._deleted, row.rules)
            self.context.files.run(partial(delete_rules, row.file.path), done, self._refused)

    def _deleted(self, rules: RuleSet | None, _: None) -> None:
        session = self.context.session
        plays = session.head is not None and not session.is_starter  # a player keeps the rules
        if rules is not None and rules.id == self.context.settings.rules and not plays:
            self.context.choose_rules(CLASSIC)
        self.context.read_rules()

    def _refused(self, error: GameError) -> None:
        self.context.show_message(" ".join(tr_error(error)))

    def keys(self) -> list[Binding]:
        if self._asks:
            return [Binding(ESC, tr("back"), partial(self._ask, asks=False))]
        keys = []
        focused, rows = self.focus.focused, self._list.rows
        if isinstance(focused, RulesRow):
            steps = [partial(self._step, by) for by in (-1, 1)]
            keys.append(Binding(UP_DOWN, tr("go through the rules"), *steps))
            to_buttons = partial(self._go, self.focus.usable[len(rows)])
            keys.append(
                Binding(RIGHT_OR_NEXT, tr("do something with the chosen one"), to_buttons, to_buttons)
            )
            if focused.file is not None:
                keys.append(Binding(DELETE, tr("delete the chosen rules"), partial(self._ask, asks=True)))
        elif focused is self.focus.usable[len(rows)] or focused is None:
            to_list = partial(self._go, self._row or rows[0])
            keys.append(Binding(LEFT_OR_PREVIOUS, tr("back to the rules"), to_list, to_list))
        return keys

    def _step(self, by: int) -> None:
        if self._row is not None:
            rows = self._list.rows
            self._choose(rows[(rows.index(self._row) + by) % len(rows)], focus=True)

    def _go(self, button: Button) -> None:
        self.focus.focused = button

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - nothing moves
        """Show the files as they have been read, and the focused row."""
        if self._files is not self.context.rule_files:
            self._show_rows()
        focused = self.focus.focused
        if isinstance(focused, RulesRow):
            if focused is not self._row and not self._asks:
                self._choose(focused)
            self._list.scroll_to(self.theme, focused)
        return None

    def place(self, area: Box) -> None:
        """Lay out the buttons at the bottom, the list at the left or at the top, the circle in the rest."""
        theme, gap = self.theme, self.theme.unit(GAP)
        area.take_top(theme.line(Size.TITLE), gap)
        place_rows([b for b in self.focus.buttons if not isinstance(b, RulesRow)], area, theme, gap)
        if area.height > area.width:
            rows = area.take_top(area.height * 2 // 5, gap)
        else:
            rows = area.take_left(round(area.width * LIST_SHARE), theme.unit(36))
        height = max(theme.unit(ROW_HEIGHT), theme.line() + theme.unit(44))
        self._list.place(theme, rows, height, theme.unit(8))
        self._words = area.take_bottom(min(theme.line(Size.SMALL, 4), area.height // 3), gap // 2)
        self._wheel = area

    def paint(self, painter: Painter) -> None:
        self.heading(painter, tr("Rules"))
        self._list.draw(painter)
        row = self._row
        if row is None:
            return
        tone, told = Tone.MUTED, ""
        if row.rules is not None:
            draw_rules(painter, self._wheel, row.rules)
            told = _told(self.theme, row.rules, self._words)
        elif row.file is not None and row.file.error is not None:
            words = "\n".join(tr_error(row.file.error))
            painter.text(words, self._wheel, tone=Tone.WARN, wrap=True, align=Align.CENTER)
        if self._asks:
            tone = Tone.WARN
            told = tr("Delete these rules? The file is removed, and players who play by them keep them.")
        painter.text(told, self._words, size=Size.SMALL, tone=tone, align=Align.CENTER, wrap=True, top=True)


def _same(row: RulesRow, before: RulesRow) -> bool:
    """Return True if both rows are of the same file, or of the same rules that ship."""
    return row.path == before.path and (row.path is not None or row.rules is before.rules)


def draw_rules(painter: Painter, box: Box, rules: RuleSet) -> None:
    """Draw the moves of a rule set in a circle, and arrows from winners to losers."""
    count, square = len(rules.moves), box.centred(min(box.size))
    if square.width <= 0:
        return
    arrows = [(int(winner), int(loser)) for winner, loser in rules.verbs]
    painter.surface.blit(wheel_picture(painter.theme, square.width, count, arrows), square)
    for gesture, disc in zip(rules.moves, node_boxes(square, count), strict=True):
        painter.circle(disc.center, disc.width / 2, Tone.CARD)
        painter.icon(gesture, disc.inset(disc.width // 6))


def _told(theme: Theme, rules: RuleSet, box: Box) -> str:
    """Return what beats what, if it fits into a box of small text; else how much."""
    every = "  \N{MIDDLE DOT}  ".join(beat_sentence(winner, loser) for winner, loser in rules.verbs)
    lines = len(theme.lines(every, box.width, Size.SMALL))
    return every if theme.line(Size.SMALL, lines) <= box.height else shape_sentence(len(rules.moves))
