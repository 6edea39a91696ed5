select
    items.order_item_id,
    items.order_id,
    items.product_id,
    orders.ordered_on,
    orders.order_status,
    items.quantity,
    items.unit_price,
    items.discount_rate,
    items.line_amount,
    cast(items.line_amount - items.quantity * products.unit_cost as decimal(12, 2)) as margin_amount
from {{ ref('stg_order_items') }} as items
inner join {{ ref('int_orders_enriched') }} as orders on items.order_id = orders.order_id
inner join {{ ref('stg_products') }} as products on items.product_id = products.product_id
