with months as (
    select distinct
        customer_id,
        {{ first_of_month('ordered_at') }} as active_month
    from {{ ref('fct_orders') }}
    where order_status <> 'cancelled'
),

cohorts as (
    select customer_id, min(active_month) as cohort_month
    from months
    group by customer_id
),

sizes as (
    select cohort_month, count(*) as cohort_size
    from cohorts
    group by cohort_month
)

select
    cohorts.cohort_month,
    cast(
        (extract(year from months.active_month) - extract(year from cohorts.cohort_month)) * 12
        + extract(month from months.active_month) - extract(month from cohorts.cohort_month) as integer
    ) as months_later,
    cast(count(*) as integer) as active_customers,
    cast(sizes.cohort_size as integer) as cohort_size,
    cast(count(*) as double precision) / sizes.cohort_size as retention_rate
from months
inner join cohorts on months.customer_id = cohorts.customer_id
inner join sizes on cohorts.cohort_month = sizes.cohort_month
group by cohorts.cohort_month, months.active_month, sizes.cohort_size
