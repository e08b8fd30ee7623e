with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
select reason, sign, owner, count(distinct conversation_id) as conversations,
  count(distinct conversation_id) / nullif((select count(rating) from part), 0) as share,
  count(distinct conversation_id) filter (where rating < 4) as rated_low,
  count(distinct conversation_id) filter (where rating >= 4) as rated_high
from part
join reasons using (conversation_id)
group by reason, sign, owner
order by sign, conversations desc, reason, owner nulls last
