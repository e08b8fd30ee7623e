with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
,
evidence as (
  select work_class, count(*) as tried, count(*) filter (where automated) as reached
  from analysed
  where coalesce(eligible, false) and handled_by in ('bot', 'both') and len(missing) = 0
  group by work_class
)
select missing, work_class, automated, count(*) as conversations, sum(p_potential) as p_potential, sum(p_today) as p_today,
  coalesce(any_value(tried), 0) as tried, coalesce(any_value(reached), 0) as reached
from part
left join evidence using (work_class)
where coalesce(eligible, false)
group by missing, work_class, automated
order by conversations desc, missing, work_class, automated
