with wide as (
  select
  *
  from analysed
),
part as (
  select *
  from wide
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
),
numbers as (
  select
  topic_id,
  topic,
  count(*) as conversations,
  count(*) as conversations_count,
  count(*) filter (where coalesce(eligible, false) and coalesce(automated, false)) / nullif(count(*) filter (where coalesce(eligible, false)), 0) as automation_today,
  count(*) filter (where coalesce(eligible, false)) as automation_today_count,
  avg(p_potential) filter (where coalesce(eligible, false)) as automation_potential,
  count(p_potential) filter (where coalesce(eligible, false)) as automation_potential_count,
  count(*) filter (where rating is not null and rating >= 4) / nullif(count(*) filter (where rating is not null), 0) as cx_score,
  count(*) filter (where rating is not null) as cx_score_count,
  count(*) filter (where coalesce(eligible, false)) as eligible,
  count(*) as eligible_count
  from part
  group by topic_id, topic
),
counts as (
  select topic_id, topic, cast(date_trunc('week', cast(started_at as date)) as date) as week, count(*) as amount
  from part
  where started_at is not null
  group by all
),
span as (select min(week) as first_week, max(week) as last_week from counts),
weeks as (
  select cast(unnest(range(first_week, last_week + interval 7 day, interval 7 day)) as date) as week
  from span
),
groups as (select distinct topic_id, topic from counts),
filled as (
  select groups.*, weeks.week, coalesce(amount, 0) as amount
  from groups
  cross join weeks
  left join counts on weeks.week = counts.week and groups.topic_id is not distinct from counts.topic_id and groups.topic is not distinct from counts.topic
),
trends as (
  select topic_id, topic, list(amount order by week) as trend, min(week) as first_week
  from filled
  group by topic_id, topic
)
select
  numbers.topic_id,
  numbers.topic,
  conversations,
  conversations_count,
  cast(null as double) as conversations_low,
  cast(null as double) as conversations_high,
  automation_today,
  automation_today_count,
  case when automation_today_count > 0 then greatest(0, ((automation_today + 1.920729 / automation_today_count) - 1.959964 * sqrt(automation_today * (1 - automation_today) / automation_today_count + 0.960365 / automation_today_count / automation_today_count)) / (1 + 3.841459 / automation_today_count)) end as automation_today_low,
  case when automation_today_count > 0 then least(1, ((automation_today + 1.920729 / automation_today_count) + 1.959964 * sqrt(automation_today * (1 - automation_today) / automation_today_count + 0.960365 / automation_today_count / automation_today_count)) / (1 + 3.841459 / automation_today_count)) end as automation_today_high,
  automation_potential,
  automation_potential_count,
  cast(null as double) as automation_potential_low,
  cast(null as double) as automation_potential_high,
  cx_score,
  cx_score_count,
  case when cx_score_count > 0 then greatest(0, ((cx_score + 1.920729 / cx_score_count) - 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_low,
  case when cx_score_count > 0 then least(1, ((cx_score + 1.920729 / cx_score_count) + 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_high,
  eligible,
  eligible_count,
  cast(null as double) as eligible_low,
  cast(null as double) as eligible_high,
  trend, first_week, conversations / nullif(sum(conversations) over (), 0) as share
from numbers
left join trends on numbers.topic_id is not distinct from trends.topic_id and numbers.topic is not distinct from trends.topic
order by conversations desc, numbers.topic_id nulls last, numbers.topic nulls last
