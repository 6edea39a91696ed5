/// How far a running diff is.
package struct DiffProgress: Hashable, Sendable, Codable {
    package var completedSteps: Int
    package var totalSteps: Int
    /// What is being done now, a short phrase.
    package var message: String

    package init(completedSteps: Int, totalSteps: Int, message: String) {
        self.completedSteps = completedSteps
        self.totalSteps = totalSteps
        self.message = message
    }
}
