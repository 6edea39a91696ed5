// What the parts of the fake driver share: its things, the record of calls, and the plan.
#ifndef PLUMBLINE_FAKE_RECORD_H
#define PLUMBLINE_FAKE_RECORD_H

#include "fake_driver.h"

typedef enum Kind { KindDatabase, KindConnection, KindStatement, KindStream, KindArray, KindSchema } Kind;

// Never freed before FakeReset, so that a use after release is seen and not undefined.
typedef struct Object {
    Kind kind;
    struct Object *parent;
    struct Object *next;
    int is_live;
    int is_busy;
    int is_cancelled;
    int64_t live_children;
    int64_t batches_made;
} Object;

extern FakePlan FakeCurrentPlan;
/// Counts the plans; a driver remembers the one it was made under. Never 0.
extern long FakeGeneration;

void FakeLock(void);
void FakeUnlock(void);

// Writes a call down.
void FakeNote(const char *call);

// Writes a misuse down, the first one only.
void FakeBlame(const char *what, const char *call);

Object *FakeMake(Kind kind, Object *parent);

// Marks a thing as released.
void FakeDrop(Object *object, const char *call);

// Between these two, a call works on a thing: with the lock held, and alone on its connection.
void FakeEnter(Object *object, const char *call);
void FakeLeave(Object *object);

// What the plan lets a step end with; fills the error.
AdbcStatusCode FakeOutcome(FakeStep step, struct AdbcError *error);

// Waits, with the lock given up, if the plan says so. Non-zero when the statement was cancelled.
int FakeBlock(FakeStep step, Object *statement);

// Cancels a statement.
void FakeCancel(Object *object);

// Fills a stream of the planned batches.
void FakeFillStream(struct ArrowArrayStream *stream, Object *statement);

#endif
