{#-
  Raw data is made by SQL on the warehouse itself, without a random number generator: every "random" choice is a function of
  the row's number, through MD5. DuckDB and PostgreSQL therefore hold the same rows, and every build gives the same data.
-#}

{#- An integer from 0 to sides - 1 (sides at most 100 million), evenly spread over `key`; choices with different names are unrelated. -#}
{% macro roll(name, key, sides) -%}
    {{ return(adapter.dispatch('roll', 'storefront')(name, key, sides)) }}
{%- endmacro %}

{% macro default__roll(name, key, sides) -%}
    (('x' || substr(md5('{{ name }}:' || cast({{ key }} as varchar)), 1, 7))::bit(28)::integer % {{ sides }})
{%- endmacro %}

{% macro duckdb__roll(name, key, sides) -%}
    (cast('0x' || substr(md5('{{ name }}:' || cast({{ key }} as varchar)), 1, 7) as integer) % {{ sides }})
{%- endmacro %}

{#- One of `choices`, all equally likely. -#}
{% macro pick(name, key, choices) -%}
    case {{ roll(name, key, choices | length) }}
    {%- for choice in choices %} when {{ loop.index0 }} then '{{ choice }}'{% endfor %} end
{%- endmacro %}

{#- One of the keys of `weights`, as likely as its weight; weights add up to 100. -#}
{% macro pick_weighted(name, key, weights) -%}
    {%- set bound = namespace(value=0) -%}
    case
    {%- for choice, weight in weights.items() -%}
        {%- set bound.value = bound.value + weight %} when {{ roll(name, key, 100) }} < {{ bound.value }} then
        {%- if choice is none %} null{% else %} '{{ choice }}'{% endif -%}
    {%- endfor %} end
{%- endmacro %}

{#- A whole number of cents as money. -#}
{% macro money(cents) -%}
    cast(({{ cents }}) * 0.01 as decimal(12, 2))
{%- endmacro %}

{#- `moment` moved by a whole number of seconds. -#}
{% macro plus_seconds(moment, seconds) -%}
    ({{ moment }} + ({{ seconds }}) * interval '1 second')
{%- endmacro %}
