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
        try await start(arguments, environment: environment, folder: folder).outcome()
    }

    /// Starts the program.
    ///
    /// - Parameter folder: the working folder; the test's own when it is absent.
    package func start(_ arguments: [String], environment: [String: String] = [:], folder: String? = nil) throws -> RunningProduct {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = FileHandle.nullDevice
        return try RunningProduct(process)
    }
}

/// A program that was started.
package final class RunningProduct: Sendable {
    private let process: Process
    // Files, not pipes: a program that prints more than a pipe holds would wait for a reader.
    private let output: TemporaryFile
    private let errors: TemporaryFile
    private let (ends, end) = AsyncStream.makeStream(of: Int32.self)

    fileprivate init(_ process: Process) throws {
        self.process = process
        output = try TemporaryFile()
        errors = try TemporaryFile()
        process.standardOutput = output.handle
        process.standardError = errors.handle
        process.terminationHandler = { [end] in end.yield($0.terminationStatus) }
        try process.run()
    }

    package var processIdentifier: Int32 { process.processIdentifier }

    /// Presses Ctrl-C.
    package func interrupt() { kill(process.processIdentifier, SIGINT) }

    /// Waits for the program's end; once.
    package func outcome() async throws -> BuiltProduct.Outcome {
        var exitCode: Int32 = -1
        for await status in ends {
            exitCode = status
            break
        }
        return BuiltProduct.Outcome(exitCode: exitCode, output: try output.text(), errors: try errors.text())
    }
}

/// A file that goes with its object.
private final class TemporaryFile: Sendable {
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
