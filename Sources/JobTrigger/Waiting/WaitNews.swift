package import DbtCloud

/// What can be told while a run is started and waited for.
package enum WaitNews: Sendable {
    /// A sentence to show once.
    case note(String)
    /// There is a run now; `origin` says where it comes from, as in "started".
    case run(DbtCloudRun, url: String, origin: String)
    case progress(RunProgress)
    /// A look failed; waiting goes on.
    case trouble(String)
    /// A look worked again after trouble.
    case recovered
}
