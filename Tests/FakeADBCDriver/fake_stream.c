#include "fake_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// -- Arrays

static void release_array(struct ArrowArray *array) {
    FakeLock();
    FakeDrop(array->private_data, "ArrowArray.release");
    FakeUnlock();
    if (array->n_children) {
        free((void *)array->children[0]->buffers[1]);
        free(array->children[0]->buffers);
        free(array->children[0]);
        free(array->children);
    }
    free(array->buffers);
    array->release = NULL;
}

static void release_child_array(struct ArrowArray *array) { array->release = NULL; }

static void fill_array(struct ArrowArray *array, int64_t first, int64_t rows) {
    int64_t *numbers = malloc(sizeof(int64_t) * (size_t)(rows ? rows : 1));
    for (int64_t row = 0; row < rows; row++) numbers[row] = first + row;
    struct ArrowArray *child = calloc(1, sizeof *child);
    child->length = rows;
    child->n_buffers = 2;
    child->buffers = calloc(2, sizeof(void *));
    child->buffers[1] = numbers;
    child->release = release_child_array;
    memset(array, 0, sizeof *array);
    array->length = rows;
    array->n_buffers = 1;
    array->buffers = calloc(1, sizeof(void *));
    array->n_children = 1;
    array->children = calloc(1, sizeof(void *));
    array->children[0] = child;
    array->private_data = FakeMake(KindArray, NULL);
    array->release = release_array;
}

static void release_schema(struct ArrowSchema *schema) {
    FakeLock();
    FakeDrop(schema->private_data, "ArrowSchema.release");
    FakeUnlock();
    free(schema->children[0]);
    free(schema->children);
    schema->release = NULL;
}

static void release_child_schema(struct ArrowSchema *schema) { schema->release = NULL; }

static void fill_schema(struct ArrowSchema *schema) {
    struct ArrowSchema *child = calloc(1, sizeof *child);
    child->format = FakeCurrentPlan.has_unknown_type ? "zz9" : "l";
    child->name = "n";
    child->flags = ArrowFlagNullable;
    child->release = release_child_schema;
    memset(schema, 0, sizeof *schema);
    schema->format = "+s";
    schema->n_children = 1;
    schema->children = calloc(1, sizeof(void *));
    schema->children[0] = child;
    schema->private_data = FakeMake(KindSchema, NULL);
    schema->release = release_schema;
}

// -- Streams

static int stream_get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    Object *object = stream->private_data;
    FakeEnter(object, "StreamGetSchema");
    int cancelled = FakeBlock(FakeStepStreamGetSchema, object->parent);
    int code = cancelled ? ECANCELED : FakeCurrentPlan.fails_at == FakeStepStreamGetSchema ? EIO : 0;
    if (!code) fill_schema(out);
    FakeLeave(object);
    return code;
}

static int stream_get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    Object *object = stream->private_data;
    FakeEnter(object, "StreamGetNext");
    int cancelled = FakeBlock(FakeStepStreamGetNext, object->parent);
    int code = cancelled ? ECANCELED : 0;
    if (!code && object->batches_made < FakeCurrentPlan.batches) {
        fill_array(out, object->batches_made * FakeCurrentPlan.rows_per_batch, FakeCurrentPlan.rows_per_batch);
        object->batches_made++;
    } else if (!code && FakeCurrentPlan.fails_at == FakeStepStreamGetNext) {
        code = EIO;
    } else if (!code) {
        memset(out, 0, sizeof *out);
    }
    FakeLeave(object);
    return code;
}

static const char *stream_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return FakeCurrentPlan.error_style == FakeErrorStyleEmpty ? NULL : "the stream broke";
}

static void stream_release(struct ArrowArrayStream *stream) {
    Object *object = stream->private_data;
    FakeEnter(object, "StreamRelease");
    FakeDrop(object, "StreamRelease");
    FakeLeave(object);
    stream->release = NULL;
}

void FakeFillStream(struct ArrowArrayStream *stream, Object *statement) {
    stream->get_schema = stream_get_schema;
    stream->get_next = stream_get_next;
    stream->get_last_error = stream_last_error;
    stream->release = stream_release;
    stream->private_data = FakeMake(KindStream, statement);
}
