{#- Returned orders are refunded in full, without shipping; one completed order in fifty gets some of its money back. -#}
{% macro raw_refunds() %}
with goods as (
    select
        orders.order_id,
        orders.status,
        orders.shipped_at,
        cast(sum(round(items.quantity * items.unit_price * (1 - items.discount_rate), 2)) as decimal(12, 2)) as amount
    from raw.orders as orders
    inner join raw.order_items as items on orders.order_id = items.order_id
    where orders.status = 'returned' or (orders.status = 'completed' and {{ roll('goodwill', 'orders.order_id', 50) }} = 0)
    group by orders.order_id, orders.status, orders.shipped_at
)

select
    cast(order_id as integer) as refund_id,
    order_id,
    cast(
        case status when 'returned' then amount else round(amount * (10 + {{ roll('refund share', 'order_id', 30) }}) * 0.01, 2) end
        as decimal(12, 2)
    ) as amount,
    {{ pick_weighted('refund reason', 'order_id', {
        'changed_mind': 41, 'damaged': 23, 'late': 14, 'wrong_item': 12, none: 10,
    }) }} as reason,
    {{ plus_seconds('shipped_at', '86400 * (2 + ' ~ roll('days to refund', 'order_id', 20) ~ ')') }} as refunded_at
from goods
{% endmacro %}
