/// A program that could not be started or ended with a failure.
struct ProcessError: Error, CustomStringConvertible {
    /// The program and its arguments, as a person would type them.
    let command: String
    /// Exit code, or nil when the program did not start or was ended by a signal.
    let exitCode: Int32?
    /// What the program wrote on standard error, or why it did not start.
    let message: String

    var description: String {
        let code = exitCode.map { "exit code \($0)" } ?? "no exit code"
        return "`\(command)` failed (\(code)): \(message)"
    }
}
