{{ config(group='zz_finance', access='private') }}
select 1 as n
