select
    countries.region,
    cast(extract(year from orders.ordered_on) as integer) as order_year,
    cast(count(*) as integer) as orders
from {{ ref('stg_orders') }} as orders
inner join {{ ref('stg_customers') }} as customers on orders.customer_id = customers.customer_id
inner join {{ ref('countries') }} as countries on customers.country_code = countries.country_code
group by 1, 2
