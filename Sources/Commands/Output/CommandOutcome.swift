import DataDiff

/// How a command ends when it ends without a message of its own.
enum CommandOutcome: Error {
    /// What was compared is the same.
    case same
    /// Something differs.
    case different
    /// Usage, connection, or sameness that could not be decided; what is to be said was said.
    case trouble
    /// With an exit code of the command's own.
    case ended(Int32)

    var exitCode: Int32 {
        switch self {
        case .same: 0
        case .different: 1
        case .trouble: 2
        case .ended(let code): code
        }
    }

    init(_ verdict: Verdict) {
        switch verdict {
        case .identical, .empty: self = .same
        case .different, .badKeys: self = .different
        case .missingKey, .error: self = .trouble
        }
    }
}

/// Why a command could not do its work; printed on standard error, exit code 2.
struct CommandTrouble: Error {
    /// What was tried, on what.
    var message: String
    /// What to do.
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
