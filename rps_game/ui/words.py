"""What the rules, the network and the report found, in the player's words.

Every sentence stands here whole, one for each gesture where it names one: languages bend their nouns.
"""

from rps_game.game.calibration import Hint
from rps_game.game.findings import Finding, Reading
from rps_game.game.gestures import GESTURES, Gesture, RoundResult
from rps_game.game.match import Match, Side
from rps_game.game.opponents import OpponentName
from rps_game.game.statistics import AgainstChance
from rps_game.game.voting import Verdict, VoteReason
from rps_game.ui.i18n import ntr, tr
from rps_game.vision.coach import Advice


def gesture_word(gesture: Gesture) -> str:
    """Its name, as it stands alone."""
    return {
        Gesture.ROCK: tr("Rock"),
        Gesture.PAPER: tr("Paper"),
        Gesture.SCISSORS: tr("Scissors"),
        Gesture.NONE: tr("No hand"),
    }[gesture]


def step_word(gesture: Gesture) -> str:
    """What is recorded in this step."""
    return tr("Empty") if gesture is Gesture.NONE else gesture_word(gesture)


def show_word(gesture: Gesture) -> str:
    """What the player is to do, in two or three words."""
    return {
        Gesture.ROCK: tr("Show ROCK"),
        Gesture.PAPER: tr("Show PAPER"),
        Gesture.SCISSORS: tr("Show SCISSORS"),
        Gesture.NONE: tr("Show NOTHING"),
    }[gesture]


def show_sentence(gesture: Gesture) -> str:
    """The same in one sentence."""
    return {
        Gesture.ROCK: tr("Hold your fist in the bright square and keep it moving a little."),
        Gesture.PAPER: tr("Hold your open hand in the bright square and keep it moving a little."),
        Gesture.SCISSORS: tr("Hold two spread fingers in the bright square and keep them moving a little."),
        Gesture.NONE: tr("Take your hands away: the game learns what your room looks like."),
    }[gesture]


def pose_sentence(gesture: Gesture) -> str:
    """The same for the drawn hand, which is posed by keys."""
    return {
        Gesture.ROCK: tr("Press R for a fist, and again now and then: it moves a little each time."),
        Gesture.PAPER: tr("Press P for an open hand, and again now and then: it moves a little each time."),
        Gesture.SCISSORS: tr(
            "Press S for two fingers, and again now and then: they move a little each time."
        ),
        Gesture.NONE: tr("Press N to take the hand away: the game learns what the room looks like."),
    }[gesture]


def hint_word(hint: Hint) -> str:
    """An invitation to vary what is shown."""
    return {
        Hint.NEARER: tr("A little nearer"),
        Hint.TURN: tr("Turn it a little"),
        Hint.OTHER_SIDE: tr("Show the other side"),
        Hint.FARTHER: tr("A little farther away"),
        Hint.STAY_AWAY: tr("Keep your hands out of the picture"),
    }[hint]


def advice_word(advice: Advice) -> str:
    """What the player can do about a fault of their frames; "" where there is none."""
    return {
        Advice.GOOD: "",
        Advice.TOO_DARK: tr("A little more light, please"),
        Advice.TOO_BRIGHT: tr("Too bright: turn from the light"),
        Advice.NO_HAND: tr("Show your hand in the square"),
        Advice.CUT_OFF: tr("Your whole hand in the square"),
        Advice.BLURRED: tr("Hold still for a moment"),
        Advice.SAME_AS_LAST: tr("Move or turn your hand a little"),
    }[advice]


def redo_word(gesture: Gesture) -> str:
    """What a button says that records a class again."""
    return {
        Gesture.ROCK: tr("Redo rock"),
        Gesture.PAPER: tr("Redo paper"),
        Gesture.SCISSORS: tr("Redo scissors"),
        Gesture.NONE: tr("Redo the empty picture"),
    }[gesture]


def finding_sentence(finding: Finding) -> str:
    """What the report says first."""
    match finding.reading:
        case Reading.UNTESTED:
            return tr("The game can read your hand now; there were too few pictures to test how well.")
        case Reading.PERFECT:
            return ntr(
                "The {n} picture kept aside was read right: you are ready to play.",
                "All {n} pictures kept aside were read right: you are ready to play.",
                finding.total,
            )
        case Reading.GOOD:
            return ntr(
                "{right} of the {n} picture kept aside was read right: you are ready to play.",
                "{right} of the {n} pictures kept aside were read right: you are ready to play.",
                finding.total,
                right=finding.right,
            )
        case Reading.CONFUSED:
            return _confusion(finding)


def _confusion(finding: Finding) -> str:
    n, of = finding.times, finding.of
    match finding.shown, finding.taken_for:
        case Gesture.ROCK, Gesture.PAPER:
            return ntr(
                "Rock was taken for paper {n} time in {of}: redo rock.",
                "Rock was taken for paper {n} times in {of}: redo rock.",
                n,
                of=of,
            )
        case Gesture.ROCK, Gesture.SCISSORS:
            return ntr(
                "Rock was taken for scissors {n} time in {of}: redo rock.",
                "Rock was taken for scissors {n} times in {of}: redo rock.",
                n,
                of=of,
            )
        case Gesture.PAPER, Gesture.ROCK:
            return ntr(
                "Paper was taken for rock {n} time in {of}: redo paper.",
                "Paper was taken for rock {n} times in {of}: redo paper.",
                n,
                of=of,
            )
        case Gesture.PAPER, Gesture.SCISSORS:
            return ntr(
                "Paper was taken for scissors {n} time in {of}: redo paper.",
                "Paper was taken for scissors {n} times in {of}: redo paper.",
                n,
                of=of,
            )
        case Gesture.SCISSORS, Gesture.ROCK:
            return ntr(
                "Scissors were taken for rock {n} time in {of}: redo scissors.",
                "Scissors were taken for rock {n} times in {of}: redo scissors.",
                n,
                of=of,
            )
        case _:
            return ntr(
                "Scissors were taken for paper {n} time in {of}: redo scissors.",
                "Scissors were taken for paper {n} times in {of}: redo scissors.",
                n,
                of=of,
            )


def throw_again_sentence(verdict: Verdict, frames: int) -> str:
    """Why a throw does not count; `frames` were in its window."""
    match verdict.reason:
        case VoteReason.NO_HAND:
            return tr("No rock, paper or scissors was seen: keep your hand in the bright square.")
        case VoteReason.DOUBTFUL:
            return {
                Gesture.ROCK: tr("It may have been rock, but the game is not sure: show it clearly."),
                Gesture.PAPER: tr("It may have been paper, but the game is not sure: show it clearly."),
                Gesture.SCISSORS: tr(
                    "It may have been scissors, but the game is not sure: show them clearly."
                ),
            }[verdict.contenders[0]]
        case VoteReason.TOO_FEW:
            return ntr(
                "The camera gave only {n} picture in time: more light helps.",
                "The camera gave only {n} pictures in time: more light helps.",
                frames,
            )
        case _:
            one, other = (g for g in GESTURES if g in verdict.contenders)
            if not verdict.counts[one] or not verdict.counts[other]:
                return tr(
                    "{one} or {other}? Show it clearly.",
                    one=gesture_word(one),
                    other=gesture_word(other).casefold(),
                )
            return tr(
                "Two gestures in your window: {one} {n}, {other} {m}.",
                one=gesture_word(one).casefold(),
                other=gesture_word(other).casefold(),
                n=verdict.counts[one],
                m=verdict.counts[other],
            )


def result_word(result: RoundResult) -> str:
    """How a round ended."""
    return {
        RoundResult.WIN: tr("You win"),
        RoundResult.LOSE: tr("You lose"),
        RoundResult.DRAW: tr("Draw"),
    }[result]


def rules_word(match: Match) -> str:
    """How long a match is."""
    best_of = match.rules.best_of
    return tr("endless") if best_of is None else tr("best of {n}", n=best_of)


def match_word(match: Match) -> str:
    """How a match ended, or stands, in a few words."""
    if match.winner is Side.PLAYER:
        return tr("You won the match!")
    if match.winner is Side.COMPUTER:
        return tr("The computer won the match")
    return {
        Side.PLAYER: tr("You are ahead"),
        Side.COMPUTER: tr("The computer is ahead"),
        None: tr("You are level"),
    }[match.leader]


def opponent_word(name: OpponentName) -> str:
    """What an opponent is called."""
    return {
        OpponentName.RANDOM: tr("The dice"),
        OpponentName.LEARNER: tr("The learner"),
        OpponentName.MIRROR: tr("The mirror"),
    }[name]


def luck_sentence(chance: AgainstChance, opponent: OpponentName) -> str:
    """The player's rounds against this opponent, beside what chance would have won."""
    if not chance.rounds:
        return tr("No round was counted yet.")
    n, share = chance.rounds, round(100 * chance.wins / chance.rounds)
    match opponent:
        case OpponentName.RANDOM:
            return ntr(
                "You won {share} % of {n} round against the dice; blind luck wins 33 %.",
                "You won {share} % of {n} rounds against the dice; blind luck wins 33 %.",
                n,
                share=share,
            )
        case OpponentName.LEARNER:
            return ntr(
                "You won {share} % of {n} round against the learner; blind luck wins 33 %.",
                "You won {share} % of {n} rounds against the learner; blind luck wins 33 %.",
                n,
                share=share,
            )
        case OpponentName.MIRROR:
            return ntr(
                "You won {share} % of {n} round against the mirror; blind luck wins 33 %.",
                "You won {share} % of {n} rounds against the mirror; blind luck wins 33 %.",
                n,
                share=share,
            )
