import Foundation
import Reports

/// Standard output and standard error.
enum Terminal {
    /// Results go here.
    static func standardOutput(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Progress and messages go here.
    static func standardError(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours for standard output: only on a terminal, and not when `NO_COLOR` (<https://no-color.org>) is set.
    static var ink: Ink {
        let isRefused = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Ink(isOn: isatty(STDOUT_FILENO) == 1 && !isRefused)
    }
}
