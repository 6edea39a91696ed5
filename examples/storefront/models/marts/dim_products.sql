select
    product_id,
    cast(sku as varchar) as sku,
    cast(product_name as varchar) as product_name,
    cast(category as varchar) as category,
    cast(list_price as decimal(12, 2)) as list_price,
    cast(list_price - unit_cost as double precision) / cast(list_price as double precision) as margin_rate,
    is_discontinued,
    updated_at
from {{ ref('stg_products') }}
