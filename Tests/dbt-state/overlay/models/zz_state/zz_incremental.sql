{{ config(materialized='incremental', unique_key='order_id', on_schema_change='fail') }}
select order_id, amount from {{ ref('zz_orders') }}
