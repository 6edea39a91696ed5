select
    products.product_id,
    products.product_name,
    products.category,
    cast(count(distinct items.order_id) as integer) as orders,
    cast(coalesce(sum(items.quantity), 0) as integer) as qty_sold,
    cast(coalesce(sum(items.line_amount), 0) as decimal(14, 2)) as sales_amount,
    cast(coalesce(sum(items.margin_amount), 0) as decimal(14, 2)) as margin_amount,
    max(items.ordered_on) as last_sold_on
from {{ ref('dim_products') }} as products
left join {{ ref('fct_order_items') }} as items
    on products.product_id = items.product_id and items.order_status <> 'cancelled'
group by products.product_id, products.product_name, products.category
