// zlib as far as zip archives need it: whole streams of raw deflate (RFC 1951).
#ifndef PLUMBLINE_CZLIB_H
#define PLUMBLINE_CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// The data is no deflate stream, or ends too early.
#define CZLIB_DAMAGED (-1)
/// More than `limit` bytes come out of it.
#define CZLIB_TOO_LARGE (-2)
/// The file cannot be written.
#define CZLIB_NOT_WRITTEN (-3)

/// Inflates `count` bytes at `source` into the open file `file`, at most `limit` bytes.
///
/// Returns the bytes written, or one of the negative numbers above; `crc` becomes the CRC-32 of what was written.
int64_t czlib_inflate(const uint8_t *source, size_t count, int file, uint64_t limit, uint32_t *crc);

/// Deflates `count` bytes at `source` into `target`, which has room for `room` bytes; czlib_bound tells how many are enough.
///
/// Returns the bytes written, or CZLIB_DAMAGED when there is no memory or no room.
int64_t czlib_deflate(const uint8_t *source, size_t count, uint8_t *target, size_t room);

/// Room that is enough for deflating `count` bytes.
size_t czlib_bound(size_t count);

/// The CRC-32 of `count` bytes.
uint32_t czlib_crc(const uint8_t *source, size_t count);

#endif
