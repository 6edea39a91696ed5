import Foundation
import Subprocess
import SystemPackage

/// Runs programs in process groups of their own, so that ending one ends everything it started.
enum ProgramRunner {
    /// The output of a program that has ended.
    struct Output: Sendable {
        let exitCode: Int32
        let standardOutput: [UInt8]
        let standardError: String

        var text: String { String(decoding: standardOutput, as: UTF8.self) }
    }

    /// Runs a program to its end and collects its output.
    ///
    /// Cancelling the task ends the whole process group. A non-zero exit is no error here.
    /// - Throws: `ProcessError` when the program cannot be started, `CancellationError`.
    static func collect(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        directory: String? = nil
    ) async throws -> Output {
        do {
            let result = try await run(
                Self.executable(executable),
                arguments: Arguments(arguments),
                environment: Self.environment(environment),
                workingDirectory: directory.map { FilePath($0) },
                platformOptions: ownSession,
                output: .bytes(limit: 256 * 1024 * 1024),
                error: .string(limit: 16 * 1024 * 1024)
            )
            return Output(
                exitCode: result.terminationStatus.exitCode ?? -1,
                standardOutput: result.standardOutput,
                standardError: result.standardError
            )
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw ProcessError(command: ([executable] + arguments).joined(separator: " "), exitCode: nil, message: "\(error)")
        }
    }

    /// Runs a program and hands its output, standard error included, over as it is written.
    ///
    /// Cancelling the task sends SIGTERM to the process group and SIGKILL a second later.
    /// - Returns: the exit code, or minus the number of the signal that ended the program.
    /// - Throws: `ProcessError` when the program cannot be started, `CancellationError`.
    static func stream(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        directory: String,
        onOutput: @Sendable @escaping (String) -> Void
    ) async throws -> Int32 {
        do {
            let result = try await run(
                Self.executable(executable),
                arguments: Arguments(arguments),
                environment: Self.environment(environment),
                workingDirectory: FilePath(directory),
                platformOptions: ownSession,
                input: .none,
                output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                for try await line in execution.standardOutput.strings(bufferingPolicy: .unbounded) {
                    onOutput(line + "\n")
                }
            }
            try Task.checkCancellation()
            return result.terminationStatus.exitCode ?? -1
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw ProcessError(command: ([executable] + arguments).joined(separator: " "), exitCode: nil, message: "\(error)")
        }
    }

    private static func executable(_ text: String) -> Executable {
        text.contains("/") ? .path(FilePath(text)) : .name(text)
    }

    private static func environment(_ values: [String: String]) -> Environment {
        .inherit.updating(
            Dictionary(uniqueKeysWithValues: values.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } })
        )
    }

    private static var ownSession: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        return options
    }
}

extension TerminationStatus {
    /// The exit code; the negative number of the signal for a program ended by one.
    fileprivate var exitCode: Int32? {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }
}
