{#- The statement that makes table `name` in schema `raw` from `query`; nothing happens when the table is there. -#}
{% macro raw_table(name, query) -%}
    create table if not exists raw.{{ name }} as
    {{ query }}
{%- endmacro %}
