{{ config(materialized='incremental', unique_key='session_id') }}

select
    session_id,
    customer_id,
    started_at,
    started_on,
    device,
    traffic_channel,
    page_views,
    duration_seconds,
    page_views = 1 as is_bounce,
    has_ordered
from {{ ref('stg_sessions') }}
{% if is_incremental() %}
where started_at > (select max(started_at) from {{ this }})
{% endif %}
