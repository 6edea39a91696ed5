select
    ordered_on,
    sales_channel,
    cast(count(*) as integer) as orders,
    cast(sum(case when order_status = 'cancelled' then 1 else 0 end) as integer) as cancelled_orders,
    cast(count(distinct customer_id) as integer) as customers,
    cast(sum(case when order_status = 'cancelled' then 0 else units end) as integer) as units,
    cast(sum(case when order_status = 'cancelled' then 0 else net_amount_eur end) as decimal(14, 2)) as net_revenue_eur
from {{ ref('fct_orders') }}
group by ordered_on, sales_channel
