{#- One payment per order, after a gift card for one order in twenty. Payments of cancelled orders are voided, some are late. -#}
{% macro raw_payments() %}
with due as (
    select
        orders.order_id,
        orders.status,
        orders.ordered_at,
        orders.shipping_amount
            + cast(sum(round(items.quantity * items.unit_price * (1 - items.discount_rate), 2)) as decimal(12, 2)) as amount,
        {{ roll('gift card', 'orders.order_id', 20) }} = 0 as has_gift_card
    from raw.orders as orders
    inner join raw.order_items as items on orders.order_id = items.order_id
    group by orders.order_id, orders.status, orders.ordered_at, orders.shipping_amount
),

split as (
    select order_id, status, ordered_at, 1 as position, 'gift_card' as payment_method, least(amount, 10.00) as amount
    from due
    where has_gift_card
    union all
    select
        order_id,
        status,
        ordered_at,
        2,
        {{ pick_weighted('payment method', 'order_id', {'card': 54, 'paypal': 27, 'invoice': 14, 'bank_transfer': 5}) }},
        amount - case when has_gift_card then least(amount, 10.00) else 0 end
    from due
)

select
    cast(order_id as bigint) * 10 + position as payment_id,
    order_id,
    payment_method,
    case
        when status = 'cancelled' then 'voided'
        when {{ roll('payment late', 'cast(order_id as bigint) * 10 + position', 100) }} < 3 then 'pending'
        else 'captured'
    end as status,
    cast(amount as decimal(12, 2)) as amount,
    {{ plus_seconds('ordered_at', '20 + ' ~ roll('seconds to pay', 'order_id', 900)) }} as created_at
from split
where amount > 0
{% endmacro %}
