import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The directory that holds everything a server keeps: the database, the key file and downloaded artifacts.
///
/// Taking it locks it until the value is released, so that two servers never work on one database.
final class DataDirectory: Sendable {
    let path: String
    private let lock: Int32

    /// Makes the directory when it is missing, and locks it.
    ///
    /// - Throws: `StoreError` with `notWritable` or `inUse`.
    init(path: String) throws(StoreError) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        do {
            try FileManager.default.createDirectory(
                atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Self.notWritable(self.path)
        }
        lock = try Self.takeLock(in: self.path)
    }

    /// Takes part in a directory that a server may be working in; SQLite's own locks keep the database whole.
    ///
    /// - Throws: `StoreError` with `notFound` when there is no database in it.
    init(attachingTo path: String) throws(StoreError) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        guard FileManager.default.fileExists(atPath: self.path + "/plumbline.sqlite") else {
            throw StoreError(
                .notFound, "There is no database in the data directory \(self.path); start the server once, or name the right directory.")
        }
        lock = -1
    }

    deinit { if lock >= 0 { close(lock) } }

    /// The path of a file or folder inside.
    func file(_ name: String) -> String { path + "/" + name }

    /// The server before this one may still be closing what it has open, so the lock is asked for during two seconds.
    private static func waitForLock(_ descriptor: Int32) -> Bool {
        for attempt in 0..<40 {
            if attempt > 0 { usleep(50_000) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        }
        return false
    }

    /// The kernel releases this lock when the process ends, however it ends.
    private static func takeLock(in directory: String) throws(StoreError) -> Int32 {
        let descriptor = open(directory + "/plumbline.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw notWritable(directory) }
        guard waitForLock(descriptor) else {
            close(descriptor)
            throw StoreError(
                .inUse,
                "The data directory \(directory) is in use by another Plumbline server; stop that one or give this one its own server.data_dir."
            )
        }
        return descriptor
    }

    private static func notWritable(_ directory: String) -> StoreError {
        let reason = String(cString: strerror(errno))
        return StoreError(
            .notWritable,
            "Cannot write to the data directory \(directory) (\(reason)); make it writable for this user or choose another server.data_dir."
        )
    }
}
