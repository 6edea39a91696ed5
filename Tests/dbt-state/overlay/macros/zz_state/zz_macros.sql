{% macro zz_outer(column) %}{{ zz_inner(column) }}{% endmacro %}

{% macro zz_inner(column) %}round({{ column }}, 2){% endmacro %}

{% macro zz_ping(n) %}{% if n > 3 %}{{ n }}{% else %}{{ zz_pong(n + 1) }}{% endif %}{% endmacro %}

{% macro zz_pong(n) %}{% if n > 3 %}{{ n }}{% else %}{{ zz_ping(n + 1) }}{% endif %}{% endmacro %}

{% macro zz_dispatched() %}{{ return(adapter.dispatch('zz_dispatched')()) }}{% endmacro %}

{% macro default__zz_dispatched() %}1{% endmacro %}

{% macro zz_hook() %}select 1{% endmacro %}

{% macro zz_unused() %}0{% endmacro %}

{% test zz_positive(model, column_name) %}select 1 from {{ model }} where {{ column_name }} <= 0{% endtest %}
