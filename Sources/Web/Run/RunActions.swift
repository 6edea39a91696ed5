package import Reports

/// What can be asked of a run on its page now; whether the reader may is for the page to know.
package struct RunActions: Hashable, Sendable {
    /// A button; the raw value is what its form sends.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        /// Begin the diffs that wait for somebody's word.
        case confirm
        /// Review the same commit once more.
        case rerun
        case cancel
    }

    package var steps: [Step]
    /// Downstream models that Slim CI leaves out, nearest first.
    package var leftOut: [ModelName]
    /// Whether those can be added to the run.
    package var mayAdd: Bool
    /// What was asked for and is not begun, for a sentence.
    package var pending: String?

    package init(steps: [Step] = [], leftOut: [ModelName] = [], mayAdd: Bool = false, pending: String? = nil) {
        self.steps = steps
        self.leftOut = leftOut
        self.mayAdd = mayAdd
        self.pending = pending
    }

    /// Names of the form's fields.
    package enum Field {
        /// What a field that chooses a model begins with; dbt's unique_id follows.
        package static let model = "model:"
        /// Values of the buttons that add models.
        package static let addAll = "add-all"
        package static let addChosen = "add-chosen"
    }
}
