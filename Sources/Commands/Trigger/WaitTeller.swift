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
    }

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
        case .trouble(let text):
            state.withLock { $0.trouble = text }
            if line == nil { say("\(stamp) \(text)") } else { redraw() }
        case .recovered:
            state.withLock { $0.trouble = nil }
            if line == nil { say("\(stamp) dbt Cloud answers again.") }
        }
    }

    /// Keeps the living line's clock going until the task is cancelled.
    func tick() async {
        guard line != nil else { return }
        while (try? await Task.sleep(for: .seconds(1))) != nil { redraw() }
    }

    /// Takes the living line away.
    func finish() { line?.clear() }

    func say(_ text: String) {
        line?.clear()
        Terminal.standardError(text + "\n")
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
        guard let progress else { return }
        let time = NumberText.duration(seconds: Double(seconds))
        line.show(Terminal.fitting([trouble ?? progress.text, time].joined(separator: " · "), bar: bar(progress)))
    }

    private func bar(_ progress: RunProgress) -> String {
        guard let done = progress.done, let total = progress.total, total > 0 else { return "" }
        let width = 12
        let filled = width * min(done, total) / total
        return String(repeating: "━", count: filled) + String(repeating: "┄", count: width - filled) + " "
    }

    private var seconds: Int { Int(start.duration(to: .now) / .seconds(1)) }

    /// `[1:05]`, minutes and seconds since the start.
    private var stamp: String { "[\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)]" }
}
