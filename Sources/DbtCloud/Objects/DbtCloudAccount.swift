/// An account that the key may see.
package struct DbtCloudAccount: Hashable, Sendable, Decodable {
    package var id: Int
    package var name: String

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.requiredInteger(.id)
        name = fields.text(.name) ?? ""
    }

    private enum CodingKeys: String, CodingKey { case id, name }
}

/// A dbt project of the account.
package struct DbtCloudProject: Hashable, Sendable, Decodable {
    package var id: Int
    package var name: String
    /// The folder of the repository that holds the project; nil for the repository's root.
    package var subdirectory: String?

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.requiredInteger(.id)
        name = fields.text(.name) ?? ""
        subdirectory = fields.text(.subdirectory)
    }

    private enum CodingKeys: String, CodingKey {
        case id, name
        case subdirectory = "dbt_project_subdirectory"
    }
}

/// A job: what dbt Cloud runs, and when.
package struct DbtCloudJob: Hashable, Sendable, Decodable {
    package var id: Int
    package var name: String
    package var projectID: Int?
    package var environmentID: Int?
    /// One of `ci`, `scheduled`, `merge`, `other` and more.
    package var type: String?
    package var executeSteps: [String]
    package var generatesDocs: Bool?
    /// Whether it is still there: dbt Cloud lists deleted jobs with state 2.
    package var isActive: Bool

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.requiredInteger(.id)
        name = fields.text(.name) ?? ""
        projectID = fields.integer(.projectID)
        environmentID = fields.integer(.environmentID)
        type = fields.text(.type)
        executeSteps = fields.lenient(.executeSteps) ?? []
        generatesDocs = fields.lenient(.generatesDocs)
        isActive = fields.integer(.state) != 2
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, state
        case projectID = "project_id"
        case environmentID = "environment_id"
        case type = "job_type"
        case executeSteps = "execute_steps"
        case generatesDocs = "generate_docs"
    }
}
