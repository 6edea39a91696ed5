select * from {{ ref('zz_snapshot') }}
