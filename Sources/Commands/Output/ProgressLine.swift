import DataDiff
import Reports
import Synchronization

/// One line on standard error that is written over; nothing when that is no terminal.
final class ProgressLine: Sendable {
    private let isOn: Bool
    private let isShown = Mutex(false)

    init(isOn: Bool = Terminal.isInteractive) {
        self.isOn = isOn
    }

    func show(_ progress: DiffProgress) {
        let width = 12
        let filled = progress.totalSteps == 0 ? 0 : width * progress.completedSteps / progress.totalSteps
        let bar = String(repeating: "━", count: filled) + String(repeating: "┄", count: width - filled)
        show("\(bar) \(progress.message)")
    }

    func show(_ text: String) {
        guard isOn else { return }
        isShown.withLock { $0 = true }
        Terminal.control("\r\u{1B}[2K" + TerminalSafe.text(text))
    }

    /// Takes the line away before a result is printed.
    func clear() {
        let wasShown = isShown.withLock { shown in
            defer { shown = false }
            return shown
        }
        if wasShown { Terminal.control("\r\u{1B}[2K") }
    }
}
