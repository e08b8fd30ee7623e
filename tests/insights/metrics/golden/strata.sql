with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
,
bot as (
  select topic_id, work_class, count(*) as tried, count(*) filter (where automated) as reached
  from analysed
  where coalesce(eligible, false) and handled_by in ('bot', 'both') and len(missing) = 0
  group by topic_id, work_class
),
live as (
  select topic_id, work_class, tried, reached
  from bot
  where topic_id in (select topic_id from bot group by topic_id having sum(reached) > 0)
),
evidence as (
  select work_class, sum(tried) as tried, sum(reached) as reached
  from live
  group by work_class
)
select part.topic_id, subtopic_id, part.work_class, rung, automated, count(*) as conversations,
  sum(p_potential) as p_potential, sum(p_today) as p_today,
  coalesce(any_value(evidence.tried), 0)::bigint as tried, coalesce(any_value(evidence.reached), 0)::bigint as reached,
  coalesce(any_value(live.tried), 0)::bigint as tried_here, coalesce(any_value(live.reached), 0)::bigint as reached_here
from part
left join evidence on evidence.work_class = part.work_class
left join live on live.work_class = part.work_class and live.topic_id = part.topic_id
where coalesce(eligible, false)
group by part.topic_id, subtopic_id, part.work_class, rung, automated
order by part.topic_id, subtopic_id, part.work_class, rung, automated
