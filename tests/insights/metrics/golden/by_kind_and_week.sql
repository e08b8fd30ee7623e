with wide as (
  select
  *,
  cast(date_trunc('week', cast(started_at as date)) as date) as week
  from analysed
),
part as (
  select *
  from wide
join (select conversation_id, unnest(kinds) as kind from analysed) using (conversation_id)
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
),
numbers as (
  select
  week,
  kind,
  count(*) as conversations,
  count(*) as conversations_count,
  avg(rating) as rating_mean,
  count(rating) as rating_mean_count,
  stddev_samp(rating) as rating_mean_spread
  from part
  group by week, kind
)
select
  week,
  kind,
  conversations,
  conversations_count,
  cast(null as double) as conversations_low,
  cast(null as double) as conversations_high,
  rating_mean,
  rating_mean_count,
  rating_mean - 1.959964 * rating_mean_spread / sqrt(rating_mean_count) as rating_mean_low,
  rating_mean + 1.959964 * rating_mean_spread / sqrt(rating_mean_count) as rating_mean_high
from numbers
order by week nulls last, list_position(['informational', 'personalised', 'action', 'human'], kind) nulls last, kind nulls last
