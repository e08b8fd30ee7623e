with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
select reason, sign, owner, count(*) as conversations, count(*) / nullif((select count(rating) from part), 0) as share,
  count(*) filter (where rating < 4) as rated_low, count(*) filter (where rating >= 4) as rated_high
from part
join (select distinct conversation_id, reason, sign, owner from reasons) using (conversation_id)
group by reason, sign, owner
order by sign, conversations desc, reason, owner nulls last
