select
    session_id,
    customer_id,
    started_at,
    cast(started_at as date) as started_on,
    device,
    coalesce(traffic_channel, 'direct') as traffic_channel,
    page_views,
    duration_seconds,
    has_ordered
from {{ source('web', 'sessions') }}
