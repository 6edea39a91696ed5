select id from {{ ref('zz_versioned') }}
