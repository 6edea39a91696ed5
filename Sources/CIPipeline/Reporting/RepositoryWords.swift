package import Store

/// A repository's new name, in words.
extension RepositoryRecord {
    /// For the comment and the page; nil while it has the configured name.
    package var renamedNote: String? {
        currentName.map {
            "The repository \(name) is called \($0) on its host now. Reviews go on; write the new name into its settings here, since "
                + "somebody else may take the old one."
        }
    }

    /// For the commit status.
    var renamedStatus: String? {
        currentName.map { "This repository is called \($0) now: use that name in Plumbline." }
    }
}
