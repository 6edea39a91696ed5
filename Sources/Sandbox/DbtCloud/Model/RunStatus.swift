/// The six run states of dbt Cloud.
/// https://docs.getdbt.com/dbt-cloud/api-v2
enum RunStatus: Int, Codable, Sendable, CaseIterable {
    case queued = 1
    case starting = 2
    case running = 3
    case success = 10
    case error = 20
    case cancelled = 30

    var name: String {
        switch self {
        case .queued: "Queued"
        case .starting: "Starting"
        case .running: "Running"
        case .success: "Success"
        case .error: "Error"
        case .cancelled: "Cancelled"
        }
    }

    /// True when the run will not change any more.
    var isComplete: Bool { rawValue >= 10 }

    /// Colour of run steps of this state; dbt Cloud gives a hexadecimal code.
    var color: String {
        switch self {
        case .success: "#2e7d32"
        case .error: "#c62828"
        case .cancelled: "#757575"
        case .queued, .starting, .running: "#1565c0"
        }
    }
}
