import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A body of `multipart/form-data` (RFC 7578), read whole.
struct MultipartForm: Sendable {
    /// Texts by the name of their field.
    private(set) var fields: [String: String] = [:]
    /// Contents of files by the name of their field.
    private(set) var files: [String: ArraySlice<UInt8>] = [:]

    /// - Throws: `Problem`: 413 beyond `limit` bytes, 415 and 400 for what is no such form.
    init(_ request: Request, limit: Int) async throws {
        guard let boundary = Self.boundary(request.headers[.contentType] ?? "") else {
            throw Problem(
                .unsupportedMediaType, "The body must be multipart/form-data.",
                hint: "Upload with 'plumbline dbt upload' or Datafold's SDK, or with curl -F.")
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge, "The upload is larger than \(limit >> 20) MB.",
                hint:
                    "Upload manifest.json, run_results.json and catalog.json only, as 'plumbline dbt upload' does, or raise server.max_upload_mb."
            )
        }
        try read(Array(buffer.readableBytesView), boundary)
    }

    init(body: [UInt8], boundary: String) throws { try read(body, boundary) }

    private static func boundary(_ contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        let value = parts.first { $0.lowercased().hasPrefix("boundary=") }?.dropFirst("boundary=".count)
        return value.map { $0.trimmingCharacters(in: ["\""]) }.flatMap { (1...70).contains($0.utf8.count) ? $0 : nil }
    }

    private mutating func read(_ body: [UInt8], _ boundary: String) throws {
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first one stands at the very beginning, or behind a preamble.
        let isAtStart = body.starts(with: delimiter.dropFirst(2))
        guard var start = isAtStart ? delimiter.count - 2 : Self.find(delimiter, in: body, from: 0).map({ $0 + delimiter.count }) else {
            throw Self.malformed
        }
        while !body[min(start, body.count)...].starts(with: Array("--".utf8)) {
            guard let end = Self.find(delimiter, in: body, from: start) else { throw Self.malformed }
            try take(body[start..<end])
            start = end + delimiter.count
        }
    }

    private mutating func take(_ part: ArraySlice<UInt8>) throws {
        let gap = Array("\r\n\r\n".utf8)
        guard let end = Self.find(gap, in: Array(part.prefix(8_192)), from: 0) else { throw Self.malformed }
        let head = String(decoding: part.prefix(end), as: UTF8.self)
        let content = part.dropFirst(end + gap.count)
        let lines = head.split(whereSeparator: \.isNewline)
        guard let disposition = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = Self.parameter("name", of: disposition)
        else { throw Self.malformed }
        if Self.parameter("filename", of: disposition) != nil {
            files[name] = content
        } else {
            fields[name] = String(decoding: content, as: UTF8.self)
        }
    }

    private static func parameter(_ name: String, of line: Substring) -> String? {
        for part in line.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces).lowercased() == name else { continue }
            return pair[1].trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["\""])
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard start <= body.count else { return nil }
        return body.withUnsafeBytes { body -> Int? in
            guard let base = body.baseAddress, let first = needle.first else { return nil }
            var position = start
            while position + needle.count <= body.count {
                guard let found = memchr(base + position, Int32(first), body.count - needle.count + 1 - position) else { return nil }
                position = UnsafeRawPointer(found) - base
                if memcmp(found, needle, needle.count) == 0 { return position }
                position += 1
            }
            return nil
        }
    }

    private static let malformed = Problem(.badRequest, "The body is no whole multipart/form-data.", hint: "Send it again.")
}
