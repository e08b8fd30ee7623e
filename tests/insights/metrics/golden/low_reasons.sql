with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
,
poor as (
  select conversation_id, topic_id as group_id, topic as "group"
  from part
  where rating < 4 and topic_id is not null
),
named as (
  select distinct conversation_id, reason
  from reasons
  where sign < 0
),
sizes as (
  select group_id, count(*) as low
  from poor
  group by group_id
)
select group_id, "group", reason, count(*) as named, low, (select count(*) from poor) as total
from poor
join named using (conversation_id)
join sizes using (group_id)
group by group_id, "group", reason, low
order by group_id, reason
