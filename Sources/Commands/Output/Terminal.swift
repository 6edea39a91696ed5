import Foundation
import Reports

/// Standard output and standard error.
enum Terminal {
    /// Results go here.
    static func standardOutput(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Messages go here; whatever they quote cannot steer the terminal.
    static func standardError(_ text: String) {
        FileHandle.standardError.write(Data(TerminalSafe.text(text).utf8))
    }

    /// Text of our own with its control characters, such as a progress line.
    static func control(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours for standard output: only on a terminal, and not when `NO_COLOR` (<https://no-color.org>) is set.
    static var ink: Ink {
        let isRefused = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Ink(isOn: isatty(STDOUT_FILENO) == 1 && !isRefused)
    }
}
