select {{ var('zz_number', 1) }} as n
