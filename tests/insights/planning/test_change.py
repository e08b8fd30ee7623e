import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.planning.change import change


def by_topic(**topics):
    return pd.DataFrame([(topic, *counts) for topic, counts in topics.items()], columns=["topic_id", "scored", "high"])


def by_reason(*rows):
    return pd.DataFrame(rows, columns=["topic_id", "reason", "low"])


NOTHING = by_reason()


def test_a_score_that_falls_because_hard_topics_grew_is_mix():
    before, now = by_topic(easy=(100, 90), hard=(100, 30)), by_topic(easy=(50, 45), hard=(150, 45))
    found = change(
        before,
        now,
        by_reason(("easy", "slow_reply", 10), ("hard", "not_resolved", 70)),
        by_reason(("easy", "slow_reply", 5), ("hard", "not_resolved", 105)),
    )
    assert (found.before, found.now) == pytest.approx((60, 45))
    assert found.mix.points == pytest.approx(-15)
    assert [each.points for each in found.topics] == pytest.approx([0, 0])
    assert [each.points for each in found.reasons] == pytest.approx([0, 0], abs=1e-9)


def test_a_topic_that_went_worse_is_named_with_its_reason():
    before, now = by_topic(easy=(100, 90), hard=(100, 50)), by_topic(easy=(100, 90), hard=(100, 20))
    found = change(
        before,
        now,
        by_reason(("easy", "slow_reply", 10), ("hard", "not_resolved", 50)),
        by_reason(("easy", "slow_reply", 10), ("hard", "not_resolved", 50), ("hard", "product_problem", 30)),
    )
    assert found.mix.points == pytest.approx(0)
    assert [(each.name, each.points) for each in found.topics] == [("hard", pytest.approx(-15)), ("easy", pytest.approx(0))]
    assert (found.reasons[0].name, found.reasons[0].points) == ("product_problem", pytest.approx(-15))
    assert found.reasons[0].beyond_chance
    assert not found.mix.beyond_chance


def test_a_topic_that_is_new_counts_as_mix():
    before, now = by_topic(old=(100, 80)), by_topic(old=(100, 80), new=(100, 20))
    found = change(before, now, by_reason(("old", "slow_reply", 20)), by_reason(("old", "slow_reply", 20), ("new", "bot_loop", 80)))
    assert found.total.points == pytest.approx(-30)
    assert found.mix.points == pytest.approx(-30)
    assert [each.points for each in found.reasons] == pytest.approx([0, 0])


def test_too_few_ratings_are_not_split():
    assert change(by_topic(a=(29, 20)), by_topic(a=(500, 300)), NOTHING, NOTHING) is None
    assert change(by_topic(), by_topic(a=(500, 300)), NOTHING, NOTHING) is None


counts = st.integers(0, 60).flatmap(lambda scored: st.tuples(st.just(scored), st.integers(0, scored)))


@given(st.lists(st.tuples(counts, counts, st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=6))
def test_the_pieces_always_add_up(rows):
    names = [f"t{place}" for place in range(len(rows))]
    frames, reasons = [], []
    for period in (0, 1):
        frames.append(by_topic(**{name: row[period] for name, row in zip(names, rows, strict=True)}))
        lows = [(name, row[period][0] - row[period][1], row[2 + period]) for name, row in zip(names, rows, strict=True)]
        reasons.append(
            by_reason(*((name, reason, low * part) for name, low, share in lows for reason, part in (("slow_reply", share), ("unnamed", 1 - share))))
        )
    found = change(*frames, *reasons)
    if min(frame["scored"].sum() for frame in frames) < 30:
        assert found is None
        return
    assert found.total.points == pytest.approx(found.mix.points + sum(each.points for each in found.topics), abs=1e-9)
    assert found.total.points == pytest.approx(found.mix.points + sum(each.points for each in found.reasons), abs=1e-9)
    assert found.total.points == pytest.approx(found.now - found.before, abs=1e-9)
