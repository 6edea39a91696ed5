#include <stdint.h>
#include "fake_record.h"

#include <stddef.h>
#include <string.h>

static void never_call(struct ArrowArrayStream *stream) {
    (void)stream;
    FakeLock();
    FakeBlame("touched after a failure", "ArrowArrayStream.release");
    FakeUnlock();
}

static AdbcStatusCode database_new(struct AdbcDatabase *database, struct AdbcError *error) {
    FakeLock();
    FakeNote("DatabaseNew");
    AdbcStatusCode status = FakeOutcome(FakeStepDatabaseNew, error);
    if (status == AdbcStatusOK) database->private_data = FakeMake(KindDatabase, NULL);
    FakeUnlock();
    return status;
}

static AdbcStatusCode database_set_option(struct AdbcDatabase *database, const char *key, const char *value, struct AdbcError *error) {
    (void)key, (void)value;
    FakeEnter(database->private_data, "DatabaseSetOption");
    AdbcStatusCode status = FakeOutcome(FakeStepDatabaseSetOption, error);
    FakeLeave(database->private_data);
    return status;
}

static AdbcStatusCode database_init(struct AdbcDatabase *database, struct AdbcError *error) {
    FakeEnter(database->private_data, "DatabaseInit");
    FakeBlock(FakeStepDatabaseInit, NULL);
    AdbcStatusCode status = FakeOutcome(FakeStepDatabaseInit, error);
    FakeLeave(database->private_data);
    return status;
}

static AdbcStatusCode database_release(struct AdbcDatabase *database, struct AdbcError *error) {
    FakeEnter(database->private_data, "DatabaseRelease");
    FakeDrop(database->private_data, "DatabaseRelease");
    AdbcStatusCode status = FakeOutcome(FakeStepDatabaseRelease, error);
    FakeLeave(database->private_data);
    return status;
}

static AdbcStatusCode connection_new(struct AdbcConnection *connection, struct AdbcError *error) {
    FakeLock();
    FakeNote("ConnectionNew");
    AdbcStatusCode status = FakeOutcome(FakeStepConnectionNew, error);
    if (status == AdbcStatusOK) connection->private_data = FakeMake(KindConnection, NULL);
    FakeUnlock();
    return status;
}

static AdbcStatusCode connection_set_option(
    struct AdbcConnection *connection, const char *key, const char *value, struct AdbcError *error) {
    (void)key, (void)value;
    FakeEnter(connection->private_data, "ConnectionSetOption");
    AdbcStatusCode status = FakeOutcome(FakeStepConnectionSetOption, error);
    FakeLeave(connection->private_data);
    return status;
}

static AdbcStatusCode connection_init(struct AdbcConnection *connection, struct AdbcDatabase *database, struct AdbcError *error) {
    FakeEnter(database->private_data, "ConnectionInit");
    Object *object = connection->private_data;
    FakeBlock(FakeStepConnectionInit, NULL);
    AdbcStatusCode status = FakeOutcome(FakeStepConnectionInit, error);
    if (status == AdbcStatusOK) {
        object->parent = database->private_data;
        object->parent->live_children++;
    }
    FakeLeave(database->private_data);
    return status;
}

static AdbcStatusCode connection_release(struct AdbcConnection *connection, struct AdbcError *error) {
    FakeEnter(connection->private_data, "ConnectionRelease");
    FakeDrop(connection->private_data, "ConnectionRelease");
    AdbcStatusCode status = FakeOutcome(FakeStepConnectionRelease, error);
    FakeLeave(connection->private_data);
    return status;
}

static AdbcStatusCode statement_new(struct AdbcConnection *connection, struct AdbcStatement *statement, struct AdbcError *error) {
    FakeEnter(connection->private_data, "StatementNew");
    AdbcStatusCode status = FakeOutcome(FakeStepStatementNew, error);
    if (status == AdbcStatusOK) statement->private_data = FakeMake(KindStatement, connection->private_data);
    FakeLeave(connection->private_data);
    return status;
}

static AdbcStatusCode statement_set_option(
    struct AdbcStatement *statement, const char *key, const char *value, struct AdbcError *error) {
    (void)key, (void)value;
    FakeEnter(statement->private_data, "StatementSetOption");
    AdbcStatusCode status = FakeOutcome(FakeStepStatementSetOption, error);
    FakeLeave(statement->private_data);
    return status;
}

static AdbcStatusCode statement_set_sql_query(struct AdbcStatement *statement, const char *query, struct AdbcError *error) {
    (void)query;
    FakeEnter(statement->private_data, "StatementSetSqlQuery");
    AdbcStatusCode status = FakeOutcome(FakeStepStatementSetSqlQuery, error);
    FakeLeave(statement->private_data);
    return status;
}

static AdbcStatusCode statement_execute(
    struct AdbcStatement *statement, struct ArrowArrayStream *out, int64_t *rows_affected, struct AdbcError *error) {
    Object *object = statement->private_data;
    FakeEnter(object, "StatementExecuteQuery");
    AdbcStatusCode status = AdbcStatusOK;
    if (FakeBlock(FakeStepStatementExecuteQuery, object)) status = AdbcStatusCancelled;
    if (status == AdbcStatusOK) status = FakeOutcome(FakeStepStatementExecuteQuery, error);
    if (status != AdbcStatusOK && out && FakeCurrentPlan.leaves_stream_on_failure) out->release = never_call;
    if (status == AdbcStatusOK && rows_affected) *rows_affected = FakeCurrentPlan.rows_affected;
    if (status == AdbcStatusOK && out) FakeFillStream(out, object);
    FakeLeave(object);
    return status;
}

static AdbcStatusCode statement_cancel(struct AdbcStatement *statement, struct AdbcError *error) {
    (void)error;
    FakeCancel(statement->private_data);
    return FakeCurrentPlan.refuses_to_cancel ? AdbcStatusNotImplemented : AdbcStatusOK;
}

static AdbcStatusCode statement_release(struct AdbcStatement *statement, struct AdbcError *error) {
    Object *object = statement->private_data;
    FakeEnter(object, "StatementRelease");
    FakeDrop(object, "StatementRelease");
    AdbcStatusCode status = FakeOutcome(FakeStepStatementRelease, error);
    FakeLeave(object);
    return status;
}

static AdbcStatusCode driver_release(struct AdbcDriver *driver, struct AdbcError *error) {
    FakeLock();
    // A driver of an earlier test may go late, on a thread of its own; it is not this test's.
    int is_current = driver->private_data == NULL || (intptr_t)driver->private_data == FakeGeneration;
    if (is_current) FakeNote("DriverRelease");
    if (!driver->private_data) FakeBlame("released twice", "DriverRelease");
    driver->private_data = NULL;
    AdbcStatusCode status = is_current ? FakeOutcome(FakeStepDriverRelease, error) : AdbcStatusOK;
    FakeUnlock();
    return status;
}

AdbcStatusCode FakeDriverInit(int version, void *raw, struct AdbcError *error) {
    struct AdbcDriver *driver = raw;
    FakeLock();
    FakeNote(version == AdbcVersion110 ? "Entry 1.1" : "Entry 1.0");
    AdbcStatusCode status = FakeOutcome(FakeStepEntry, error);
    if (version != AdbcVersion100 && FakeCurrentPlan.is_version_100) status = AdbcStatusNotImplemented;
    FakeUnlock();
    if (status != AdbcStatusOK) return status;
    memset(driver, 0, version == AdbcVersion100 ? offsetof(struct AdbcDriver, ErrorGetDetailCount) : sizeof *driver);
    driver->private_data = (void *)(intptr_t)FakeGeneration;
    driver->release = driver_release;
    driver->DatabaseNew = database_new;
    driver->DatabaseSetOption = database_set_option;
    driver->DatabaseInit = database_init;
    driver->DatabaseRelease = database_release;
    driver->ConnectionNew = connection_new;
    driver->ConnectionSetOption = connection_set_option;
    driver->ConnectionInit = connection_init;
    driver->ConnectionRelease = connection_release;
    driver->StatementNew = statement_new;
    driver->StatementSetOption = statement_set_option;
    driver->StatementSetSqlQuery = statement_set_sql_query;
    driver->StatementExecuteQuery = FakeCurrentPlan.lacks_execute ? NULL : statement_execute;
    driver->StatementRelease = statement_release;
    if (version != AdbcVersion100) driver->StatementCancel = statement_cancel;
    return AdbcStatusOK;
}
