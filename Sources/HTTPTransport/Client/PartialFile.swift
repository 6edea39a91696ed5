import Foundation

/// A file being downloaded: it takes its name when complete and leaves nothing behind otherwise.
struct PartialFile: ~Copyable {
    private let path: String
    private let partialPath: String
    private let handle: FileHandle
    private var isComplete = false

    init(path: String) throws(HTTPTransportError) {
        self.path = path
        partialPath = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).partial"
        guard FileManager.default.createFile(atPath: partialPath, contents: nil), let handle = FileHandle(forWritingAtPath: partialPath)
        else {
            throw .cannotWrite(path)
        }
        self.handle = handle
    }

    deinit {
        try? handle.close()
        if !isComplete { try? FileManager.default.removeItem(atPath: partialPath) }
    }

    mutating func append(_ bytes: Data) throws(HTTPTransportError) {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw .cannotWrite(path)
        }
    }

    mutating func complete() throws(HTTPTransportError) {
        do {
            try handle.close()
        } catch {
            throw .cannotWrite(path)
        }
        guard rename(partialPath, path) == 0 else { throw .cannotWrite(path) }
        isComplete = true
    }
}
