import pyarrow as pa
import pytest

from insights.metrics.automation_questions import article_states, cause_topics, need_sets, requests, strata
from insights.model import Filters
from insights.planning.topic_potential import topic_potentials
from insights.store.publication import write
from insights.store.snapshot import Snapshot
from tests.insights.store.sample import snapshot, tables

ALL = Filters()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return snapshot(tmp_path_factory.mktemp("automation"))


def ask(sample, query):
    return sample.frame(query.sql, query.params)


def test_strata_tell_topics_and_what_a_bot_reached_there(sample):
    found = ask(sample, strata(ALL))
    whole = sample.frame("select topic_id, count(*) as eligible from analysed where eligible group by topic_id").set_index("topic_id")["eligible"]
    assert found.groupby("topic_id")["conversations"].sum().to_dict() == whole.to_dict()
    assert (found["reached_here"] <= found["tried_here"]).all()
    assert (found["tried_here"] <= found["tried"]).all()
    assert found["tried"].max() > 0


def test_the_potentials_of_topics_add_up_to_that_of_the_whole(sample):
    found = topic_potentials(ask(sample, strata(ALL)))
    total = sample.frame("select sum(case when automated then 1 else p_potential end) as potential from analysed where eligible")["potential"].iloc[0]
    assert (found["potential"] * found["eligible"]).sum() == pytest.approx(total)


def test_topics_in_which_a_bot_resolved_nothing_show_no_evidence(sample):
    found = ask(sample, strata(ALL)).groupby("topic_id")[["tried_here", "reached_here"]].sum()
    assert (found.loc[found["reached_here"] == 0, "tried_here"] == 0).all()


def test_how_much_topics_have_in_common_is_the_same_in_every_need_set(sample):
    found = ask(sample, need_sets(ALL))
    sizes = sample.frame("select topic_id, count(*) as size from analysed where eligible group by topic_id")["size"]
    assert found["topics_alike"].unique() == pytest.approx([(sizes**2).sum() / sizes.sum() ** 2])
    assert (found["subtopics_alike"] <= found["topics_alike"]).all()


def test_every_cause_names_its_three_main_topics(sample):
    found = ask(sample, cause_topics(ALL))
    assert found.groupby("human_cause", dropna=False).size().max() <= 3
    assert (
        found["conversations"].sum()
        <= sample.frame("select count(*) as n from analysed where eligible and list_contains(kinds, 'human')")["n"].iloc[0]
    )


def test_requests_are_read_in_the_same_order_every_time_which_is_not_that_of_their_days(sample):
    found = ask(sample, requests(ALL))
    assert found.equals(ask(sample, requests(ALL)))
    assert len(found) == sample.frame("select count(*) as n from analysed where eligible")["n"].iloc[0]
    assert found["human"].mean() == pytest.approx((found["human_cause"].notna() & found["human"]).mean())


def test_articles_tell_how_many_conversations_they_answer_and_how(tmp_path):
    made = tables()
    work, size = made["labels_work"], made["labels_work"].num_rows
    eligible = made["predictions"].to_pandas().set_index("conversation_id")["eligible"].reindex(work["conversation_id"].to_pylist()).tolist()
    article = made["articles"]["id"].to_pylist()[0]
    states = [("answered", "outdated", "missing")[place % 3] for place in range(size)]
    for name, values in (("article_state", states), ("article_nearest", [article] * size)):
        work = work.set_column(work.schema.get_field_index(name), name, pa.array(values, pa.string()))
    write(tmp_path / "one.duckdb", made | {"labels_work": work})
    opened = Snapshot(tmp_path / "one.duckdb")
    found = ask(opened, article_states(ALL))
    assert found["article_id"].tolist() == [article]
    expected = [sum(state == name and fit for state, fit in zip(states, eligible, strict=True)) for name in ("answered", "outdated")]
    assert found[["answered", "outdated"]].iloc[0].tolist() == expected
    assert found[["partly", "contradicted"]].iloc[0].tolist() == [0, 0]
