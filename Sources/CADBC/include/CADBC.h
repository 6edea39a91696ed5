#ifndef PLUMBLINE_CADBC_H
#define PLUMBLINE_CADBC_H

#include "arrow_c_interface.h"
#include "adbc_driver_table.h"

#endif
