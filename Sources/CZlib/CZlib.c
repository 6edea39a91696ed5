#include "CZlib.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

// zlib's counters are 32 bits wide.
#define PIECE ((size_t)1 << 30)

static int write_all(int file, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return 0;
        bytes += written;
        count -= (size_t)written;
    }
    return 1;
}

int64_t czlib_inflate(const uint8_t *source, size_t count, int file, uint64_t limit, uint32_t *crc) {
    uint8_t window[64 << 10];
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return CZLIB_DAMAGED;
    uint64_t total = 0;
    int64_t result = CZLIB_DAMAGED;
    *crc = (uint32_t)crc32(0, Z_NULL, 0);
    for (;;) {
        if (stream.avail_in == 0 && count > 0) {
            size_t piece = count < PIECE ? count : PIECE;
            stream.next_in = (Bytef *)source;
            stream.avail_in = (uInt)piece;
            source += piece;
            count -= piece;
        }
        stream.next_out = window;
        stream.avail_out = sizeof window;
        int state = inflate(&stream, Z_NO_FLUSH);
        size_t made = sizeof window - stream.avail_out;
        if (state != Z_OK && state != Z_STREAM_END) break;
        if (made > limit - total) {
            result = CZLIB_TOO_LARGE;
            break;
        }
        total += made;
        *crc = (uint32_t)crc32(*crc, window, (uInt)made);
        if (!write_all(file, window, made)) {
            result = CZLIB_NOT_WRITTEN;
            break;
        }
        if (state == Z_STREAM_END) {
            result = (int64_t)total;
            break;
        }
    }
    inflateEnd(&stream);
    return result;
}

int64_t czlib_deflate(const uint8_t *source, size_t count, uint8_t *target, size_t room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return CZLIB_DAMAGED;
    size_t made = 0;
    int state = Z_OK;
    while (state == Z_OK) {
        if (stream.avail_in == 0 && count > 0) {
            size_t piece = count < PIECE ? count : PIECE;
            stream.next_in = (Bytef *)source;
            stream.avail_in = (uInt)piece;
            source += piece;
            count -= piece;
        }
        size_t left = room - made < PIECE ? room - made : PIECE;
        if (left == 0) break;
        stream.next_out = target + made;
        stream.avail_out = (uInt)left;
        state = deflate(&stream, count == 0 ? Z_FINISH : Z_NO_FLUSH);
        made += left - stream.avail_out;
    }
    deflateEnd(&stream);
    return state == Z_STREAM_END ? (int64_t)made : CZLIB_DAMAGED;
}

size_t czlib_bound(size_t count) { return count + count / 1000 + 1024; }

uint32_t czlib_crc(const uint8_t *source, size_t count) { return (uint32_t)crc32_z(crc32(0, Z_NULL, 0), source, count); }
