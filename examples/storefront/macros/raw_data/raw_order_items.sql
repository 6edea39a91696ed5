{#- About 300,000 order lines, one to four per order; popular products have low numbers. -#}
{% macro raw_order_items() %}
with lines as (
    select
        orders.order_id,
        orders.order_id * 10 + numbers.line as order_item_id,
        orders.voucher_code
    from raw.orders as orders
    cross join generate_series(1, 4) as numbers(line)
    where numbers.line <= 1 + {{ roll('lines', 'orders.order_id', 4) }}
),

chosen as (
    select
        lines.*,
        1 + least({{ roll('product one', 'order_item_id', 400) }}, {{ roll('product two', 'order_item_id', 400) }}) as product_id,
        1 + least({{ roll('quantity one', 'order_item_id', 4) }}, {{ roll('quantity two', 'order_item_id', 4) }}) as quantity
    from lines
)

select
    cast(chosen.order_item_id as bigint) as order_item_id,
    chosen.order_id,
    chosen.product_id,
    cast(chosen.quantity as smallint) as quantity,
    products.list_price as unit_price,
    cast(
        case
            when voucher_code in ('BLACK24', 'BLACK25') then 0.25
            when voucher_code = 'FRIENDS' then 0.20
            when voucher_code in ('SPRING24', 'SPRING25') then 0.15
            when voucher_code = 'WELCOME10' then 0.10
            when voucher_code = 'SORRY5' then 0.05
            else 0
        end as decimal(4, 2)
    ) as discount_rate
from chosen
inner join raw.products as products on chosen.product_id = products.product_id
{% endmacro %}
