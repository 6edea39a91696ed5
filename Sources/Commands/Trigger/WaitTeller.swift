import DbtCloud
import Foundation
import JobTrigger
import Reports
import Synchronization

/// Tells on standard error how a wait goes: one living line on a terminal, few plain lines anywhere else.
final class WaitTeller: Sendable {
    private struct State {
        var news = SparseNews()
        var progress: RunProgress?
        /// Why the last look failed; nil when it worked.
        var trouble: String?
        var isTroubleTold = false
        var lastTrouble: Duration?
    }

    /// Lengths of a step's title, tried until the line fits with all that follows the title.
    private static let titleLimits = [160, 80, 60, 40, 20, 10]

    private let state = Mutex(State())
    private let line: ProgressLine?
    private let start = ContinuousClock.now
    private let onRun: @Sendable (Int, String) -> Void

    /// - Parameter onRun: told the number and the page of the run as soon as there is one.
    init(isInteractive: Bool = Terminal.isInteractive, onRun: @escaping @Sendable (Int, String) -> Void) {
        line = isInteractive ? ProgressLine(isOn: true) : nil
        self.onRun = onRun
    }

    func tell(_ news: WaitNews) {
        switch news {
        case .note(let text): say(text)
        case .run(let run, let url, let origin):
            say("Run \(run.id) \(origin) \(url)")
            onRun(run.id, url)
        case .progress(let progress): show(progress)
        case .trouble(let text): trouble(text)
        case .recovered:
            let wasTold = state.withLock { state in
                state.trouble = nil
                defer { state.isTroubleTold = false }
                return state.isTroubleTold
            }
            if line == nil, wasTold { say("\(stamp) dbt Cloud answers again.") }
        }
    }

    /// Keeps the living line's clock going until the task is cancelled.
    func tick() async {
        guard line != nil else { return }
        while (try? await Task.sleep(for: .seconds(1))) != nil { redraw() }
    }

    /// Takes the living line away.
    func finish() { line?.clear() }

    /// One line in which no CI system finds a command: it may quote what dbt Cloud said.
    func say(_ text: String) {
        line?.clear()
        Terminal.standardError(CICommandText.harmless(Self.oneLine(text)) + "\n")
    }

    private static func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

    /// An outage of hours is told now and then; a server that fails every other time, not every time.
    private func trouble(_ text: String) {
        let now = start.duration(to: .now)
        let isNews = state.withLock { state in
            state.trouble = text
            if let last = state.lastTrouble, now - last < (state.isTroubleTold ? .seconds(300) : .seconds(60)) { return false }
            state.lastTrouble = now
            state.isTroubleTold = true
            return true
        }
        if line != nil { redraw() } else if isNews { say("\(stamp) \(text)") }
    }

    private func show(_ progress: RunProgress) {
        let isNews = state.withLock { state in
            state.progress = progress
            return state.news.isWorthALine(progress, elapsed: start.duration(to: .now))
        }
        if line != nil { redraw() } else if isNews { say("\(stamp) \(progress.text)") }
    }

    private func redraw() {
        guard let line else { return }
        let (progress, trouble) = state.withLock { ($0.progress, $0.trouble) }
        let time = seconds < 60 ? "\(seconds) s" : NumberText.duration(seconds: Double(seconds))
        let lines = Self.titleLimits.compactMap { limit in
            (trouble ?? progress?.text(titleLimit: limit)).map { Terminal.fitting("\($0) · \(time)", bar: bar(progress)) }
        }
        guard let last = lines.last else { return }
        line.show(lines.first { $0.hasSuffix(time) } ?? last)
    }

    private func bar(_ progress: RunProgress?) -> String {
        guard let done = progress?.done, let total = progress?.total, total > 0 else { return "" }
        let width = 12
        let filled = width * min(done, total) / total
        return String(repeating: "━", count: filled) + String(repeating: "┄", count: width - filled) + " "
    }

    private var seconds: Int { Int(start.duration(to: .now) / .seconds(1)) }

    /// `[1:05]`, minutes and seconds since the start.
    private var stamp: String { "[\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)]" }
}
