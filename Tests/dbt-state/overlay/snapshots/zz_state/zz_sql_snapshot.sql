{% snapshot zz_sql_snapshot %}
{{ config(unique_key='customer_id', strategy='check', check_cols='all') }}
select customer_id, name from {{ ref('zz_customers') }}
{% endsnapshot %}
