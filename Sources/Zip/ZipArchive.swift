import CZlib
import Foundation

/// A zip archive in memory: its entries by name, and their content into files.
///
/// Only what the central directory lists is there (APPNOTE.TXT 4.3.12); nothing is unpacked by the name that the archive gives it.
/// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
package struct ZipArchive: Sendable {
    /// A file in the archive.
    package struct Entry: Hashable, Sendable {
        /// Path in the archive, with `/` and without a leading `./`.
        package let name: String
        /// Bytes it claims to have when unpacked.
        package let size: Int
        let method: Int
        let packedSize: Int
        let crc: UInt32
        let offset: Int
        let isEncrypted: Bool
    }

    /// The files, in the archive's order; folders are left out.
    package let entries: [Entry]
    private let bytes: ArraySlice<UInt8>

    /// - Throws: `ZipError` with `damaged`, `unsupported` or `leadsOutside`.
    package init(_ bytes: ArraySlice<UInt8>) throws(ZipError) {
        self.bytes = bytes
        entries = try ZipDirectory(bytes).entries()
    }

    /// Unpacks an entry into a new file, which is gone again when that fails.
    ///
    /// - Parameter limit: bytes it may have, whatever it claims.
    /// - Throws: `ZipError`.
    package func unpack(_ entry: Entry, to path: String, limit: Int) throws(ZipError) {
        guard !entry.isEncrypted else { throw ZipError(.unsupported, "'\(entry.name)' is encrypted") }
        let packed = try content(entry)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ZipError(.file, "the file \(path) cannot be made: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        do throws(ZipError) {
            try write(entry, packed, to: file, limit: limit)
        } catch {
            unlink(path)
            throw error
        }
    }

    private func write(_ entry: Entry, _ packed: ArraySlice<UInt8>, to file: Int32, limit: Int) throws(ZipError) {
        guard entry.size <= limit else { throw Self.tooLarge(entry, limit) }
        var crc: UInt32 = 0
        let written = packed.withUnsafeBufferPointer { packed in
            switch entry.method {
            case 0: Self.store(packed, to: file, &crc)
            case 8: czlib_inflate(packed.baseAddress, packed.count, file, UInt64(limit), &crc)
            default: Int64.min
            }
        }
        switch written {
        case Int64.min: throw ZipError(.unsupported, "'\(entry.name)' is compressed by method \(entry.method); only deflate is understood")
        case Int64(CZLIB_TOO_LARGE): throw Self.tooLarge(entry, limit)
        case Int64(CZLIB_NOT_WRITTEN): throw ZipError(.file, "'\(entry.name)' cannot be written; is the disk full?")
        case Int64(entry.size) where crc == entry.crc: return
        default: throw ZipError(.damaged, "'\(entry.name)' is damaged")
        }
    }

    private static func store(_ bytes: UnsafeBufferPointer<UInt8>, to file: Int32, _ crc: inout UInt32) -> Int64 {
        crc = czlib_crc(bytes.baseAddress, bytes.count)
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = Foundation.write(file, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return Int64(CZLIB_NOT_WRITTEN) }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return Int64(bytes.count)
    }

    private static func tooLarge(_ entry: Entry, _ limit: Int) -> ZipError {
        ZipError(.tooLarge, "'\(entry.name)' is larger than \(limit >> 20) MB when unpacked")
    }

    /// The entry's bytes as they are packed, found behind its own header, whose name and extra field may differ from the directory's.
    private func content(_ entry: Entry) throws(ZipError) -> ArraySlice<UInt8> {
        let reader = ZipBytes(bytes)
        guard reader.number(entry.offset, 4) == 0x0403_4b50, let name = reader.number(entry.offset + 26, 2),
            let extra = reader.number(entry.offset + 28, 2),
            let content = reader.slice(entry.offset + 30 + name + extra, entry.packedSize)
        else { throw ZipError(.damaged, "'\(entry.name)' is not where the archive says") }
        return content
    }
}
