import CZlib
import Foundation

/// Makes a zip archive in memory, a few files of known names.
package struct ZipWriter {
    private var content: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    package init() {}

    /// Adds a file, deflated.
    ///
    /// - Throws: `ZipError`: `tooLarge` beyond 4 GB.
    package mutating func add(_ name: String, _ bytes: [UInt8]) throws(ZipError) {
        var packed = [UInt8](repeating: 0, count: czlib_bound(bytes.count))
        let room = packed.count
        let written = packed.withUnsafeMutableBufferPointer { packed in
            bytes.withUnsafeBufferPointer { czlib_deflate($0.baseAddress, $0.count, packed.baseAddress, room) }
        }
        guard written >= 0, content.count + Int(written) < 0xffff_ffff, bytes.count < 0xffff_ffff else {
            throw ZipError(.tooLarge, "'\(name)' is too large for a zip archive")
        }
        packed.removeLast(room - Int(written))
        let crc = bytes.withUnsafeBufferPointer { czlib_crc($0.baseAddress, $0.count) }
        // Version 2.0, names in UTF-8, deflate, 1980-01-01.
        let common =
            Self.little(20, 2) + Self.little(0x800, 2) + Self.little(8, 2) + Self.little(0, 2) + Self.little(0x21, 2)
            + Self.little(Int(crc), 4)
            + Self.little(packed.count, 4) + Self.little(bytes.count, 4) + Self.little(name.utf8.count, 2) + Self.little(0, 2)
        directory += Self.little(0x0201_4b50, 4) + Self.little(20, 2) + common
        directory += Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 4) + Self.little(content.count, 4)
        directory += Array(name.utf8)
        content += Self.little(0x0403_4b50, 4) + common + Array(name.utf8)
        content += packed
        count += 1
    }

    /// The whole archive.
    package func archive() -> [UInt8] {
        let end =
            Self.little(0x0605_4b50, 4) + Self.little(0, 4) + Self.little(count, 2) + Self.little(count, 2)
            + Self.little(directory.count, 4) + Self.little(content.count, 4) + Self.little(0, 2)
        return content + directory + end
    }

    private static func little(_ number: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}
