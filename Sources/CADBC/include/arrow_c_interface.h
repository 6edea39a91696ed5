// The memory layout of the Arrow C data interface and the Arrow C stream interface.
//
// Declared from the specification: https://arrow.apache.org/docs/format/CDataInterface.html
// and https://arrow.apache.org/docs/format/CStreamInterface.html. The field names are the specification's.
#ifndef PLUMBLINE_ARROW_C_INTERFACE_H
#define PLUMBLINE_ARROW_C_INTERFACE_H

#include <stdint.h>

// Bits of ArrowSchema.flags.
enum {
    ArrowFlagDictionaryOrdered = 1,
    ArrowFlagNullable = 2,
    ArrowFlagMapKeysSorted = 4,
};

// The type of one column, or of a whole batch (a struct). A null `release` means: nothing in here.
struct ArrowSchema {
    const char *format;
    const char *name;
    // Key and value pairs with 32-bit counts and lengths, in native byte order; may be null.
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *schema);
    void *private_data;
};

// The values of one column, or of a whole batch. Buffer sizes are not written down; they follow from type, length and offset.
struct ArrowArray {
    int64_t length;
    // -1: not counted.
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *array);
    void *private_data;
};

// Batches one after another, pulled by the reader.
struct ArrowArrayStream {
    // 0, or an errno value.
    int (*get_schema)(struct ArrowArrayStream *stream, struct ArrowSchema *out);
    // 0, or an errno value. The end is success with a released `out`.
    int (*get_next)(struct ArrowArrayStream *stream, struct ArrowArray *out);
    // What went wrong in the call before; valid until the next call. May be null.
    const char *(*get_last_error)(struct ArrowArrayStream *stream);
    void (*release)(struct ArrowArrayStream *stream);
    void *private_data;
};

#endif
