"""RULES and EDITOR through the real loop: choose rules, write them, and what is refused meanwhile."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from pathlib import Path

import pygame
import pytest
from profiles import make_profile
from stage import Keyboard, Mouse, Stage
from workbench import MADE_BY, features_of, fill, label_head, report

from rps_game.camera.observation import Sample
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Phase
from rps_game.game.gestures import CLASSIC, LIZARD_SPOCK, Gesture, Move, RuleSet
from rps_game.game.rules import text_of
from rps_game.rules_store import read_rules, rule_files, save_rules
from rps_game.ui.screens.rules.editor import Editor
from rps_game.ui.screens.rules.rows import IconChoice, MoveNode, PairRow
from rps_game.ui.screens.rules.screen import RulesScreen

ENTER, ESC, UP, DOWN, LEFT, RIGHT, DELETE = (
    *(pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_UP, pygame.K_DOWN),
    *(pygame.K_LEFT, pygame.K_RIGHT, pygame.K_DELETE),
)  # fmt: skip
SIZE = (1280, 720)

OWN = RuleSet.of(
    "own",
    "Own",
    [Move(name, name.title(), name) for name in ("fire", "tree", "water")],
    {("fire", "tree"): "burns", ("tree", "water"): "drinks", ("water", "fire"): "quenches"},
)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path, SIZE)
    stage.run(0.2)
    return stage


def written(stage: Stage) -> list[RuleSet | None]:
    """The rule sets of the files in the player's folder."""
    return [file.rules for file in rule_files(stage.context.rules_folder)]


def editor(stage: Stage) -> Editor:
    assert isinstance(stage.app.screen, Editor)
    return stage.app.screen


def nodes(stage: Stage) -> dict[str, MoveNode]:
    return {button.move.id: button for button in editor(stage).focus.buttons if isinstance(button, MoveNode)}


def shown(stage: Stage) -> str:
    stage.step()
    return "\n".join(stage.texts())


def open_editor(stage: Stage, downs: int = 1) -> None:
    """Open the editor on a copy of a rule set, by keys: of lizard and Spock."""
    stage.app.go_to(Phase.RULES)
    stage.step()
    stage.press(*[DOWN] * downs)
    Keyboard(stage).press("Copy and change" if downs < 2 else "Change")
    assert stage.phase is Phase.EDITOR


def test_rules_are_chosen_from_the_title_by_keys(stage: Stage) -> None:
    keyboard = Keyboard(stage)
    keyboard.press("Rules")
    assert stage.phase is Phase.RULES
    stage.press(DOWN)
    assert "Rock, paper, scissors, lizard, Spock" in stage.texts()
    stage.press(ENTER)
    assert stage.phase is Phase.TITLE
    assert stage.context.rules is stage.context.new_rules is LIZARD_SPOCK
    keyboard.press("New player")
    stage.run(0.5)
    assert stage.phase is Phase.CALIBRATE
    assert stage.context.session.recording_rules is LIZARD_SPOCK
    assert stage.context.posed_rules is LIZARD_SPOCK


def test_whoever_looks_only_keeps_the_rules_and_the_player(stage: Stage) -> None:
    fill(stage.context.session)
    stage.context.session.use_trained_head(
        label_head(), report([[9, 0, 0], [0, 9, 0], [0, 0, 9]], 1.0), "", MADE_BY
    )
    stage.app.go_to(Phase.RULES)
    stage.step()
    stage.press(DOWN, UP, ENTER)
    assert stage.phase is Phase.TITLE
    assert stage.context.session.head is not None
    stage.app.go_to(Phase.RULES)
    stage.press(DOWN, ESC)
    assert stage.context.rules is CLASSIC


def test_what_is_unfair_is_said_at_once_and_mended_by_a_button(stage: Stage) -> None:
    open_editor(stage)
    assert "Fair: 5 moves: each beats 2 and loses to 2." in shown(stage)
    stage.press(*[DOWN] * 3, RIGHT)  # rock against paper
    assert "“Rock” beats 3 and loses to 1: let every move beat 2." in shown(stage)
    assert "Rock beats Paper" in shown(stage)
    assert {id for id, node in nodes(stage).items() if node.unfair} == {"rock", "paper"}
    assert not next(b for b in editor(stage).focus.buttons if b.label == "Save").enabled
    Keyboard(stage).press("Make it fair")
    assert "Fair: 5 moves" in shown(stage)
    assert not any(node.unfair for node in nodes(stage).values())


def test_rules_are_written_by_keys_and_shown_and_played_by(stage: Stage) -> None:
    keyboard = Keyboard(stage)
    open_editor(stage)
    stage.press(UP, UP)  # the title
    stage.press(ENTER)
    stage.type("Пять рук")
    stage.press(ENTER)
    stage.press(*[DOWN] * 2, RIGHT, RIGHT)  # scissors
    assert editor(stage).focus.focused is nodes(stage)["scissors"]
    stage.press(DOWN, ENTER)
    stage.type("Knife")
    stage.press(DOWN)  # no key of the field: it is a text that is written
    stage.press(ENTER, *[DOWN] * 3, ENTER)
    assert stage.app.screen.typing
    stage.type("slices")
    stage.press(ENTER)
    keyboard.press("Save")
    stage.run(0.2)
    assert stage.phase is Phase.RULES
    (own,) = written(stage)
    assert own is not None
    assert (own.id, own.title) == ("rules", "Пять рук")
    assert own["scissors"].title == "Knife"
    assert own.verbs[own["scissors"], own["paper"]] == "slices"
    stage.press(ENTER)
    assert stage.phase is Phase.TITLE
    assert stage.context.rules is own


def test_an_arrow_is_drawn_by_the_mouse(stage: Stage) -> None:
    open_editor(stage)
    mouse = Mouse(stage)
    stage.step()
    mouse.click(nodes(stage)["lizard"].rect.center)
    rows = [b for b in editor(stage).focus.buttons if isinstance(b, PairRow)]
    assert {row.chosen.id for row in rows} == {"lizard"}
    start, end = nodes(stage)["lizard"].rect.center, nodes(stage)["rock"].rect.center
    stage.step(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=start, button=1))
    stage.step(pygame.event.Event(pygame.MOUSEMOTION, pos=end, rel=(1, 1), buttons=(1, 0, 0)))
    stage.step(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=end, button=1))
    assert "Lizard beats Rock" in shown(stage)
    assert "“Rock” beats 1 and loses to 3" in shown(stage)
    mouse.press("Make it fair")
    mouse.press("Save")
    stage.run(0.2)
    assert len(written(stage)) == 1


def test_moves_are_added_with_ids_of_their_own_and_taken_away(stage: Stage) -> None:
    open_editor(stage, downs=0)
    stage.press(UP, RIGHT)  # five
    assert len(nodes(stage)) == 5
    assert "Fair: 5 moves" in shown(stage)
    stage.press(DOWN, LEFT, DOWN, ENTER)  # the last one
    stage.type("Well")
    stage.press(ENTER)
    Keyboard(stage).press("Save")
    stage.run(0.2)
    (own,) = written(stage)
    assert own is not None
    assert [move.id for move in own.moves] == ["rock", "paper", "scissors", "move-4", "well"]
    open_editor(stage, downs=2)
    stage.press(UP, LEFT)
    Keyboard(stage).press("Make it fair" if "Fair" not in shown(stage) else "Save")
    Keyboard(stage).press("Save")
    stage.run(0.2)
    assert [len(rules.moves) for rules in written(stage) if rules] == [3]


def test_an_icon_is_chosen_among_all_that_are_drawn(stage: Stage) -> None:
    open_editor(stage)
    Keyboard(stage).press("Icon")
    icons = [b for b in editor(stage).focus.buttons if isinstance(b, IconChoice)]
    assert {"rock", "dragon", "9"} <= {icon.label for icon in icons}
    assert "none" not in {icon.label for icon in icons}
    stage.press(ESC)
    assert stage.focused == "Icon"
    stage.press(ENTER)
    Keyboard(stage).press("dragon")
    assert stage.focused == "Icon"
    Keyboard(stage).press("Save")
    stage.run(0.2)
    (own,) = written(stage)
    assert own is not None
    assert (own.moves[0].id, own.moves[0].icon) == ("move-1", "dragon")  # no fist any more


def test_the_outline_of_the_hand_that_was_recorded_is_an_icon(stage: Stage) -> None:
    camera = HandSource(5, paced=False)
    for gesture in (Gesture.NONE, Gesture.PAPER):
        camera.show(gesture)
        frames = [camera.read() for _ in range(16)]
        stage.context.session.samples[gesture] = [
            Sample(i, to_square(frame), features_of(gesture))
            for i, frame in enumerate(frames[-3:])
            if frame is not None
        ]
    open_editor(stage)
    Keyboard(stage).press("Icon")
    stage.run(0.2)
    Keyboard(stage).press("your hand")
    Keyboard(stage).press("Save")
    stage.run(0.2)
    (own,) = written(stage)
    assert own is not None
    assert len(own["rock"].outline) > 20
    assert own["paper"].outline == ()


def test_changes_are_not_lost_by_a_key(stage: Stage) -> None:
    open_editor(stage)
    stage.press(ESC)
    assert stage.phase is Phase.RULES  # nothing was changed
    assert stage.focused == "Rock, paper, scissors, lizard, Spock"
    stage.app.go_to(Phase.TITLE)
    open_editor(stage)
    stage.press(*[DOWN] * 3, RIGHT, ESC)
    assert "Keep what you have changed?" in shown(stage)
    stage.press(ESC)
    assert stage.phase is Phase.EDITOR
    stage.press(ESC)
    Keyboard(stage).press("Throw away")
    assert stage.phase is Phase.RULES
    assert written(stage) == []


def test_a_text_that_is_undone_or_emptied_is_as_before(stage: Stage) -> None:
    open_editor(stage)
    stage.press(DOWN, ENTER)
    stage.type("Boulder")
    stage.press(ESC)
    assert nodes(stage)["rock"].move.title == "Rock"
    stage.press(ENTER, pygame.K_BACKSPACE)
    for _ in range(6):
        stage.press(pygame.K_BACKSPACE)
    assert "Write “" in shown(stage)
    stage.press(ENTER)
    assert nodes(stage)["rock"].move.title == "Rock"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "This is no JSON: mend line 1."),
        ("[]", "These are no rules of this game"),
        ("1" * 5_000, "These are no rules of this game"),
        (" " * 70_000, "The file is too large"),
    ],
)
def test_a_file_that_is_refused_says_why_and_can_be_deleted(stage: Stage, content: str, says: str) -> None:
    folder = stage.context.rules_folder
    folder.mkdir(parents=True)
    (folder / "mine.json").write_text(content)
    stage.app.go_to(Phase.RULES)
    stage.run(0.2)
    stage.press(UP)
    assert says in shown(stage).replace("\n", " ")
    stage.press(ENTER)
    assert stage.phase is Phase.RULES
    stage.press(DELETE, ESC, DELETE)
    assert "Delete these rules?" in shown(stage)
    Keyboard(stage).press("Delete")
    stage.run(0.2)
    assert not (folder / "mine.json").exists()
    assert "mine.json" not in shown(stage)


def ask_about_a_refused_file(stage: Stage, question: str = "Delete these rules?") -> Path:
    """Play by rules of a file, and be asked whether to delete one of two files that are refused."""
    folder = stage.context.rules_folder
    save_rules(OWN, folder)
    for name in ("broken", "wrong"):
        (folder / f"{name}.json").write_text("{")
    stage.context.read_rules()
    stage.run(0.2)
    stage.context.choose_rules(OWN)
    stage.app.go_to(Phase.RULES)
    stage.run(0.2)
    stage.press(DOWN, DELETE)
    assert question in shown(stage)
    return folder


def test_the_file_that_is_asked_about_is_deleted_and_no_other(stage: Stage) -> None:
    folder = ask_about_a_refused_file(stage)
    stage.context.read_rules()  # as after a deletion that took its time
    stage.run(0.2)
    assert "Delete these rules?" in shown(stage)
    Keyboard(stage).press("Delete")
    stage.run(0.2)
    assert sorted(path.name for path in folder.iterdir()) == ["broken.json", "own.json"]


def test_a_question_about_a_file_that_is_gone_is_gone(stage: Stage) -> None:
    folder = ask_about_a_refused_file(stage)
    (folder / "wrong.json").unlink()
    stage.context.read_rules()
    stage.run(0.2)
    assert "Delete these rules?" not in shown(stage)
    assert "Keep" not in stage.labels()
    assert sorted(path.name for path in folder.iterdir()) == ["broken.json", "own.json"]


def test_a_deletion_that_fails_says_why_and_asks_anew(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    stage.app.change_settings(language="ru")
    folder = ask_about_a_refused_file(stage, "Удалить эти правила?")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        Keyboard(stage).press("Удалить")
        stage.run(0.2)
    assert "не удаляются" in shown(stage).replace("\n", " ")
    assert "Оставить" not in stage.labels()
    assert (folder / "wrong.json").exists()


def test_a_refused_file_does_not_keep_its_name_from_new_rules(stage: Stage) -> None:
    folder = stage.context.rules_folder
    folder.mkdir(parents=True)
    (folder / "my-rules.json").write_text("{")
    stage.context.read_rules()
    stage.run(0.2)
    open_editor(stage)
    Keyboard(stage).press("Save")
    stage.run(0.2)
    assert stage.phase is Phase.RULES
    assert sorted(path.name for path in folder.iterdir()) == ["my-rules-2.json", "my-rules.json"]


def test_deleted_rules_are_played_by_no_longer(stage: Stage) -> None:
    open_editor(stage, downs=0)
    stage.press(UP, RIGHT)
    Keyboard(stage).press("Save")
    stage.run(0.2)
    stage.press(ENTER)
    assert len(stage.context.rules.moves) == 5
    stage.app.go_to(Phase.RULES)
    stage.run(0.2)
    stage.press(DELETE)
    Keyboard(stage).press("Delete")
    stage.run(0.2)
    assert written(stage) == []
    assert stage.context.rules is CLASSIC


def test_rules_that_cannot_be_written_stay_in_the_editor(stage: Stage) -> None:
    stage.context.rules_folder.parent.mkdir(parents=True, exist_ok=True)
    stage.context.rules_folder.write_text("in the way")
    open_editor(stage, downs=0)
    stage.press(UP, RIGHT)
    Keyboard(stage).press("Save")
    stage.run(0.2)
    assert stage.phase is Phase.EDITOR
    assert "cannot be written" in shown(stage).replace("\n", " ")
    stage.context.rules_folder.unlink()
    Keyboard(stage).press("Save")
    stage.run(0.2)
    assert len(written(stage)) == 1


def test_a_file_of_any_name_is_changed_in_its_place(stage: Stage) -> None:
    folder = stage.context.rules_folder
    save_rules(OWN, folder).rename(folder / "from-a-friend.json")
    stage.context.read_rules()
    stage.run(0.2)
    open_editor(stage, downs=2)
    stage.press(UP, RIGHT)
    Keyboard(stage).press("Save")
    stage.run(0.2)
    assert [path.name for path in folder.iterdir()] == ["from-a-friend.json"]
    assert len(read_rules(folder / "from-a-friend.json").moves) == 5
    assert isinstance(stage.app.screen, RulesScreen)


def test_a_copy_of_rules_that_ship_is_changed_under_another_id(stage: Stage) -> None:
    folder = stage.context.rules_folder
    folder.mkdir(parents=True)
    (folder / "copy.json").write_text(text_of(LIZARD_SPOCK), encoding="utf-8")
    stage.context.read_rules()
    stage.run(0.2)
    stage.app.go_to(Phase.RULES)
    stage.press(UP)
    Keyboard(stage).press("Copy and change")
    Keyboard(stage).press("Save")
    stage.run(0.2)
    assert stage.phase is Phase.RULES
    assert [rules.id for rules in written(stage) if rules] == ["lizard-spock", "my-rules"]


def test_a_player_keeps_rules_whose_file_is_deleted(stage: Stage) -> None:
    save_rules(OWN, stage.context.rules_folder)
    stage.context.read_rules()
    stage.run(0.2)
    stage.app.choose_rules(OWN)
    classes = OWN.classes
    profile = make_profile(fingerprint="0" * 64, head=label_head(classes), classes=classes, rules=OWN)
    stage.context.session.load(profile)
    stage.app.go_to(Phase.RULES)
    stage.run(0.2)
    stage.press(DELETE)
    Keyboard(stage).press("Delete")
    stage.run(0.2)
    assert written(stage) == []
    assert stage.context.rules is OWN
    assert stage.context.session.head is not None
    stage.press(ESC)
    assert stage.context.can_play
