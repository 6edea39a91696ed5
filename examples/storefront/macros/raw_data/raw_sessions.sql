{#- 200,000 visits to the web shop and the app; two in five are by a customer who is signed in. -#}
{% macro raw_sessions() %}
select
    md5('session:' || cast(n as varchar)) as session_id,
    case when {{ roll('signed in', 'n', 100) }} < 40 then 1 + {{ roll('visitor', 'n', '(8000 + cast(floor(n * 0.11) as integer))') }} end
        as customer_id,
    {{ plus_seconds("timestamp '2024-01-01 00:00:00'", 'n * 390 + ' ~ roll('session minute', 'n', 300)) }} as started_at,
    {{ pick_weighted('device', 'n', {'phone': 58, 'desktop': 34, 'tablet': 8}) }} as device,
    {{ pick_weighted('traffic', 'n', {
        'organic': 40, 'paid_search': 22, 'social': 18, 'email': 11, 'referral': 8, none: 1,
    }) }} as traffic_channel,
    1 + least({{ roll('pages one', 'n', 24) }}, {{ roll('pages two', 'n', 24) }}) as page_views,
    20 + {{ roll('seconds on site', 'n', 1800) }} as duration_seconds,
    {{ roll('ordered', 'n', 100) }} < 6 as has_ordered
from generate_series(1, 200000) as numbers(n)
{% endmacro %}
