"""A draft of a rule set: fair ones stay fair as they grow, unfair ones are mended by few arrows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.draft import COUNTS, DraftMove, RulesDraft, new_id, slug
from rps_game.game.gestures import CLASSIC, LIZARD_SPOCK, SHIPPED, RulesRefused


def drawn(data: st.DataObject) -> RulesDraft:
    """A draft with arrows at random."""
    ids = [f"m{n}" for n in range(data.draw(st.sampled_from(COUNTS)))]
    turned = {(one, other): data.draw(st.booleans()) for one in ids for other in ids if one < other}
    verbs = {(pair if first else pair[::-1]): "beats" for pair, first in turned.items()}
    return RulesDraft("x", "X", [DraftMove(id, id.upper(), "rock") for id in ids], verbs)


def test_a_draft_of_rules_is_those_rules() -> None:
    for rules in SHIPPED:
        assert RulesDraft.of(rules).build() is rules


@given(st.data())
def test_any_draft_becomes_fair_and_as_little_as_possible_changes(data: st.DataObject) -> None:
    draft = drawn(data)
    before, half = set(draft.verbs), len(draft.moves) // 2
    too_many = sum(max(draft.wins(move.id) - half, 0) for move in draft.moves)
    draft.balance("hits")
    assert draft.unfair == []
    turned = before - set(draft.verbs)
    assert len(draft.verbs) == len(before)
    assert all(draft.verbs[pair[::-1]] == "hits" for pair in turned)
    assert too_many <= len(turned) <= 2 * too_many  # never a longer way than over one move between
    assert len(draft.build().moves) == 2 * half + 1


@given(st.data())
def test_what_is_fair_stays_fair_when_it_grows(data: st.DataObject) -> None:
    draft = drawn(data)
    draft.balance("beats")
    for count in COUNTS:
        if count >= len(draft.moves):
            draft.resize(count, "Move {n}", "beats")
            assert draft.unfair == []
            assert len(draft.build().moves) == count


@given(st.data())
def test_moves_that_were_taken_away_come_back_as_they_were(data: st.DataObject) -> None:
    draft = drawn(data)
    before, titles = dict(draft.verbs), [move.title for move in draft.moves]
    counts = data.draw(st.lists(st.sampled_from(COUNTS), max_size=4))
    for count in counts:
        draft.resize(count, "Move {n}", "beats")
        assert len({move.id for move in draft.moves}) == count
        assert len(draft.verbs) == count * (count - 1) // 2
    draft.resize(len(titles), "Move {n}", "beats")
    assert [move.title for move in draft.moves] == titles
    assert draft.verbs == before


def test_an_arrow_turned_round_is_unfair_at_once_and_says_so() -> None:
    draft = RulesDraft.of(CLASSIC)
    draft.let_beat("rock", "paper", "rips")
    assert {move.id for move in draft.unfair} == {"rock", "paper"}
    assert draft.verbs["rock", "paper"] == "rips"
    with pytest.raises(RulesRefused, match="“Rock” beats 2 and loses to 0"):
        draft.build()
    draft.let_beat("rock", "paper", "no change")
    draft.let_beat("paper", "rock", "wraps")
    assert draft.build() is CLASSIC


def test_new_moves_get_ids_that_read_like_their_titles() -> None:
    draft = RulesDraft.of(CLASSIC)
    draft.resize(7, "Move {n}", "beats")
    for move, title in zip(draft.moves[3:], ("Holy Fire!", "rock", "Колодец", "None"), strict=True):
        move.title = title
    draft.moves[4].title = "Rock "
    draft.name_new_moves()
    assert [move.id for move in draft.moves[3:]] == ["holy-fire", "move-5", "move-6", "move-7"]
    assert draft.unfair == []


def test_another_hand_in_place_of_a_known_one_gets_another_id() -> None:
    draft = RulesDraft.of(CLASSIC)
    rock, paper, scissors = draft.moves
    rock.title = "Boulder"  # still a fist
    paper.title, paper.icon = "Well", "well"
    scissors.icon = "horns"
    draft.name_new_moves()
    assert [move.id for move in draft.moves] == ["rock", "well", "move-1"]
    assert draft.unfair == []
    draft.build()


def test_any_title_can_be_built() -> None:
    draft = RulesDraft.of(CLASSIC)
    draft.id, draft.title = "", "None"
    draft.verbs["paper", "rock"] = "mi\u200cpushanad"  # the joiner of a Persian verb
    assert draft.build().title == "None"


def test_ids_of_rule_sets_are_new() -> None:
    assert slug("Камень") == ""
    assert new_id("Камень", ()) == "rules"
    assert new_id("My rules", {"my-rules", "my-rules-2"}) == "my-rules-3"
    assert len(new_id("A very long name for a rule set", {"a-very-long-name-for"})) <= 20
    assert new_id("None", ()) == "none-2"
    assert [new_id(device, ()) for device in ("Con", "LPT1", "Comb")] == ["con-2", "lpt1-2", "comb"]
    assert LIZARD_SPOCK.id not in {new_id(LIZARD_SPOCK.id, {LIZARD_SPOCK.id})}
