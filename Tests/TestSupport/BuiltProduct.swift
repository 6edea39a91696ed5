import Foundation

/// A program of this package that was built together with the running tests.
package struct BuiltProduct: Sendable {
    package let path: String

    package init(_ name: String) {
        // The test runner lies beside the products.
        let runner = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        path = runner.deletingLastPathComponent().appending(path: name).path
    }

    /// Any other program.
    package init(file path: String) { self.path = path }

    /// What a finished program left.
    package struct Outcome: Sendable {
        package let exitCode: Int32
        package let output: String
        package let errors: String
    }

    /// Runs the program to its end.
    ///
    /// - Parameter folder: the working folder; the test's own when it is absent.
    package func run(_ arguments: [String], environment: [String: String] = [:], folder: String? = nil) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = FileHandle.nullDevice
        // Files, not pipes: a program that prints more than a pipe holds would wait for a reader.
        let (output, errors) = (try TemporaryFile(), try TemporaryFile())
        process.standardOutput = output.handle
        process.standardError = errors.handle
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return Outcome(exitCode: process.terminationStatus, output: try output.text(), errors: try errors.text())
    }
}

/// A file that goes with its object.
private final class TemporaryFile {
    private let url = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString).txt")
    let handle: FileHandle

    init() throws {
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        handle = try FileHandle(forWritingTo: url)
    }

    func text() throws -> String {
        String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
