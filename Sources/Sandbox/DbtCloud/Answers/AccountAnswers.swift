import Foundation

/// The one account of the sandbox.
enum DbtCloudAccount {
    static let id = 1
    static let projectID = 1
    static let name = "Sandbox"
    static let projectName = "Storefront"
    /// The token that every call needs.
    static let token = "sandbox-token"
}

struct AccountAnswer: Encodable {
    let id = DbtCloudAccount.id
    let name = DbtCloudAccount.name
    let plan = "enterprise"
    let runSlots = 5
    let developerSeats = 1
    let itSeats = 0
    let explorerSeats = 0
    let analystSeats = 0
    let readOnlySeats = 0
    let locked = false
    @ExplicitNull var lockReason: String? = nil
    @ExplicitNull var lockCause: String? = nil
    @ExplicitNull var unlockedAt: String? = nil
    let pendingCancel = false
    @ExplicitNull var billingEmailAddress: String? = nil
    let podMemoryRequestMebibytes = 600
    let developPodMemoryRequestMebibytes = 0
    let runDurationLimitSeconds = 86400
    let queueLimit = 50
    @ExplicitNull var enterpriseLoginSlug: String? = nil
    let businessCritical = false
    @ExplicitNull var starterRepoURL: String? = nil
    @ExplicitNull var gitAuthLevel: String? = nil
    let identifier = "act_sandbox"
    @ExplicitNull var trialEndDate: String? = nil
    @ExplicitNull var staticSubdomain: String? = nil
    @ExplicitNull var vanitySubdomain: String? = nil
    @ExplicitNull var runLockedUntil: String? = nil
    let state = 1
    @ExplicitNull var docsJobID: Int? = nil
    @ExplicitNull var freshnessJobID: Int? = nil
    @ExplicitNull var copilotLockedUntil: String? = nil
    let agentCreditLocked = false
    let accountMigrationEvents: [String] = []
    let groups: [String] = []
    let createdAt: String
    let updatedAt: String

    init(cloud: DbtCloud) {
        createdAt = TimeText.dbtCloud(cloud.startedAt)
        updatedAt = TimeText.dbtCloud(cloud.startedAt)
    }
}

struct ProjectAnswer: Encodable {
    let id = DbtCloudAccount.projectID
    let name = DbtCloudAccount.projectName
    let accountID = DbtCloudAccount.id
    let description = ""
    let connectionID = 1
    let repositoryID = 1
    @ExplicitNull var semanticLayerConfigID: Int? = nil
    let state = 1
    @ExplicitNull var dbtProjectSubdirectory: String? = nil
    @ExplicitNull var docsJobID: Int? = nil
    @ExplicitNull var freshnessJobID: Int? = nil
    let type = 0
    let createdAt: String
    let updatedAt: String
    let connection: ConnectionAnswer
    let environments: [EnvironmentAnswer]
    let repository: RepositoryAnswer
    let groupPermissions: [String] = []
    @ExplicitNull var docsJob: String? = nil
    @ExplicitNull var freshnessJob: String? = nil
    @ExplicitNull var fusionReadiness: String? = nil
    let defaultVersion: String

    init(cloud: DbtCloud) {
        createdAt = TimeText.dbtCloud(cloud.startedAt)
        updatedAt = TimeText.dbtCloud(cloud.startedAt)
        connection = ConnectionAnswer(name: cloud.connectionName)
        environments = CloudEnvironment.all.map { EnvironmentAnswer($0, cloud: cloud) }
        repository = RepositoryAnswer(cloud: cloud)
        defaultVersion = cloud.dbtVersion
    }
}

struct ConnectionAnswer: Encodable {
    let id = 1
    let accountID = DbtCloudAccount.id
    let projectID = DbtCloudAccount.projectID
    let name: String
    let type = "adapter"
    @ExplicitNull var adapterVersion: String? = nil
    @ExplicitNull var createdByID: Int? = nil
    @ExplicitNull var createdByServiceTokenID: Int? = nil
    let state = 1
    @ExplicitNull var privateLinkEndpointID: String? = nil
    @ExplicitNull var oauthConfigurationID: Int? = nil
}

struct RepositoryAnswer: Encodable {
    let id = 1
    let accountID = DbtCloudAccount.id
    let projectID = DbtCloudAccount.projectID
    let fullName = GitHubNames.fullName
    let remoteBackend = "github"
    let gitCloneStrategy = "github_app"
    @ExplicitNull var deployKeyID: Int? = nil
    @ExplicitNull var repositoryCredentialsID: Int? = nil
    let githubInstallationID = 1
    @ExplicitNull var githubWebhookID: Int? = nil
    let state = 1
    @ExplicitNull var gitProviderID: Int? = nil
    @ExplicitNull var privateLinkEndpointID: String? = nil
    let createdAt: String
    let updatedAt: String
    @ExplicitNull var deployKey: String? = nil

    init(cloud: DbtCloud) {
        createdAt = TimeText.dbtCloud(cloud.startedAt)
        updatedAt = TimeText.dbtCloud(cloud.startedAt)
    }
}

/// An environment with the fields of the second and the third version of the API together.
struct EnvironmentAnswer: Encodable {
    let id: Int
    let accountID = DbtCloudAccount.id
    let projectID = DbtCloudAccount.projectID
    let name: String
    let connectionID = 1
    let credentialsID: Int
    let repositoryID = 1
    @ExplicitNull var extendedAttributesID: Int? = nil
    @ExplicitNull var customBranch: String? = nil
    let useCustomBranch = false
    @ExplicitNull var dbtProjectSubdirectory: String? = nil
    let dbtVersion: String
    let rawDbtVersion: String
    let supportsDocs = true
    @ExplicitNull var deploymentType: String? = nil
    let type = "deployment"
    let isDeferrable: Bool
    let enableModelQueryHistory = false
    let enableDbtState = false
    @ExplicitNull var createdByID: Int? = nil
    let state = 1
    let createdAt: String
    let updatedAt: String
    @ExplicitNull var repository: RepositoryAnswer? = nil
    // dbt Cloud writes it out only for the adapters it had first; DuckDB is none, and the sandbox makes no difference.
    @ExplicitNull var connection: String? = nil
    @ExplicitNull var project: String? = nil
    @ExplicitNull var primaryProfileID: Int? = nil
    @ExplicitNull var credentials: String? = nil
    @ExplicitNull var fusionReadiness: String? = nil
    let jobs: [String] = []
    let customEnvironmentVariables: [VariableAnswer] = []

    init(_ environment: CloudEnvironment, cloud: DbtCloud) {
        id = environment.id
        name = environment.name
        credentialsID = environment.id
        dbtVersion = cloud.dbtVersion
        rawDbtVersion = cloud.dbtVersion
        deploymentType = environment.deploymentType
        isDeferrable = cloud.read { book in
            book.runs.contains { $0.job.environmentID == environment.id && $0.status == .success && $0.job.jobType != "ci" }
        }
        createdAt = TimeText.dbtCloud(cloud.startedAt)
        updatedAt = TimeText.dbtCloud(cloud.startedAt)
        repository = RepositoryAnswer(cloud: cloud)
    }
}

struct VariableAnswer: Encodable {
    let id: Int
    let accountID = DbtCloudAccount.id
    let projectID = DbtCloudAccount.projectID
    let name: String
    let type: String
    @ExplicitNull var userID: Int? = nil
    @ExplicitNull var environmentID: Int? = nil
    @ExplicitNull var jobDefinitionID: Int? = nil
    let displayValue: String
    let state = 1
    let createdAt: String
    let updatedAt: String
    @ExplicitNull var environment: EnvironmentAnswer? = nil

    init(_ variable: EnvironmentVariable, cloud: DbtCloud) {
        id = variable.id
        name = variable.name
        type = variable.scope.rawValue
        environmentID = variable.environmentID
        jobDefinitionID = variable.jobID
        displayValue = variable.displayValue
        createdAt = TimeText.dbtCloud(cloud.startedAt)
        updatedAt = TimeText.dbtCloud(cloud.startedAt)
    }
}
