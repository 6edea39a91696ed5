select
    product_id,
    sku,
    product_name,
    category,
    list_price,
    unit_cost,
    weight_grams,
    is_discontinued,
    updated_at
from {{ source('shop', 'products') }}
