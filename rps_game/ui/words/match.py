"""The words of throws and matches."""

from rps_game.game.gestures import CLASSIC, Gesture, RoundResult, RuleSet
from rps_game.game.match import Match, Round, Rules, Side
from rps_game.game.voting import Verdict, VoteReason
from rps_game.ui.words.calibration import gesture_word, word_id
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
            keys = {True: tr("I saw no hand. Press R, P or S."), False: tr("I saw no hand. Press its key.")}
            in_square = tr("I saw no hand. Hold it in the bright square.")
            return keys[verdict.rules is CLASSIC] if drawn else in_square
        case VoteReason.DOUBTFUL:
            return {
                "rock": tr("Was that rock? Show it once more."),
                "paper": tr("Was that paper? Show it once more."),
                "scissors": tr("Were those scissors? Show them once more."),
                "lizard": tr("Was that a lizard? Show it once more."),
                "spock": tr("Was that Spock? Show him once more."),
            }.get(word_id(verdict.contenders[0])) or tr(
                "Was that “{move}”? Show it once more.", move=gesture_word(verdict.contenders[0])
            )
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
            one, other = (gesture_word(gesture) for gesture in sorted(verdict.contenders))
            if verdict.rules is CLASSIC:
                other = other.casefold()
            return tr("{one} or {other}? Hold one of them still.", one=one, other=other)


def return_sentence(rules: RuleSet, *, drawn: bool) -> str:
    """Say how a match goes on that nobody has shown a hand in; `drawn`: by keys that pose it."""
    if drawn and rules is not CLASSIC:
        return tr("Pose the hand to go on.")
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
    winner, loser = played.player, played.computer
    if played.result is RoundResult.LOSE:
        winner, loser = loser, winner
    return beat_sentence(winner, loser)


def beat_sentence(winner: Gesture, loser: Gesture) -> str:
    """Say what a move does to one that it beats."""
    return {
        ("rock", "scissors"): tr("Rock blunts scissors"),
        ("paper", "rock"): tr("Paper wraps rock"),
        ("scissors", "paper"): tr("Scissors cut paper"),
        ("rock", "lizard"): tr("Rock crushes lizard"),
        ("lizard", "spock"): tr("Lizard poisons Spock"),
        ("spock", "scissors"): tr("Spock smashes scissors"),
        ("scissors", "lizard"): tr("Scissors decapitate lizard"),
        ("lizard", "paper"): tr("Lizard eats paper"),
        ("paper", "spock"): tr("Paper disproves Spock"),
        ("spock", "rock"): tr("Spock vaporizes rock"),
    }.get((word_id(winner), word_id(loser))) or tr(
        "{winner} {verb} {loser}",
        winner=gesture_word(winner),
        verb=winner.rules.verbs[winner, loser],
        loser=gesture_word(loser),
    )


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
