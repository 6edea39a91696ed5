{{ config(materialized='ephemeral') }}

select
    order_id,
    cast(count(*) as integer) as refund_count,
    cast(sum(amount) as decimal(12, 2)) as refund_amount
from {{ ref('stg_refunds') }}
group by order_id
