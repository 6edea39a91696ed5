import Store
import Synchronization

/// Counts of requests since the start.
final class RequestFigures: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    func count(status: Int) {
        counts.withLock { $0[status, default: 0] += 1 }
    }

    var byStatus: [Int: Int] { counts.withLock { $0 } }
}

/// The metrics in Prometheus' text format, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    mutating func add(_ name: String, _ kind: String, help: String, _ values: [(labels: [(String, String)], value: Int)]) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
        for (labels, value) in values {
            let shown = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
            text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(shown)} \(value)\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
