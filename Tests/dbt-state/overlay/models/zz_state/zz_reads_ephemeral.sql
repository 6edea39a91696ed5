select count(*) as n from {{ ref('zz_ephemeral') }}
