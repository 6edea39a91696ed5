{#- 30,000 customers; the first 8,000 joined before the shop's records begin on 2024-01-01, the others one an hour. -#}
{% macro raw_customers() %}
with people as (
    select
        n as customer_id,
        {{ pick('first name', 'n', [
            'Ada', 'Bram', 'Carla', 'Dario', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Karin', 'Liam', 'Maja', 'Noor', 'Otto',
            'Paula', 'Quinn', 'Rosa', 'Sven', 'Tilda', 'Umar', 'Vera', 'Wim', 'Xenia', 'Yara', 'Zoë',
        ]) }} as first_name,
        {{ pick('last name', 'n', [
            'Almeida', 'Berg', 'Castro', 'Dubois', 'Eriksen', 'Fischer', 'Garnier', 'Hansen', 'Ivanova', 'Jansen', 'Kowalski', 'Larsen',
            'Moreau', 'Novak', 'Olsen', 'Petit', 'Ricci', 'Smith', 'Tanaka', 'Weber', 'Yilmaz', 'Zimmer',
        ]) }} as last_name,
        {{ raw_country('n') }} as country_code,
        {{ pick_weighted('acquisition', 'n', {
            'organic': 38, 'paid_search': 24, 'social': 17, 'referral': 12, 'email': 9,
        }) }} as acquisition_channel,
        {{ roll('opt in', 'n', 100) }} < 44 as marketing_opt_in,
        case when {{ roll('birth known', 'n', 100) }} < 62
            then cast({{ plus_seconds("timestamp '1950-01-01 00:00:00'", roll('birth', 'n', 20000) ~ ' * 86400') }} as date)
        end as birth_date,
        {{ plus_seconds("timestamp '2024-01-01 00:00:00'", '(n - 8000) * 3611') }} as signed_up_at,
        {{ roll('deleted', 'n', 1000) }} < 13 as is_deleted
    from generate_series(1, 30000) as numbers(n)
)

select
    cast(customer_id as integer) as customer_id,
    first_name,
    last_name,
    case when not is_deleted then lower(first_name || '.' || last_name) || customer_id || '@'
        || {{ pick('mailbox', 'customer_id', ['mail.example', 'post.example', 'inbox.example', 'work.example']) }}
    end as email,
    country_code,
    acquisition_channel,
    marketing_opt_in,
    birth_date,
    signed_up_at,
    is_deleted
from people
{% endmacro %}

{#- Where a customer lives. -#}
{% macro raw_country(customer_id) -%}
    {{ pick_weighted('country', customer_id, {
        'DE': 22, 'FR': 15, 'GB': 13, 'NL': 9, 'US': 8, 'ES': 7, 'IT': 6, 'SE': 5, 'BE': 4, 'PL': 3, 'CH': 3, 'AT': 2, 'DK': 1, 'NO': 1,
        'IE': 1,
    }) }}
{%- endmacro %}
