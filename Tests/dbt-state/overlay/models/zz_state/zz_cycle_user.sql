select {{ zz_ping(1) }} as n
