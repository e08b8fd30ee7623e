import pandas as pd

from insights.planning.standout import standing_out


def cells(**topics):
    """A row per topic and reason: {topic: (low ratings, {reason: how many name it})}."""
    total = sum(low for low, _ in topics.values())
    return pd.DataFrame(
        [
            {"group_id": name, "group": name.title(), "reason": reason, "named": named, "low": low, "total": total}
            for name, (low, reasons) in topics.items()
            for reason, named in reasons.items()
        ],
        columns=["group_id", "group", "reason", "named", "low", "total"],
    )


def test_the_reason_that_a_topic_names_more_than_others_stands_out_though_another_is_named_more_often():
    found = standing_out(cells(fees=(100, {"not_resolved": 70, "policy_or_price": 60}), rest=(400, {"not_resolved": 260, "policy_or_price": 40})))
    assert [(each.group, each.reason, each.share, each.elsewhere) for each in found] == [("Fees", "policy_or_price", 0.6, 0.1)]
    assert 0.3 < found[0].lower < 0.5 < found[0].upper < 0.7


def test_topics_come_in_the_order_of_the_low_ratings_that_it_adds():
    found = standing_out(cells(small=(40, {"bot_loop": 30}), large=(200, {"bot_loop": 120}), rest=(400, {"bot_loop": 10})))
    assert [each.group_id for each in found] == ["large", "small"]


def test_nothing_stands_out_of_the_same_shares_or_of_few():
    assert standing_out(cells(one=(100, {"slow_reply": 30}), other=(100, {"slow_reply": 32}))) == []
    assert standing_out(cells(one=(19, {"slow_reply": 19}), other=(100, {"bot_loop": 30}))) == []
    assert standing_out(cells(one=(100, {"slow_reply": 90}))) == []
    assert standing_out(cells()) == []


def test_what_chance_alone_makes_of_many_topics_is_not_called_a_cause():
    several = {f"t{number:02d}": (40, {"slow_reply": 8 + number % 5}) for number in range(40)}
    assert standing_out(cells(**several)) == []
