// An ADBC driver for tests: does what its plan says, writes down every call, and notices every misuse of the interface.
// One at a time: the plan and the record belong to the process.
#ifndef PLUMBLINE_FAKE_DRIVER_H
#define PLUMBLINE_FAKE_DRIVER_H

#include "CADBC.h"

typedef enum FakeStep {
    FakeStepNone,
    FakeStepEntry,
    FakeStepDatabaseNew,
    FakeStepDatabaseSetOption,
    FakeStepDatabaseInit,
    FakeStepDatabaseRelease,
    FakeStepConnectionNew,
    FakeStepConnectionSetOption,
    FakeStepConnectionInit,
    FakeStepConnectionRelease,
    FakeStepStatementNew,
    FakeStepStatementSetOption,
    FakeStepStatementSetSqlQuery,
    FakeStepStatementExecuteQuery,
    FakeStepStatementCancel,
    FakeStepStatementRelease,
    FakeStepStreamGetSchema,
    FakeStepStreamGetNext,
    FakeStepStreamRelease,
    FakeStepDriverRelease,
} FakeStep;

// What a failing call puts into the error.
typedef enum FakeErrorStyle {
    FakeErrorStyleEmpty,     // nothing but the status
    FakeErrorStyleConstant,  // a message without a release callback
    FakeErrorStyleOwned,     // a message to be released, with SQLSTATE and vendor code
} FakeErrorStyle;

typedef struct FakePlan {
    FakeStep fails_at;
    FakeErrorStyle error_style;
    AdbcStatusCode status;
    // Batches before a failing StreamGetNext fails, or the result ends.
    int64_t batches;
    int64_t rows_per_batch;
    // The first call waits here until its statement is cancelled or FakeUnblock is called.
    FakeStep blocks_at;
    // Knows ADBC 1.0 only.
    int is_version_100;
    // Leaves a stream that must not be touched behind when ExecuteQuery fails.
    int leaves_stream_on_failure;
    // So many requests to cancel come to nothing.
    int loses_cancels;
    // Refuses to cancel.
    int refuses_to_cancel;
    // The one column has a type that does not exist, "zz9".
    int has_unknown_type;
    // A table without StatementExecuteQuery.
    int lacks_execute;
    int64_t rows_affected;
} FakePlan;

// Things alive, by kind.
typedef struct FakeLive {
    int64_t databases, connections, statements, streams, arrays, schemas, errors;
} FakeLive;

// Forgets the record and starts over.
void FakeReset(FakePlan plan);

AdbcStatusCode FakeDriverInit(int version, void *driver, struct AdbcError *error);

FakeLive FakeLiveCounts(void);

// The calls so far, one name per line; copies at most `size` bytes and ends them with a zero.
void FakeCalls(char *text, size_t size);

// The first misuse; empty when there was none. As FakeCalls.
void FakeMisuse(char *text, size_t size);

// Whether a call is waiting at `blocks_at`.
int FakeIsBlocked(void);

// Lets the waiting call go on.
void FakeUnblock(void);

#endif
