{#- An amount in euro cents, given the rate of its currency. -#}
{% macro in_euro(amount, rate) -%}
    cast(round({{ amount }} * {{ rate }}, 2) as decimal(12, 2))
{%- endmacro %}
