#include "fake_record.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
FakePlan FakeCurrentPlan;
long FakeGeneration = 1;
static FakeLive live;
static Object *objects;
static char calls[65536];
static char misuse[256];
static int blocked;
static int has_blocked;
static int unblocked;

void FakeLock(void) { pthread_mutex_lock(&lock); }

void FakeUnlock(void) { pthread_mutex_unlock(&lock); }

static int64_t *counter(Kind kind) {
    switch (kind) {
    case KindDatabase: return &live.databases;
    case KindConnection: return &live.connections;
    case KindStatement: return &live.statements;
    case KindStream: return &live.streams;
    case KindArray: return &live.arrays;
    default: return &live.schemas;
    }
}

void FakeBlame(const char *what, const char *call) {
    if (!misuse[0]) snprintf(misuse, sizeof misuse, "%s in %s", what, call);
}

void FakeNote(const char *call) {
    size_t used = strlen(calls);
    snprintf(calls + used, sizeof calls - used, "%s\n", call);
}

Object *FakeMake(Kind kind, Object *parent) {
    Object *object = calloc(1, sizeof *object);
    object->kind = kind;
    object->parent = parent;
    object->is_live = 1;
    object->next = objects;
    objects = object;
    if (parent) parent->live_children++;
    (*counter(kind))++;
    return object;
}

// The connection a call works on, which must not be in two calls at once; the database while it has none.
static Object *domain(Object *object) {
    while (object && object->kind != KindConnection && object->parent) object = object->parent;
    return object;
}

void FakeEnter(Object *object, const char *call) {
    FakeLock();
    FakeNote(call);
    if (!object) FakeBlame("no object", call);
    else if (!object->is_live) FakeBlame("use after release", call);
    Object *shared = domain(object);
    if (shared) {
        if (shared->is_busy) FakeBlame("concurrent use", call);
        shared->is_busy = 1;
    }
    // Gives others the chance to come in, so that concurrent use shows.
    FakeUnlock();
    sched_yield();
    FakeLock();
}

void FakeLeave(Object *object) {
    Object *shared = domain(object);
    if (shared) shared->is_busy = 0;
    FakeUnlock();
}

void FakeDrop(Object *object, const char *call) {
    if (!object || !object->is_live) {
        FakeBlame("released twice", call);
        return;
    }
    if (object->live_children > 0) FakeBlame("released before what is made from it", call);
    object->is_live = 0;
    if (object->parent) object->parent->live_children--;
    (*counter(object->kind))--;
}

static void release_error(struct AdbcError *error) {
    FakeLock();
    if (!error->message) FakeBlame("released twice", "AdbcError.release");
    else live.errors--;
    FakeUnlock();
    free(error->message);
    error->message = NULL;
    error->release = NULL;
}

static void fill_error(struct AdbcError *error) {
    if (!error || FakeCurrentPlan.error_style == FakeErrorStyleEmpty) return;
    if (FakeCurrentPlan.error_style == FakeErrorStyleConstant) {
        error->message = (char *)"the plan says so";
        return;
    }
    error->message = strdup("the plan says so");
    error->vendor_code = 7;
    memcpy(error->sqlstate, "42P01", 5);
    error->release = release_error;
    live.errors++;
}

AdbcStatusCode FakeOutcome(FakeStep step, struct AdbcError *error) {
    if (FakeCurrentPlan.fails_at != step) return AdbcStatusOK;
    fill_error(error);
    return FakeCurrentPlan.status ? FakeCurrentPlan.status : AdbcStatusInternal;
}

// Waits with the lock given up. Non-zero when the statement was cancelled.
int FakeBlock(FakeStep step, Object *statement) {
    if (FakeCurrentPlan.blocks_at != step || has_blocked) return 0;
    blocked = has_blocked = 1;
    while (!unblocked && !(statement && statement->is_cancelled)) pthread_cond_wait(&changed, &lock);
    blocked = 0;
    return statement && statement->is_cancelled;
}

void FakeCancel(Object *object) {
    FakeLock();
    FakeNote("StatementCancel");
    if (!object || !object->is_live) FakeBlame("use after release", "StatementCancel");
    else if (FakeCurrentPlan.loses_cancels > 0) FakeCurrentPlan.loses_cancels -= 1;
    else if (!FakeCurrentPlan.refuses_to_cancel) object->is_cancelled = 1;
    pthread_cond_broadcast(&changed);
    FakeUnlock();
}

// -- The tests' side

void FakeReset(FakePlan next) {
    FakeLock();
    while (objects) {
        Object *object = objects;
        objects = object->next;
        free(object);
    }
    FakeCurrentPlan = next;
    FakeGeneration += 1;
    memset(&live, 0, sizeof live);
    calls[0] = 0;
    misuse[0] = 0;
    blocked = has_blocked = unblocked = 0;
    FakeUnlock();
}

FakeLive FakeLiveCounts(void) {
    FakeLock();
    FakeLive counts = live;
    FakeUnlock();
    return counts;
}

static void copy(char *text, size_t size, const char *from) {
    FakeLock();
    snprintf(text, size, "%s", from);
    FakeUnlock();
}

void FakeCalls(char *text, size_t size) { copy(text, size, calls); }

void FakeMisuse(char *text, size_t size) { copy(text, size, misuse); }

int FakeIsBlocked(void) {
    FakeLock();
    int result = blocked;
    FakeUnlock();
    return result;
}

void FakeUnblock(void) {
    FakeLock();
    unblocked = 1;
    pthread_cond_broadcast(&changed);
    FakeUnlock();
}
