/// The state of a run as dbt Cloud's number; numbers that are not known yet are kept.
package struct DbtCloudRunStatus: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let queued = Self(rawValue: 1)
    package static let starting = Self(rawValue: 2)
    package static let running = Self(rawValue: 3)
    package static let success = Self(rawValue: 10)
    package static let error = Self(rawValue: 20)
    package static let cancelled = Self(rawValue: 30)

    /// Whether nothing more will happen; an unknown number counts as under way.
    package var isFinished: Bool { [.success, .error, .cancelled].contains(self) }

    package var description: String {
        switch self {
        case .queued: "queued"
        case .starting: "starting"
        case .running: "running"
        case .success: "success"
        case .error: "error"
        case .cancelled: "cancelled"
        default: "status \(rawValue)"
        }
    }
}
