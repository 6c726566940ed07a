"""EDITOR: write rules: the moves in a circle, and beside it what the chosen one is called and beats."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pygame

from rps_game.calibration.outline import hand_outline
from rps_game.errors import GameError
from rps_game.flow import Outcome
from rps_game.game.draft import COUNTS, DraftMove, RulesDraft, new_id
from rps_game.game.gestures import MOST_IN_A_LINE, MOST_LETTERS, Gesture, RuleSet, RulesRefused
from rps_game.rules_store import playable_rules, save_rules
from rps_game.ui.bindings import ENTER, ESC, LEFT_RIGHT, TAB, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.icons import MOVE_ICONS
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.rules.rows import Icon, IconChoice, IconRow, MoveNode, PairRow, TextRow, icon_of
from rps_game.ui.screens.rules.wheel import node_boxes, wheel_picture
from rps_game.ui.widgets.choices import PartsRow, row_height
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, place_rows
from rps_game.ui.widgets.scroll import ScrollList
from rps_game.ui.words.i18n import tr, tr_error, tr_sentence
from rps_game.ui.words.rules import beats_word, copied, shape_sentence

ICONS: Final[Sequence[str]] = (*(name for name in MOVE_ICONS if name != "none"), *"123456789")
"""That a move can have, beside the outlines of the player's hands."""

WHEEL_SHARE: Final = 0.46
"""Of the width of a wide window, or of the height of an upright one."""


class Editor(Screen):
    """Writes `Context.draft`, and says at once what is not fair about it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        if context.draft is None:
            context.draft, context.draft_file = copied(context.new_rules), None
        self._draft: RulesDraft = context.draft
        self._saved = _content(self._draft)  # what is in the file, or was copied
        self._new = context.draft_file is None
        self._rules: RuleSet | None = None  # the draft's, if it is fair
        self._fault = ""  # what to change, in the player's language
        self._asks = self._picks = False  # whether to keep what was changed; for an icon
        self._writing = self._ends = False  # whether the file is being written, or has been
        self._outlines: dict[Gesture, Icon] = {}
        self._title = TextRow(tr("Rules"), lambda: self._draft.title, self._set_title, MOST_IN_A_LINE)
        self._count = PartsRow(
            tr("Moves"), [(str(n), n) for n in COUNTS], len(self._draft.moves), self._resize
        )
        self._back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        self._mend = Button(tr("Make it fair"), self._balance, symbol=Symbol.EQUAL)
        self._save = Button(tr("Save"), self._write, symbol=Symbol.SAVE, primary=True)
        self._pairs: ScrollList[PairRow] = ScrollList()
        self._wheel = self._words = self._card = self._told = Box()
        self._asked_at: Button | None = None  # the focus before the question
        self._dragged: MoveNode | None = None
        self._mouse = (0, 0)
        self._chosen = self._draft.moves[0]
        self._show_moves()

    # What is shown

    def _show_moves(self) -> None:
        """Make the discs, and the rows of the chosen move."""
        if self._chosen not in self._draft.moves:
            self._chosen = self._draft.moves[0]
        self._nodes = [MoveNode(move, self._press_node) for move in self._draft.moves]
        self._show_rows()
        self.focus.focused = self._node

    @property
    def _node(self) -> MoveNode:
        return next(node for node in self._nodes if node.move is self._chosen)

    def _show_rows(self) -> None:
        chosen = self._chosen
        self._name = TextRow(tr("Move"), lambda: chosen.title, partial(self._set_name, chosen), MOST_LETTERS)
        self._icon = IconRow(tr("Icon"), chosen, self._pick)
        others = [move for move in self._draft.moves if move is not chosen]
        self._pairs.rows = [PairRow(self._draft, chosen, other, self._check) for other in others]
        self._show()

    def _show(self) -> None:
        """Show the buttons of what is asked now."""
        focus = self.focus.focused
        if self._asks:
            buttons: list[Button] = [
                Button(tr("Go on"), partial(self._ask, asks=False), symbol=Symbol.BACK),
                Button(tr("Throw away"), Outcome.BACK, symbol=Symbol.REMOVE),
                self._save,
            ]
        elif self._picks:
            choices = [self._choice(icon) for icon in [*self._outlines.values(), *ICONS]]
            wanted = focus.icon if isinstance(focus, IconChoice) else icon_of(self._chosen)
            focus = next((choice for choice in choices if choice.icon == wanted), choices[0])
            buttons = [*choices]
            buttons.append(Button(tr("Back"), self._end_picking, symbol=Symbol.BACK))
        else:
            buttons = [self._title, self._count, *self._nodes, self._name, self._icon, *self._pairs.rows]
            buttons += [self._back, self._mend, self._save]
        self.focus.show(buttons, focus if focus in buttons else None)
        self._check()
        self.request_layout()

    def _choice(self, icon: Icon) -> IconChoice:
        return IconChoice(icon, partial(self._take_icon, icon), chosen=icon == icon_of(self._chosen))

    def _check(self) -> None:
        """See what is not fair, or not allowed."""
        try:
            self._rules, self._fault = self._draft.build(), ""
        except RulesRefused as refused:
            self._rules, self._fault = None, tr_sentence(refused.sentence)
        unfair = self._draft.unfair
        for node in self._nodes:
            node.unfair, node.chosen = node.move in unfair, node.move is self._chosen
        self._mend.enabled, self._save.enabled = bool(unfair), self._rules is not None

    # What the player does

    def _press_node(self, node: MoveNode) -> None:
        if node.move is self._chosen and self.focus.focused is node:
            self.focus.focused = self._name
        self._choose(node.move)

    def _choose(self, move: DraftMove) -> None:
        if move is not self._chosen:
            self._chosen = move
            self._show_rows()

    def _step(self, by: int) -> None:
        moves = self._draft.moves
        self._choose(moves[(moves.index(self._chosen) + by) % len(moves)])
        self.focus.focused = self._node

    def _turn(self, row: PairRow) -> None:
        """Turn the arrow between two moves round."""
        winner, loser = row.pair
        self._draft.let_beat(loser.id, winner.id, beats_word())
        self._check()

    def _set_title(self, title: str) -> None:
        self._draft.title = title
        self._check()

    def _set_name(self, move: DraftMove, title: str) -> None:
        move.title = title
        self._check()

    def _resize(self, count: int) -> None:
        self._draft.resize(count, tr("Move {n}"), beats_word())
        self._show_moves()
        self.focus.focused = self._count

    def _balance(self) -> None:
        self._draft.balance(beats_word())
        self.focus.focused = self._save
        self._check()

    def _pick(self) -> None:
        """Show all icons; the outlines of hands that were recorded come as they are found."""
        self._picks = True
        samples = self.context.session.all_samples()
        squares = {
            gesture: [sample.square for sample in of_class if sample.square is not None]
            for gesture, of_class in samples.items()
        }
        empty = next((each for gesture, each in squares.items() if gesture.is_none), [])
        for gesture, of_class in squares.items():
            if not gesture.is_none and gesture not in self._outlines and of_class and empty:
                find = partial(hand_outline, of_class, empty)
                self.context.files.run(find, partial(self._add_outline, gesture))
        self._show()

    def _add_outline(self, gesture: Gesture, outline: Icon | None) -> None:
        if outline:
            self._outlines[gesture] = outline
            if self._picks:
                self._show()

    def _take_icon(self, icon: Icon) -> None:
        if isinstance(icon, str):
            self._chosen.icon, self._chosen.outline = icon, ()
        else:
            self._chosen.outline = icon
        self._end_picking()

    def _end_picking(self) -> None:
        self._picks = False
        self._show()
        self.focus.focused = self._icon

    def _leave(self) -> Outcome | None:
        if _content(self._draft) == self._saved:
            return Outcome.BACK
        self._ask(asks=True)
        return None

    def _ask(self, *, asks: bool) -> None:
        self._asks = asks
        self._asked_at, self.focus.focused = self.focus.focused, self._asked_at
        self._show()

    def _write(self) -> None:
        """Have the rules written; the screen ends when they are."""
        context, draft = self.context, self._draft
        if self._writing:
            return
        self._writing = True
        draft.name_new_moves()
        if not draft.id:
            files = {file.path.stem.casefold() for file in context.rule_files}  # refused ones among them
            draft.id = new_id(draft.title, files | set(playable_rules(context.rule_files)))
        rules = draft.build()
        job = partial(save_rules, rules, context.rules_folder, replaces=context.draft_file)
        context.files.run(job, lambda _: self._written(rules), self._refuse)

    def _written(self, rules: RuleSet) -> None:
        self.context.shown_rules = rules.id
        self.context.read_rules()
        self._ends = True

    def _refuse(self, error: GameError) -> None:
        self._writing = False
        if self._new:
            self._draft.id = ""
        self.context.show_message(" ".join(tr_error(error)))

    # Events

    @property
    def _writes(self) -> TextRow | None:
        """The row that is written."""
        rows = (row for row in self.focus.buttons if isinstance(row, TextRow) and row.writing)
        return next(rows, None)

    @property
    def typing(self) -> bool:  # type: ignore[override]
        """While a row is written."""
        return self._writes is not None

    @property
    def composing(self) -> bool:  # type: ignore[override]
        """While an input method composes a part of it."""
        return self._writes is not None and self._writes.composing

    def keys(self) -> list[Binding]:
        focused, row = self.focus.focused, self._writes
        if row is not None:
            ways = [partial(self._go_on, row, by) for by in (-1, 1)]
            return [
                Binding(ENTER, tr("done"), row.end),
                Binding(ESC, tr("undo"), partial(row.end, undo=True)),
                Binding(TAB, tr("go to the next row"), *ways),
            ]
        if self._asks:
            return [Binding(ESC, tr("back"), partial(self._ask, asks=False))]
        if self._picks:
            return [Binding(ESC, tr("back"), self._end_picking)]
        keys = []
        if isinstance(focused, MoveNode):
            steps = [partial(self._step, by) for by in (-1, 1)]
            keys.append(Binding(LEFT_RIGHT, tr("choose a move"), *steps))
        elif isinstance(focused, PairRow):
            turn = partial(self._turn, focused)
            keys.append(Binding(LEFT_RIGHT, tr("turn round who wins"), turn, turn))
        elif focused is self._count:
            steps = [partial(self._count.step, by) for by in (-1, 1)]
            keys.append(Binding(LEFT_RIGHT, tr("choose"), *steps))
        if focused in self._column:
            ways = [partial(self._go_on, focused, by) for by in (-1, 1)]
            keys.append(Binding(UP_DOWN, tr("go to the next row"), *ways))
        return [*keys, Binding(ESC, tr("back"), self._leave)]

    @property
    def _column(self) -> list[Button]:
        rows = [self._title, self._count, self._node, self._name, self._icon, *self._pairs.rows]
        return [*rows, next(button for button in (self._save, self._mend, self._back) if button.enabled)]

    def _go_on(self, button: Button, by: int) -> None:
        column = self._column
        if isinstance(button, TextRow):
            button.end()
        self.focus.focused = column[(column.index(button) + by) % len(column)]

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Take what is written; scroll the rows; draw an arrow from one disc to another."""
        row = self._writes
        if row is not None and row.take(event):
            return None
        if event.type == pygame.MOUSEWHEEL:
            self._pairs.scroll(self.theme, -event.y)
            if isinstance(self.focus.focused, PairRow):
                self.focus.focused = self._pairs.visible_near(self.focus.focused)
        elif event.type == pygame.MOUSEMOTION:
            self._mouse = event.pos
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._dragged = self._under(event.pos)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            winner, loser, self._dragged = self._dragged, self._under(event.pos), None
            if winner is not None and loser is not None and winner is not loser:
                self._draft.let_beat(winner.move.id, loser.move.id, beats_word())
                self._choose(winner.move)
                self._check()
        return None

    def _under(self, place: tuple[int, int]) -> MoveNode | None:
        if self._asks or self._picks:
            return None
        return next((node for node in self._nodes if node.rect.collidepoint(place)), None)

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """End when the rules have been written, and the writing of a row that has lost the focus."""
        if self._ends:
            return Outcome.BACK
        row, focused = self._writes, self.focus.focused
        if row is not None and row is not focused:
            row.end()
        if isinstance(focused, PairRow):
            self._pairs.scroll_to(self.theme, focused)
        return None

    # Drawing

    def place(self, area: Box) -> None:
        """Lay out the circle at the left or at the top, the rows beside it, the buttons below."""
        theme, gap = self.theme, self.theme.unit(GAP)
        upright = area.height > area.width
        if self._asks:
            height = theme.line(Size.TITLE) + theme.line(Size.BODY, 3) + 2 * button_height(theme)
            self._card = area.centred(min(theme.unit(760), area.width), height + theme.unit(90))
            self._told = self._card.inset(theme.unit(28))
            place_rows(self.focus.buttons, self._told, theme, theme.unit(GAP))
            return
        if self._picks:
            self._place_choices(area, gap)
            return
        place_rows([self._back, self._mend, self._save], area, theme, gap)
        if upright:
            left = area.take_top(min(area.width, round(area.height * WHEEL_SHARE)), gap)
        else:
            left = area.take_left(min(round(area.width * WHEEL_SHARE), area.height), gap * 2)
        self._words = left.take_bottom(theme.line(Size.BODY, 2), gap // 2)
        self._wheel = left
        for node, box in zip(self._nodes, node_boxes(self._wheel, len(self._nodes)), strict=True):
            node.rect = box
        height, between = row_height(theme), theme.unit(6)
        for row in (self._title, self._count):
            row.rect = area.take_top(height, between)
        self._count.fit(theme)
        area.take_top(between)
        for button in (self._name, self._icon):
            button.rect = area.take_top(height, between)
        rows = len(self._pairs.rows)
        least = max(theme.line() + theme.unit(6), 1)
        fitting = (area.height - between * (rows - 1)) // rows
        self._pairs.place(theme, area, max(min(height, fitting), least), between)

    def _place_choices(self, area: Box, gap: int) -> None:
        theme = self.theme
        *choices, back = self.focus.buttons
        self.place_buttons(area, [back], gap)
        area.take_top(theme.line(Size.TITLE), gap)
        columns = max(range(1, len(choices) + 1), key=lambda count: _side(area, len(choices), count))
        side = _side(area, len(choices), columns)
        for number, choice in enumerate(choices):
            row, column = divmod(number, columns)
            choice.rect = Box(area.left + column * side, area.top + row * side, side, side).inset(
                max(side // 16, 1)
            )

    def draw(self, painter: Painter) -> None:
        """Draw everything; a row that is written has a cursor that blinks."""
        super().draw(painter)
        row = self._writes
        if row is not None and row.visible:
            row.draw(painter, focused=row is self.focus.focused, now=self.context.now)

    def paint(self, painter: Painter) -> None:
        if self._asks:
            self._paint_question(painter)
            return
        if self._picks:
            self.heading(painter, tr("An icon for {name}", name=self._chosen.title))
            return
        moves = [move.id for move in self._draft.moves]
        arrows = [(moves.index(winner), moves.index(loser)) for winner, loser in self._draft.verbs]
        square = self._wheel.centred(min(self._wheel.size))
        chosen = moves.index(self._chosen.id)
        painter.surface.blit(wheel_picture(self.theme, square.width, len(moves), arrows, chosen), square)
        if self._dragged is not None and self._under(self._mouse) is not self._dragged:
            width = max(self.theme.unit(5), 2)
            painter.line(self._dragged.rect.center, self._mouse, Tone.ACCENT, width)
        self._pairs.draw(painter)
        words = self._fault or tr("Fair: {shape}", shape=shape_sentence(len(moves)))
        painter.text(words, self._words, tone=Tone.WARN if self._fault else Tone.GOOD, wrap=True)

    def _paint_question(self, painter: Painter) -> None:
        theme = self.theme
        painter.card(self._card, border=Tone.LINE)
        inner = self._told.copy()
        painter.title(
            tr("Keep what you have changed?"), inner.take_top(theme.line(Size.TITLE), theme.unit(8))
        )
        painter.text(
            self._fault or tr("The rules are fair and can be saved."),
            inner,
            tone=Tone.WARN if self._fault else Tone.MUTED,
            wrap=True,
            top=True,
        )


def _side(area: Box, count: int, columns: int) -> int:
    # Of so many squares in so many columns, as large as they fit.
    return min(area.width // columns, area.height // -(-count // columns))


def _content(draft: RulesDraft) -> object:
    # What tells whether something has changed.
    moves = [(move.id, move.title, icon_of(move)) for move in draft.moves]
    return draft.title, moves, sorted(draft.verbs.items())
