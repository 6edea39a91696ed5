with lines as (
    select
        order_id,
        cast(count(*) as integer) as line_count,
        cast(sum(quantity) as integer) as units,
        cast(sum(gross_amount) as decimal(12, 2)) as gross_amount,
        cast(sum(gross_amount - line_amount) as decimal(12, 2)) as discount_amount
    from {{ ref('stg_order_items') }}
    group by order_id
)

select
    lines.order_id,
    lines.line_count,
    lines.units,
    lines.gross_amount,
    lines.discount_amount,
    cast(coalesce(refunds.refund_amount, 0) as decimal(12, 2)) as refund_amount,
    cast(lines.gross_amount - lines.discount_amount as decimal(12, 2)) as net_amount
from lines
left join {{ ref('int_refunds_by_order') }} as refunds on lines.order_id = refunds.order_id
