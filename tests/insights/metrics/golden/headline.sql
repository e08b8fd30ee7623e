with wide as (
  select
  *
  from analysed
),
part as (
  select *
  from wide
  where true
),
numbers as (
  select
  count(*) as conversations,
  count(*) as conversations_count,
  count(*) filter (where coalesce(eligible, false) and coalesce(automated, false)) / nullif(count(*) filter (where coalesce(eligible, false)), 0) as automation_today,
  count(*) filter (where coalesce(eligible, false)) as automation_today_count,
  count(*) filter (where rating is not null and rating >= 4) / nullif(count(*) filter (where rating is not null), 0) as cx_score,
  count(*) filter (where rating is not null) as cx_score_count
  from part
)
select
  conversations,
  conversations_count,
  cast(null as double) as conversations_low,
  cast(null as double) as conversations_high,
  automation_today,
  automation_today_count,
  case when automation_today_count > 0 then greatest(0, ((automation_today + 1.920729 / automation_today_count) - 1.959964 * sqrt(automation_today * (1 - automation_today) / automation_today_count + 0.960365 / automation_today_count / automation_today_count)) / (1 + 3.841459 / automation_today_count)) end as automation_today_low,
  case when automation_today_count > 0 then least(1, ((automation_today + 1.920729 / automation_today_count) + 1.959964 * sqrt(automation_today * (1 - automation_today) / automation_today_count + 0.960365 / automation_today_count / automation_today_count)) / (1 + 3.841459 / automation_today_count)) end as automation_today_high,
  cx_score,
  cx_score_count,
  case when cx_score_count > 0 then greatest(0, ((cx_score + 1.920729 / cx_score_count) - 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_low,
  case when cx_score_count > 0 then least(1, ((cx_score + 1.920729 / cx_score_count) + 1.959964 * sqrt(cx_score * (1 - cx_score) / cx_score_count + 0.960365 / cx_score_count / cx_score_count)) / (1 + 3.841459 / cx_score_count)) end as cx_score_high
from numbers
