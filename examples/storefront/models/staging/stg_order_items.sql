select
    order_item_id,
    order_id,
    product_id,
    quantity,
    unit_price,
    discount_rate,
    cast(quantity * unit_price as decimal(12, 2)) as gross_amount,
    cast(round(quantity * unit_price * (1 - discount_rate), 2) as decimal(12, 2)) as line_amount
from {{ source('shop', 'order_items') }}
