with weeks as (
with wide as (
  select
  *,
  cast(date_trunc('week', cast(started_at as date)) as date) as week
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
  week,
  count(*) filter (where rating is not null and rating >= 4) / nullif(count(*) filter (where rating is not null), 0) as cx_score,
  count(*) filter (where rating is not null) as cx_score_count
  from part
  group by week
)
select
  week,
  cx_score,
  cx_score_count,
  case when cx_score_count > 0 then greatest(0, ((cx_score + 1.920729 / cx_score_count) - 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_low,
  case when cx_score_count > 0 then least(1, ((cx_score + 1.920729 / cx_score_count) + 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_high
from numbers
order by week nulls last
),
days as (
  select min(cast(started_at as date)) as first_day, max(cast(started_at as date)) as last_day
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
),
levels as (
  select *, sum(cx_score * cx_score_count) filter (where whole) over () / nullif(sum(cx_score_count) filter (where whole) over (), 0) as level
  from (select weeks.*, week >= first_day and week + interval 6 day <= last_day as whole from weeks cross join days where week is not null)
)
select week, cx_score as value, cx_score_count as count, level, greatest(0, level - 1.96 * sqrt(level * (1 - level) / nullif(cx_score_count, 0))) as low, least(1, level + 1.96 * sqrt(level * (1 - level) / nullif(cx_score_count, 0))) as high, whole,
  coalesce(whole and abs(cx_score - level) > 1.96 * sqrt(level * (1 - level) / nullif(cx_score_count, 0)), false) as outside
from levels
order by week
