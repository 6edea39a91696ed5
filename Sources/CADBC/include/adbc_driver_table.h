// The binary interface between a program and an ADBC driver, versions 1.0 and 1.1.
//
// Declared from the specification: https://arrow.apache.org/adbc/current/format/specification.html. The order of the slots is the
// contract. A slot this program never calls is declared as AdbcUncalled; its place counts, its parameters do not.
#ifndef PLUMBLINE_ADBC_DRIVER_TABLE_H
#define PLUMBLINE_ADBC_DRIVER_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "arrow_c_interface.h"

typedef uint8_t AdbcStatusCode;

enum {
    AdbcStatusOK = 0,
    AdbcStatusUnknown = 1,
    AdbcStatusNotImplemented = 2,
    AdbcStatusNotFound = 3,
    AdbcStatusAlreadyExists = 4,
    AdbcStatusInvalidArgument = 5,
    AdbcStatusInvalidState = 6,
    AdbcStatusInvalidData = 7,
    AdbcStatusIntegrity = 8,
    AdbcStatusInternal = 9,
    AdbcStatusIO = 10,
    AdbcStatusCancelled = 11,
    AdbcStatusTimeout = 12,
    AdbcStatusUnauthenticated = 13,
    AdbcStatusUnauthorized = 14,
};

// What a driver's entry point is asked for.
enum {
    AdbcVersion100 = 1000000,
    AdbcVersion110 = 1001000,
};

// In AdbcError.vendor_code before a call, this tells a 1.1 driver that the last two fields of the error are there.
// The smallest 32-bit integer.
enum { AdbcVendorCodeUnset = INT32_MIN };

struct AdbcDriver;

struct AdbcError {
    char *message;
    int32_t vendor_code;
    // Five characters, no terminator; all zero when unset.
    char sqlstate[5];
    // Null when there is nothing to free.
    void (*release)(struct AdbcError *error);
    // Since 1.1.
    void *private_data;
    // Since 1.1.
    struct AdbcDriver *private_driver;
};

struct AdbcDatabase {
    void *private_data;
    struct AdbcDriver *private_driver;
};

struct AdbcConnection {
    void *private_data;
    struct AdbcDriver *private_driver;
};

struct AdbcStatement {
    void *private_data;
    struct AdbcDriver *private_driver;
};

typedef void (*AdbcUncalled)(void);

struct AdbcDriver {
    void *private_data;
    void *private_manager;
    AdbcStatusCode (*release)(struct AdbcDriver *driver, struct AdbcError *error);

    AdbcStatusCode (*DatabaseInit)(struct AdbcDatabase *database, struct AdbcError *error);
    AdbcStatusCode (*DatabaseNew)(struct AdbcDatabase *database, struct AdbcError *error);
    AdbcStatusCode (*DatabaseSetOption)(struct AdbcDatabase *database, const char *key, const char *value, struct AdbcError *error);
    AdbcStatusCode (*DatabaseRelease)(struct AdbcDatabase *database, struct AdbcError *error);

    AdbcUncalled ConnectionCommit;
    AdbcUncalled ConnectionGetInfo;
    AdbcUncalled ConnectionGetObjects;
    AdbcUncalled ConnectionGetTableSchema;
    AdbcUncalled ConnectionGetTableTypes;
    AdbcStatusCode (*ConnectionInit)(struct AdbcConnection *connection, struct AdbcDatabase *database, struct AdbcError *error);
    AdbcStatusCode (*ConnectionNew)(struct AdbcConnection *connection, struct AdbcError *error);
    AdbcStatusCode (*ConnectionSetOption)(struct AdbcConnection *connection, const char *key, const char *value, struct AdbcError *error);
    AdbcUncalled ConnectionReadPartition;
    AdbcStatusCode (*ConnectionRelease)(struct AdbcConnection *connection, struct AdbcError *error);
    AdbcUncalled ConnectionRollback;

    AdbcUncalled StatementBind;
    // Takes the stream over; it is read when the statement is executed.
    AdbcStatusCode (*StatementBindStream)(struct AdbcStatement *statement, struct ArrowArrayStream *stream, struct AdbcError *error);
    // `out` may be null when no rows are wanted; `rows_affected` is -1 when the driver does not know.
    AdbcStatusCode (*StatementExecuteQuery)(
        struct AdbcStatement *statement, struct ArrowArrayStream *out, int64_t *rows_affected, struct AdbcError *error);
    AdbcUncalled StatementExecutePartitions;
    AdbcUncalled StatementGetParameterSchema;
    AdbcStatusCode (*StatementNew)(struct AdbcConnection *connection, struct AdbcStatement *statement, struct AdbcError *error);
    AdbcUncalled StatementPrepare;
    AdbcStatusCode (*StatementRelease)(struct AdbcStatement *statement, struct AdbcError *error);
    AdbcStatusCode (*StatementSetOption)(struct AdbcStatement *statement, const char *key, const char *value, struct AdbcError *error);
    AdbcStatusCode (*StatementSetSqlQuery)(struct AdbcStatement *statement, const char *query, struct AdbcError *error);
    AdbcUncalled StatementSetSubstraitPlan;

    // Since 1.1. A 1.0 driver writes nothing from here on.
    AdbcUncalled ErrorGetDetailCount;
    AdbcUncalled ErrorGetDetail;
    // The error behind a failed call on a result stream; owned by the stream. Null when there is none.
    const struct AdbcError *(*ErrorFromArrayStream)(struct ArrowArrayStream *stream, AdbcStatusCode *status);

    AdbcUncalled DatabaseGetOption;
    AdbcUncalled DatabaseGetOptionBytes;
    AdbcUncalled DatabaseGetOptionDouble;
    AdbcUncalled DatabaseGetOptionInt;
    AdbcUncalled DatabaseSetOptionBytes;
    AdbcUncalled DatabaseSetOptionDouble;
    AdbcUncalled DatabaseSetOptionInt;

    AdbcUncalled ConnectionCancel;
    AdbcUncalled ConnectionGetOption;
    AdbcUncalled ConnectionGetOptionBytes;
    AdbcUncalled ConnectionGetOptionDouble;
    AdbcUncalled ConnectionGetOptionInt;
    AdbcUncalled ConnectionGetStatistics;
    AdbcUncalled ConnectionGetStatisticNames;
    AdbcUncalled ConnectionSetOptionBytes;
    AdbcUncalled ConnectionSetOptionDouble;
    AdbcUncalled ConnectionSetOptionInt;

    // The one call that may come from another thread while the statement is busy.
    AdbcStatusCode (*StatementCancel)(struct AdbcStatement *statement, struct AdbcError *error);
    AdbcUncalled StatementExecuteSchema;
    AdbcUncalled StatementGetOption;
    AdbcUncalled StatementGetOptionBytes;
    AdbcUncalled StatementGetOptionDouble;
    AdbcUncalled StatementGetOptionInt;
    AdbcUncalled StatementSetOptionBytes;
    AdbcUncalled StatementSetOptionDouble;
    AdbcUncalled StatementSetOptionInt;
};

// A driver's entry point: fills the table `driver` (an AdbcDriver) for `version`.
typedef AdbcStatusCode (*AdbcDriverEntryPoint)(int version, void *driver, struct AdbcError *error);

#endif
