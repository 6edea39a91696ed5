select
    customers.customer_id,
    customers.full_name,
    customers.email,
    customers.country_code,
    countries.country_name,
    countries.region,
    countries.is_eu_member,
    customers.acquisition_channel,
    customers.is_opted_in and not customers.is_deleted as may_be_mailed,
    customers.birth_date,
    customers.signed_up_at
from {{ ref('stg_customers') }} as customers
inner join {{ ref('countries') }} as countries on customers.country_code = countries.country_code
