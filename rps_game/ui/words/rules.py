"""The words of rule sets."""

from rps_game.game.draft import RulesDraft
from rps_game.game.gestures import RuleSet
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import ntr, tr, tr_marked


def rules_title(rules: RuleSet) -> str:
    """Name a rule set; those that ship in the player's language."""
    return tr_marked(rules.title) if rules.ships else rules.title


def shape_sentence(count: int) -> str:
    """Say how many moves there are, and how many each of them beats."""
    return ntr(
        "{n} move: each beats {half} and loses to {half}.",
        "{n} moves: each beats {half} and loses to {half}.",
        count,
        half=count // 2,
    )


def beats_word() -> str:
    """Return what a move does to another as long as nobody has said it better."""
    return tr("beats")


def copied(rules: RuleSet) -> RulesDraft:
    """Return a draft of the same rules under another name, in the player's language."""
    draft = RulesDraft.of(rules)
    draft.id, draft.title = "", tr("My rules")
    if rules.ships:
        for move, gesture in zip(draft.moves, rules.moves, strict=True):
            move.title = gesture_word(gesture)
        if beats_word() != "beats":  # the verbs are English
            draft.verbs = dict.fromkeys(draft.verbs, beats_word())
    return draft
