select {{ zz_outer('amount') }} as amount from {{ ref('zz_orders') }}
