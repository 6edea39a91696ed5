select
    refund_id,
    order_id,
    amount,
    coalesce(reason, 'unknown') as refund_reason,
    refunded_at
from {{ source('shop', 'refunds') }}
