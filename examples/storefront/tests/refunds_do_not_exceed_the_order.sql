-- Nobody gets more money back than the goods cost.
select order_id, refund_amount, gross_amount, discount_amount
from {{ ref('int_order_totals') }}
where refund_amount > gross_amount - discount_amount
