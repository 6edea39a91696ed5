with collected as (
    select
        order_id,
        cast(sum(amount) as decimal(12, 2)) as paid_amount
    from {{ ref('stg_payments') }}
    where payment_status = 'captured'
    group by order_id
)

select
    orders.order_id,
    orders.customer_id,
    orders.order_status,
    orders.sales_channel,
    orders.currency_code,
    orders.voucher_code,
    orders.is_test_order,
    orders.ordered_at,
    orders.ordered_on,
    orders.shipped_at,
    totals.line_count,
    totals.units,
    totals.gross_amount,
    totals.discount_amount,
    totals.refund_amount,
    totals.net_amount,
    {{ in_euro('totals.net_amount', 'rates.rate_to_eur') }} as net_amount_eur,
    orders.shipping_amount,
    collected.paid_amount
from {{ ref('stg_orders') }} as orders
inner join {{ ref('int_order_totals') }} as totals on orders.order_id = totals.order_id
inner join {{ ref('currency_rates') }} as rates on orders.currency_code = rates.currency_code
left join collected on orders.order_id = collected.order_id
