select * from {{ ref('zz_orders') }}
