select {{ function('zz_double') }}(1) as n
