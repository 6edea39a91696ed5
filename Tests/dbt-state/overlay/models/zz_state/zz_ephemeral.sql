{{ config(materialized='ephemeral') }}
select order_id from {{ ref('zz_orders') }}
