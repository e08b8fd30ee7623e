with part as (
  select *
  from analysed
  where cast(started_at as date) >= $since
  and cast(started_at as date) < $until
  and coalesce(channel, '') = any($channel)
  and (coalesce(topic, '') = any($topic) or topic_id = any($topic))
)
select team as side, topic_id, coalesce(subtopic_id, topic_id) as leaf, count(*) as scored, count(*) filter (where rating >= 4) as high
from part
where rating is not null and team is not null
group by side, topic_id, leaf
order by side, topic_id, leaf
