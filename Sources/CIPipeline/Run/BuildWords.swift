import SourceControl
import Store

/// What a build is called, which depends on where it comes from.
extension CISettings {
    /// What a run waits for, as a phrase.
    func awaitedBuild(of change: ChangeRequest) -> String {
        dbtCloud == nil ? "the upload of this \(change.noun)'s dbt artifacts" : "the dbt Cloud job that builds this \(change.noun)"
    }

    /// A build at the beginning of a sentence.
    func words(forBuild id: Int) -> String { dbtCloud == nil ? "The run of upload \(id)" : "dbt Cloud's run \(id)" }
}

extension RunState {
    /// How the build ended when nothing better is known.
    var cancelledBuild: String { "The \(change.noun) job's run was cancelled." }
}
