{{ config(post_hook="{{ zz_hook() }}") }}
select 1 as n
