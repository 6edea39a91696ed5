import Foundation
import Reports

/// Standard output and standard error.
enum Terminal {
    /// Results go here.
    static func standardOutput(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Messages go here; whatever they quote cannot steer the terminal.
    static func standardError(_ text: String) {
        write(TerminalSafe.text(text), to: STDERR_FILENO)
    }

    /// Text of our own with its control characters, such as a progress line.
    static func control(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// A reader that has gone away, or a full disk, is no reason to stop what is being done.
    private static func write(_ text: String, to file: Int32) {
        // Otherwise writing to a closed pipe ends the process.
        signal(SIGPIPE, SIG_IGN)
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// A line with a bar before it, cut to the terminal's width: a line that wraps cannot be written over.
    static func fitting(_ text: String, bar: String) -> String {
        let width = columns(of: STDERR_FILENO) ?? 80
        let line = bar + text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count < width ? line : line.prefix(max(0, width - 2)) + "…"
    }

    /// Characters of a line on standard output; a file has room for more than most terminals.
    static var width: Int { columns(of: STDOUT_FILENO) ?? 120 }

    private static func columns(of file: Int32) -> Int? {
        var size = winsize()
        return ioctl(file, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }

    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours for standard output: only on a terminal, and not when `NO_COLOR` (<https://no-color.org>) is set.
    static var ink: Ink {
        let isRefused = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Ink(isOn: isatty(STDOUT_FILENO) == 1 && !isRefused)
    }
}
