select 1 as id, cast('x' as varchar) as label
