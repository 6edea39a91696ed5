select
    order_id,
    customer_id,
    status as order_status,
    channel as sales_channel,
    currency_code,
    voucher_code,
    shipping_amount,
    is_test as is_test_order,
    ordered_at,
    cast(ordered_at as date) as ordered_on,
    shipped_at,
    customer_note
from {{ source('shop', 'orders') }}
