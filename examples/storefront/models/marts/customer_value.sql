with lifetime as (
    select
        customer_id,
        min(ordered_at) as first_ordered_at,
        max(ordered_at) as last_ordered_at,
        cast(count(*) as integer) as orders,
        cast(sum(net_amount_eur) as decimal(12, 2)) as net_revenue_eur
    from {{ ref('fct_orders') }}
    where order_status <> 'cancelled'
    group by customer_id
),

valued as (
    select
        customers.customer_id,
        customers.region,
        lifetime.first_ordered_at,
        lifetime.last_ordered_at,
        coalesce(lifetime.orders, 0) as orders,
        cast(coalesce(lifetime.net_revenue_eur, 0) as decimal(12, 2)) as net_revenue_eur,
        cast(lifetime.net_revenue_eur as double precision) / lifetime.orders as average_order_eur
    from {{ ref('dim_customers') }} as customers
    left join lifetime on customers.customer_id = lifetime.customer_id
),

ranked as (
    select
        valued.customer_id,
        segments.segment,
        row_number() over (partition by valued.customer_id order by segments.minimum_revenue desc) as position
    from valued
    inner join {{ ref('value_segments') }} as segments on valued.net_revenue_eur >= segments.minimum_revenue
)

select
    valued.customer_id,
    valued.region,
    valued.first_ordered_at,
    valued.last_ordered_at,
    valued.orders,
    valued.net_revenue_eur,
    valued.average_order_eur,
    ranked.segment
from valued
inner join ranked on valued.customer_id = ranked.customer_id and ranked.position = 1
