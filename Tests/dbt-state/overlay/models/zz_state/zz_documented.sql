select customer_id, name from {{ ref('zz_customers') }}
