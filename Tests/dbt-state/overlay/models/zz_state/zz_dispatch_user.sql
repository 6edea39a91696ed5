select {{ zz_dispatched() }} as n
