select * from {{ ref('zz_seed') }} union all select * from {{ ref('zz_big_seed') }}
