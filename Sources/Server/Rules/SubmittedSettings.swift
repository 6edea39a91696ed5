import HTTPTypes
import Store

/// Settings that the API or a form sends, read by the very rules of the configuration file.
struct SubmittedSettings<Draft: Sendable>: Sendable {
    let draft: Draft
    /// What is wrong, by field; nothing when the draft may be saved.
    let problems: [FieldProblem]

    /// The draft.
    ///
    /// - Throws: `Problem` 422 naming the fields.
    func checked() throws -> Draft {
        guard problems.isEmpty else {
            let words = problems.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
            var problem = Problem(.unprocessableContent, words.joined(separator: "; ") + ".")
            problem.errors = problems
            throw problem
        }
        return draft
    }

    fileprivate init(_ tree: SettingsTree, stored: Set<String>, _ read: (ConfigurationReader) -> Draft) {
        let problems = ConfigurationNode.Problems()
        let root = ConfigurationNode(node: tree.node, path: "", environment: nil, problems: problems)
        draft = read(ConfigurationReader(root: root, stored: stored))
        var seen: Set<FieldProblem> = []
        self.problems = problems.all.map { FieldProblem(field: $0.field, message: $0.message) }.filter { seen.insert($0).inserted }
    }
}

extension SubmittedSettings where Draft == CIConfigDraft {
    /// - Parameter hasKey: a dbt Cloud key is stored, so that none has to be sent.
    init(ciConfig tree: SettingsTree, hasKey: Bool) {
        self.init(tree, stored: hasKey ? ["dbt_cloud.api_key"] : []) { $0.ciConfig($0.root) }
    }
}

extension SubmittedSettings where Draft == RepositoryDraft {
    /// - Parameter hasToken: a token is stored, so that none has to be sent.
    init(repository tree: SettingsTree, hasToken: Bool) {
        self.init(tree, stored: hasToken ? ["token"] : []) { $0.repository($0.root) }
    }
}

extension SubmittedSettings where Draft == DataSourceDraft {
    init(dataSource tree: SettingsTree) {
        self.init(tree, stored: []) { $0.dataSource($0.root) }
    }
}
