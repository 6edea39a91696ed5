select
    cast(date_trunc('week', started_at) as date) as week_of,
    traffic_channel,
    cast(count(*) as integer) as sessions,
    cast(count(distinct customer_id) as integer) as known_customers,
    cast(sum(case when is_bounce then 1 else 0 end) as integer) as bounces,
    cast(sum(case when has_ordered then 1 else 0 end) as integer) as conversions
from {{ ref('fct_sessions') }}
group by 1, 2
