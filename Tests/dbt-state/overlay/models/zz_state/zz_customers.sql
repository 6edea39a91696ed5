{{ config(materialized='table', tags=['zz']) }}
select customer_id, name from {{ source('zz_raw', 'customers') }}
