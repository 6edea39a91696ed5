select
    promotions.promotion_code,
    promotions.promotion_name,
    promotions.starts_on,
    promotions.ends_on,
    cast(count(orders.order_id) as integer) as orders,
    cast(count(distinct orders.customer_id) as integer) as customers,
    cast(sum(orders.net_amount_eur) as decimal(14, 2)) as net_revenue_eur
from {{ ref('promotions') }} as promotions
left join {{ ref('fct_orders') }} as orders
    on promotions.promotion_code = orders.voucher_code and orders.order_status <> 'cancelled'
group by promotions.promotion_code, promotions.promotion_name, promotions.starts_on, promotions.ends_on
