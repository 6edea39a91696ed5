select
    payment_id,
    order_id,
    payment_method,
    status as payment_status,
    amount,
    created_at as paid_at
from {{ source('shop', 'payments') }}
