// The layout of the structs is a contract with separately built drivers; a wrong offset would call a wrong function.
#include "CADBC.h"

#define SLOT(name, index) _Static_assert(offsetof(struct AdbcDriver, name) == (index) * sizeof(void *), #name " is in a wrong place")

_Static_assert(sizeof(void *) == 8, "64-bit platforms only");

_Static_assert(sizeof(struct ArrowSchema) == 72, "ArrowSchema");
_Static_assert(offsetof(struct ArrowSchema, flags) == 24, "ArrowSchema.flags");
_Static_assert(offsetof(struct ArrowSchema, release) == 56, "ArrowSchema.release");
_Static_assert(sizeof(struct ArrowArray) == 80, "ArrowArray");
_Static_assert(offsetof(struct ArrowArray, buffers) == 40, "ArrowArray.buffers");
_Static_assert(offsetof(struct ArrowArray, release) == 64, "ArrowArray.release");
_Static_assert(sizeof(struct ArrowArrayStream) == 40, "ArrowArrayStream");
_Static_assert(offsetof(struct ArrowArrayStream, release) == 24, "ArrowArrayStream.release");

_Static_assert(sizeof(struct AdbcError) == 48, "AdbcError");
_Static_assert(offsetof(struct AdbcError, vendor_code) == 8, "AdbcError.vendor_code");
_Static_assert(offsetof(struct AdbcError, sqlstate) == 12, "AdbcError.sqlstate");
_Static_assert(offsetof(struct AdbcError, release) == 24, "AdbcError.release");
_Static_assert(offsetof(struct AdbcError, private_data) == 32, "AdbcError.private_data is where version 1.0 ended");
_Static_assert(sizeof(struct AdbcDatabase) == 16, "AdbcDatabase");
_Static_assert(sizeof(struct AdbcConnection) == 16, "AdbcConnection");
_Static_assert(sizeof(struct AdbcStatement) == 16, "AdbcStatement");

_Static_assert(sizeof(struct AdbcDriver) == 464, "AdbcDriver 1.1");
SLOT(release, 2);
SLOT(DatabaseInit, 3);
SLOT(DatabaseNew, 4);
SLOT(DatabaseSetOption, 5);
SLOT(DatabaseRelease, 6);
SLOT(ConnectionInit, 12);
SLOT(ConnectionNew, 13);
SLOT(ConnectionSetOption, 14);
SLOT(ConnectionRelease, 16);
SLOT(StatementExecuteQuery, 20);
SLOT(StatementNew, 23);
SLOT(StatementRelease, 25);
SLOT(StatementSetOption, 26);
SLOT(StatementSetSqlQuery, 27);
// Version 1.0 ended before this one.
SLOT(ErrorGetDetailCount, 29);
SLOT(ErrorFromArrayStream, 31);
SLOT(ConnectionCancel, 39);
SLOT(StatementCancel, 49);
SLOT(StatementSetOptionInt, 57);
