with wide as (
  select
  *,
  conversation_id in (select conversation_id from reasons where sign < 0 group by conversation_id having bool_and(coalesce(owner, '') in ('product', 'policy', 'customer_situation'))) as beyond_support
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
  topic,
  count(*) filter (where rating is not null and rating >= 4) / nullif(count(*) filter (where rating is not null), 0) as cx_score,
  count(*) filter (where rating is not null) as cx_score_count,
  count(*) filter (where (rating is not null and not (rating < 4 and beyond_support)) and rating >= 4) / nullif(count(*) filter (where (rating is not null and not (rating < 4 and beyond_support))), 0) as cx_without_beyond_support,
  count(*) filter (where (rating is not null and not (rating < 4 and beyond_support))) as cx_without_beyond_support_count
  from part
  group by topic
)
select
  topic,
  cx_score,
  cx_score_count,
  case when cx_score_count > 0 then greatest(0, ((cx_score + 1.920729 / cx_score_count) - 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_low,
  case when cx_score_count > 0 then least(1, ((cx_score + 1.920729 / cx_score_count) + 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_high,
  cx_without_beyond_support,
  cx_without_beyond_support_count,
  case when cx_without_beyond_support_count > 0 then greatest(0, ((cx_without_beyond_support + 1.920729 / cx_without_beyond_support_count) - 1.959964 * sqrt(cx_without_beyond_support * (1 - cx_without_beyond_support) / cx_without_beyond_support_count + 0.960365 / cx_without_beyond_support_count / cx_without_beyond_support_count)) / (1 + 3.841459 / cx_without_beyond_support_count)) end as cx_without_beyond_support_low,
  case when cx_without_beyond_support_count > 0 then least(1, ((cx_without_beyond_support + 1.920729 / cx_without_beyond_support_count) + 1.959964 * sqrt(cx_without_beyond_support * (1 - cx_without_beyond_support) / cx_without_beyond_support_count + 0.960365 / cx_without_beyond_support_count / cx_without_beyond_support_count)) / (1 + 3.841459 / cx_without_beyond_support_count)) end as cx_without_beyond_support_high
from numbers
order by cx_score desc nulls last, topic nulls last
