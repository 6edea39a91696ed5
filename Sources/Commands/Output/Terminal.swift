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

    /// A line with a bar before it, cut to the terminal's width: a line that wraps cannot be written over.
    static func fitting(_ text: String, bar: String) -> String {
        var size = winsize()
        let width = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        let line = bar + text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count < width ? line : line.prefix(max(0, width - 2)) + "…"
    }

    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours for standard output: only on a terminal, and not when `NO_COLOR` (<https://no-color.org>) is set.
    static var ink: Ink {
        let isRefused = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Ink(isOn: isatty(STDOUT_FILENO) == 1 && !isRefused)
    }
}
