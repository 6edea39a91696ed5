{{ config(event_time='ordered_at') }}

select
    order_id,
    customer_id,
    order_status,
    sales_channel,
    currency_code,
    voucher_code,
    is_test_order,
    ordered_at,
    ordered_on,
    shipped_at,
    cast(cast(shipped_at as date) - ordered_on as integer) as days_to_ship,
    units,
    gross_amount,
    discount_amount,
    refund_amount,
    net_amount,
    net_amount_eur,
    paid_amount,
    paid_amount >= gross_amount - discount_amount + shipping_amount as is_paid,
    row_number() over (partition by customer_id order by ordered_at, order_id) = 1 as is_first_order
from {{ ref('int_orders_enriched') }}
