select
    customer_id,
    first_name || ' ' || last_name as full_name,
    lower(email) as email,
    country_code,
    acquisition_channel,
    marketing_opt_in as is_opted_in,
    birth_date,
    signed_up_at,
    is_deleted
from {{ source('shop', 'customers') }}
