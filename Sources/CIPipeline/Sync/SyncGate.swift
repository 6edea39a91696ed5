package import SourceControl
package import Store

/// Decides whether a push calls for a metadata sync; pure.
package enum SyncGate {
    /// The commit that is to be read, or nil when the push does not count.
    package static func wanted(_ push: BranchPush, _ settings: CISettings) -> String? {
        guard settings.syncMetadataOnPush, let sha = push.after else { return nil }
        let configured = settings.baseBranch.flatMap { $0.isEmpty ? nil : $0 }
        return push.branch == configured ?? push.defaultBranch ? sha : nil
    }
}
