with part as (
  select *
  from analysed
  where true
)
select *
from (
select 'channel' as dimension, coalesce(channel, '') as value, count(*) as conversations
from part
group by value
union all
select 'team' as dimension, coalesce(team, '') as value, count(*) as conversations
from part
group by value
union all
select 'language' as dimension, coalesce(language, '') as value, count(*) as conversations
from part
group by value
union all
select 'topic' as dimension, coalesce(topic, '') as value, count(*) as conversations
from part
group by value
union all
select 'handled_by' as dimension, coalesce(handled_by, '') as value, count(*) as conversations
from part
group by value
)
order by dimension, conversations desc, value
