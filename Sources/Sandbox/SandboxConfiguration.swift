/// What a sandbox is started with.
package struct SandboxConfiguration: Sendable {
    /// Address to listen at.
    package var host: String
    /// Port to listen at; 0 takes any free one.
    package var port: Int
    /// Folder for the git repository, the runs, and a DuckDB warehouse; made when missing.
    package var dataFolder: String
    /// The dbt project that becomes the repository's first commit.
    ///
    /// Not needed once the data folder has a repository.
    package var projectFolder: String
    /// Which host `webhookURL` belongs to; both are always served.
    package var webhookHost: GitHostKind
    /// Receiver of every webhook of that host.
    package var webhookURL: String?
    /// Secret that webhooks to `webhookURL` are signed with.
    package var webhookSecret: String
    /// Whether those webhooks are the App's, not the repository's.
    package var webhookByApp = false
    /// What the jobs build into; nil for a DuckDB file in the data folder.
    package var warehouse: SandboxWarehouse?
    /// Faults that wait from the start.
    package var faults: [Fault]
    /// Python virtual environment with dbt-core and the warehouse's adapter; without one the jobs fail and say so.
    package var venv: String?
    /// How often the repository is looked at for pushes that nobody asked about.
    package var pushInterval: Duration

    package init(
        dataFolder: String,
        projectFolder: String,
        host: String = "127.0.0.1",
        port: Int = 9100,
        webhookHost: GitHostKind = .gitHub,
        webhookURL: String? = nil,
        webhookSecret: String = "sandbox-secret",
        warehouse: SandboxWarehouse? = nil,
        faults: [Fault] = [],
        venv: String? = nil,
        pushInterval: Duration = .milliseconds(250)
    ) {
        self.dataFolder = dataFolder
        self.projectFolder = projectFolder
        self.host = host
        self.port = port
        self.webhookHost = webhookHost
        self.webhookURL = webhookURL
        self.webhookSecret = webhookSecret
        self.warehouse = warehouse
        self.faults = faults
        self.venv = venv
        self.pushInterval = pushInterval
    }
}
