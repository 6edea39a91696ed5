select 1 from {{ ref('zz_orders') }} where amount is null
