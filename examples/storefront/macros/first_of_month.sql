{#- The first day of the month that `moment` is in. -#}
{% macro first_of_month(moment) -%}
    cast(date_trunc('month', {{ moment }}) as date)
{%- endmacro %}
