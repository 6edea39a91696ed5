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

    /// Colour name that dbt Cloud gives run steps of this state.
    var color: String {
        switch self {
        case .success: "green"
        case .error: "red"
        case .cancelled: "gray"
        case .queued, .starting, .running: "blue"
        }
    }
}
