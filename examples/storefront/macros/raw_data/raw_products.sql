{#- 400 products in eight categories. -#}
{% macro raw_products() %}
with things as (
    select
        n,
        {{ pick('product adjective', 'n', [
            'Quiet', 'Bright', 'Nordic', 'Folding', 'Classic', 'Soft', 'Compact', 'Round', 'Daily', 'Solid',
        ]) }} as adjective,
        {{ pick('product noun', 'n', [
            'Lamp', 'Lantern', 'Chair', 'Stool', 'Kettle', 'Mug', 'Blanket', 'Rug', 'Basket', 'Shelf', 'Planter', 'Paper tray', 'Vase',
            'Clock',
        ]) }} as noun
    from generate_series(1, 400) as numbers(n)
)

select
    cast(n as integer) as product_id,
    'SF-' || cast(10000 + n as varchar) as sku,
    adjective || ' ' || noun || ' ' || n as product_name,
    case
        when noun in ('Lamp', 'Lantern') then 'lighting'
        when noun in ('Chair', 'Stool') then 'furniture'
        when noun in ('Kettle', 'Mug') then 'kitchen'
        when noun in ('Blanket', 'Rug') then 'textiles'
        when noun in ('Basket', 'Shelf') then 'storage'
        when noun = 'Planter' then 'garden'
        when noun = 'Paper tray' then 'office'
        else 'decoration'
    end as category,
    {{ money('490 + ' ~ roll('price', 'n', 180) ~ ' * 100') }} as list_price,
    {{ money('180 + ' ~ roll('price', 'n', 180) ~ ' * ' ~ '(38 + ' ~ roll('margin', 'n', 20) ~ ')') }} as unit_cost,
    case when {{ roll('weight known', 'n', 100) }} < 90 then {{ roll('weight', 'n', 9000) }} + 50 end as weight_grams,
    {{ roll('discontinued', 'n', 100) }} < 12 as is_discontinued,
    {{ plus_seconds("timestamp '2023-01-01 08:00:00'", roll('launch', 'n', 1100) ~ ' * 86400') }} as updated_at
from things
{% endmacro %}
