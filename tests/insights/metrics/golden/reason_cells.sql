with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
,
named as (
  select distinct conversation_id, reason
  from reasons
  where sign < 0
),
shared as (
  select conversation_id, reason, 1 / count(*) over (partition by conversation_id) as piece
  from named
)
select topic_id, coalesce(reason, 'unnamed') as reason, sum(coalesce(piece, 1.0)) as low
from part
left join shared using (conversation_id)
where rating < 4
group by topic_id, reason
order by topic_id, reason
