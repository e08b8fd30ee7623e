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
),
sizes as (
  select topic_id, subtopic_id, count(*) as size, sum(count(*)) over (partition by topic_id) as topic_size, sum(count(*)) over () as total
  from part
  where coalesce(eligible, false)
  group by topic_id, subtopic_id
),
alike as (
  select sum(size * topic_size / (total * total)) as topics_alike, sum(size * size / (total * total)) as subtopics_alike
  from sizes
)
select missing, work_class, automated, count(*) as conversations, sum(p_potential) as p_potential, sum(p_today) as p_today,
  coalesce(any_value(tried), 0)::bigint as tried, coalesce(any_value(reached), 0)::bigint as reached,
  any_value(topics_alike) as topics_alike, any_value(subtopics_alike) as subtopics_alike
from part
left join evidence using (work_class)
cross join alike
where coalesce(eligible, false)
group by missing, work_class, automated
order by conversations desc, missing, work_class, automated
