"""The words of throws and matches."""

from rps_game.game.gestures import GESTURES, Gesture, RoundResult
from rps_game.game.match import Match, Round, Rules, Side
from rps_game.game.voting import Verdict, VoteReason
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import ntr, tr


def throw_again_sentence(
    verdict: Verdict, frames: int, *, drawn: bool = False, slow_camera: bool = False
) -> str:
    """Say why a throw does not count.

    Args:
        verdict: of its window.
        frames: were in its window.
        drawn: whether the hand is drawn, and posed by keys.
        slow_camera: whether it gives too few frames for any throw.
    """
    match verdict.reason:
        case VoteReason.NO_HAND:
            return (
                tr("I saw no hand. Press R, P or S.")
                if drawn
                else tr("I saw no hand. Hold it in the bright square.")
            )
        case VoteReason.DOUBTFUL:
            return {
                Gesture.ROCK: tr("Was that rock? Show it once more."),
                Gesture.PAPER: tr("Was that paper? Show it once more."),
                Gesture.SCISSORS: tr("Were those scissors? Show them once more."),
            }[verdict.contenders[0]]
        case VoteReason.TOO_FEW if not slow_camera:
            return ntr(
                "Only {n} picture came in time: the computer was busy.",
                "Only {n} pictures came in time: the computer was busy.",
                frames,
            )
        case VoteReason.TOO_FEW:
            return ntr(
                "The camera gave only {n} picture in time: more light helps.",
                "The camera gave only {n} pictures in time: more light helps.",
                frames,
            )
        case _:
            one, other = (gesture_word(g) for g in GESTURES if g in verdict.contenders)
            return tr("{one} or {other}? Hold one of them still.", one=one, other=other.casefold())


def return_sentence(*, drawn: bool) -> str:
    """Say how a match goes on that nobody has shown a hand in; `drawn`: by keys that pose it."""
    if drawn:
        return tr("Press R, P or S to go on.")
    return tr("Show your hand to go on.")


def go_on_hint(*, held: bool) -> str:
    """Say which keys end the look at a round, and which prolong it; `held`: it is prolonged already."""
    return tr("Enter: next throw") if held else tr("Enter: next throw\nDown: look longer")


def result_word(result: RoundResult) -> str:
    """Say how a round ended."""
    return {
        RoundResult.WIN: tr("You win"),
        RoundResult.LOSE: tr("You lose"),
        RoundResult.DRAW: tr("Draw"),
    }[result]


def round_sentence(played: Round) -> str:
    """Say why a round ended so."""
    if played.result is RoundResult.DRAW:
        return tr("You both threw the same")
    return {
        Gesture.ROCK: tr("Rock blunts scissors"),
        Gesture.PAPER: tr("Paper wraps rock"),
        Gesture.SCISSORS: tr("Scissors cut paper"),
    }[played.player if played.result is RoundResult.WIN else played.computer]


def rules_word(rules: Rules) -> str:
    """Name the length of a match by the wins that it takes."""
    return tr("endless") if rules.wins_needed is None else tr("first to {n}", n=rules.wins_needed)


def match_word(match: Match, opponent: str) -> str:
    """Say how a match against an opponent of this name ended, or stands."""
    if match.winner is Side.PLAYER:
        return tr("You won the match!")
    if match.winner is Side.COMPUTER:
        return tr("{name} wins the match", name=opponent)
    return {
        Side.PLAYER: tr("You are ahead"),
        Side.COMPUTER: tr("{name} is ahead", name=opponent),
        None: tr("You are level"),
    }[match.leader]
