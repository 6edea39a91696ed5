{#- 120,000 orders, one every 650 seconds, by customers who had joined by then; earlier customers order more. -#}
{% macro raw_orders() %}
with placed as (
    select
        n as order_id,
        1 + least(
            {{ roll('customer one', 'n', '(8000 + cast(floor(n * 0.18) as integer))') }},
            {{ roll('customer two', 'n', '(8000 + cast(floor(n * 0.18) as integer))') }}
        ) as customer_id,
        {{ plus_seconds("timestamp '2024-01-01 00:00:00'", 'n * 650 + ' ~ roll('minute', 'n', 600)) }} as ordered_at,
        {{ roll('test order', 'n', 1000) }} < 9 as is_test,
        {{ roll('status', 'n', 100) }} as status_roll
    from generate_series(1, 120000) as numbers(n)
),

with_status as (
    select
        placed.*,
        case
            when is_test and status_roll < 55 then 'cancelled'
            when status_roll < 83 then 'completed'
            when status_roll < 88 then 'shipped'
            when status_roll < 94 then 'cancelled'
            else 'returned'
        end as status
    from placed
)

select
    cast(order_id as integer) as order_id,
    cast(customer_id as integer) as customer_id,
    status,
    {{ pick_weighted('sales channel', 'order_id', {'web': 61, 'app': 31, 'store': 8}) }} as channel,
    case {{ raw_country('customer_id') }}
        when 'GB' then 'GBP' when 'US' then 'USD' when 'SE' then 'SEK' when 'PL' then 'PLN' when 'CH' then 'CHF' when 'DK' then 'DKK'
        when 'NO' then 'NOK' else 'EUR'
    end as currency_code,
    case
        when {{ roll('voucher', 'order_id', 100) }} < 45 then
            case
                when ordered_at between timestamp '2024-03-15 00:00:00' and timestamp '2024-04-15 23:59:59' then 'SPRING24'
                when ordered_at between timestamp '2024-11-25 00:00:00' and timestamp '2024-12-02 23:59:59' then 'BLACK24'
                when ordered_at between timestamp '2025-03-15 00:00:00' and timestamp '2025-04-15 23:59:59' then 'SPRING25'
                when ordered_at between timestamp '2025-11-24 00:00:00' and timestamp '2025-12-01 23:59:59' then 'BLACK25'
                when {{ roll('voucher', 'order_id', 100) }} < 6 then 'WELCOME10'
                when {{ roll('voucher', 'order_id', 100) }} < 7 then 'FRIENDS'
                when {{ roll('voucher', 'order_id', 100) }} < 8 then 'SORRY5'
            end
    end as voucher_code,
    {{ money("case when " ~ roll('free shipping', 'order_id', 100) ~ " < 35 then 0 else 390 + 100 * " ~ roll('shipping', 'order_id', 5)
        ~ " end") }} as shipping_amount,
    is_test,
    ordered_at,
    case when status <> 'cancelled'
        then {{ plus_seconds('ordered_at', '3600 * (4 + ' ~ roll('hours to ship', 'order_id', 140) ~ ')') }}
    end as shipped_at,
    case {{ roll('note', 'order_id', 40) }}
        when 0 then 'Please leave it with the neighbours'
        when 1 then 'It''s a gift: no receipt'
        when 2 then 'Ring twice, "Studio 4"'
    end as customer_note
from with_status
{% endmacro %}
