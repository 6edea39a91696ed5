import Foundation
import GitLab
import HTTPTransport
import GitHub
import Store
import Warehouse
import Yams

extension PlumblineConfiguration {
    /// Reads and checks a configuration file.
    ///
    /// - Throws: `ConfigurationError` listing everything that is wrong.
    package static func load(
        path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> PlumblineConfiguration {
        try read(try text(path), file: path, environment: environment)
    }

    static func text(_ path: String) throws(ConfigurationError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            let problem = ConfigurationError.Problem(
                line: nil, path: "", message: "the file cannot be read; check that it exists and may be read by this user")
            throw ConfigurationError(file: path, problems: [problem])
        }
        return String(decoding: data, as: UTF8.self)
    }

    static func root(_ text: String, file: String) throws(ConfigurationError) -> Node {
        do {
            return try compose(yaml: text) ?? Node([(Node, Node)]())
        } catch {
            throw ConfigurationError(file: file, problems: [ConfigurationError.Problem(yaml: error)])
        }
    }

    /// Reads where a server listens and keeps its data; nothing else of the file is filled in or checked.
    ///
    /// - Throws: `ConfigurationError`.
    package static func serverSettings(
        path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> ServerSettings {
        let problems = ConfigurationNode.Problems()
        let root = ConfigurationNode(
            node: try root(try text(path), file: path), path: "", environment: environment, problems: problems)
        let settings = root.part("server").map(ConfigurationReader(root: root).server) ?? ServerSettings()
        guard problems.all.isEmpty else { throw ConfigurationError(file: path, problems: problems.all) }
        return settings
    }

    /// Reads and checks the text of a configuration file; `file` stands for it in messages.
    package static func read(_ text: String, file: String, environment: [String: String]) throws(ConfigurationError) -> Self {
        let root = try root(text, file: file)
        let problems = ConfigurationNode.Problems()
        let configuration = ConfigurationReader(
            root: ConfigurationNode(node: root, path: "", environment: environment, problems: problems)
        ).configuration()
        var seen: Set<ConfigurationError.Problem> = []
        let found = problems.all.filter { seen.insert($0).inserted }
        guard found.isEmpty else { throw ConfigurationError(file: file, problems: found) }
        return configuration
    }
}

extension ConfigurationError.Problem {
    /// What the YAML parser has to say, without the text around it, which may hold secrets.
    init(yaml error: any Error) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            self.init(line: mark.line, path: "", message: "is not YAML: \(problem)")
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            self.init(
                line: context.mark.line, path: "",
                message: "the key \(keys.sorted().map { "'\($0)'" }.joined(separator: ", ")) is given twice")
        default: self.init(line: nil, path: "", message: "is not YAML")
        }
    }
}

/// Turns the parts of the file into values.
struct ConfigurationReader {
    let root: ConfigurationNode
    /// Secrets that are there already, so that they may be left out: `token`, `dbt_cloud.api_key`.
    var stored: Set<String> = []

    func configuration() -> PlumblineConfiguration {
        root.expect(["server", "api_keys", "data_sources", "repositories", "ci_configs"])
        let configuration = PlumblineConfiguration(
            server: root.part("server").map(server) ?? ServerSettings(),
            apiKeys: root.parts("api_keys").map(apiKey),
            dataSources: root.parts("data_sources").map(dataSource),
            repositories: root.parts("repositories").map(repository),
            ciConfigs: root.parts("ci_configs").map(ciConfig))
        unique(configuration.apiKeys.map(\.name), "api_keys")
        unique(configuration.dataSources.map(\.name), "data_sources")
        unique(configuration.repositories.map { $0.name.lowercased() }, "repositories")
        unique(configuration.ciConfigs.map(\.name), "ci_configs")
        for (config, part) in zip(configuration.ciConfigs, root.parts("ci_configs")) {
            refer(part, "repository", config.repository, configuration.repositories.map(\.name))
            refer(part, "data_source", config.dataSource, configuration.dataSources.map(\.name))
            let source = configuration.dataSources.first { $0.name == config.dataSource }
            if config.settings.materialize, let source, source.tempSchema?.isEmpty ?? true {
                part.report(MaterializeRule.message(source.name), at: "materialize")
            }
        }
        return configuration
    }

    private func unique(_ names: [String], _ list: String) {
        for (name, group) in Dictionary(grouping: names, by: \.self).sorted(by: { $0.key < $1.key }) where group.count > 1 && !name.isEmpty
        {
            root.report("the name '\(name)' is given \(group.count) times", at: list)
        }
    }

    private func refer(_ part: ConfigurationNode, _ key: String, _ name: String, _ known: [String]) {
        guard !name.isEmpty, !known.contains(name) else { return }
        let hint = NearestName.of(name, in: known).map { "; did you mean '\($0)'?" } ?? ""
        part.report("'\(name)' is not among the configured ones\(hint)", at: key)
    }

    func server(_ part: ConfigurationNode) -> ServerSettings {
        part.expect(["listen", "public_url", "data_dir", "retention_days", "upload_retention_days", "max_upload_mb"])
        let listen = part.text("listen") ?? "127.0.0.1:8080"
        let colon = listen.lastIndex(of: ":")
        let port = colon.flatMap { Int(listen[listen.index(after: $0)...]) }
        let host = colon.map { String(listen[..<$0]).trimmingCharacters(in: ["[", "]"]) } ?? ""
        if port.map({ !(0...65_535).contains($0) }) ?? true || host.isEmpty {
            part.report("must be an address and a port such as 127.0.0.1:8080, not '\(listen)'", at: "listen")
        }
        let publicURL = part.text("public_url")
        if let publicURL { checkURL(publicURL, part, "public_url") }
        return ServerSettings(
            host: host, port: port ?? 8080, publicURL: publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 },
            dataDirectory: part.text("data_dir") ?? "./data", retentionDays: part.integer("retention_days") ?? 90,
            uploadRetentionDays: part.integer("upload_retention_days"), maxUploadMB: part.integer("max_upload_mb", atLeast: 1) ?? 100)
    }

    private func checkURL(_ text: String, _ part: ConfigurationNode, _ key: String) {
        do throws(HTTPTransportError) {
            _ = try BaseURL(text, setting: key)
        } catch {
            part.report(error.message, at: key)
        }
    }

    private func apiKey(_ part: ConfigurationNode) -> APIKeySettings {
        part.expect(["name", "role", "key"])
        return APIKeySettings(name: part.required("name"), role: part.choice("role") ?? .viewer, key: Secret(part.required("key")))
    }

    func dataSource(_ part: ConfigurationNode) -> DataSourceDraft {
        part.expect(["name", "type", "options", "concurrency", "temp_schema"])
        let draft = DataSourceDraft(
            name: part.required("name"), type: part.required("type"), options: part.texts("options"),
            concurrency: part.integer("concurrency", atLeast: 1) ?? 4, tempSchema: part.text("temp_schema"))
        guard let type: WarehouseType = part.choice("type") else { return draft }
        do throws(WarehouseError) {
            try WarehouseConfiguration(type: type, options: draft.options).validate()
        } catch {
            part.report(error.message, at: "options")
        }
        return draft
    }

    func repository(_ part: ConfigurationNode) -> RepositoryDraft {
        part.expect(["name", "host", "api_url", "token", "app", "webhook_secret"])
        let name = part.required("name")
        let host = part.text("host") ?? "github"
        switch host {
        case "github":
            if !name.isEmpty, name.split(separator: "/", omittingEmptySubsequences: false).filter({ !$0.isEmpty }).count != 2 {
                part.report("must be written as owner/name, not '\(name)'", at: "name")
            }
        case "gitlab":
            if !name.isEmpty, !GitLabHost.isProjectPath(name) {
                part.report("must be written as group/name or group/subgroup/name, not '\(name)'", at: "name")
            }
        default: part.report("'\(host)' is not a source control host that is understood; known: github, gitlab", at: "host")
        }
        let url = part.text("api_url")
        if let url { checkURL(url, part, "api_url") }
        let app = part.part("app")
        var draft = RepositoryDraft(
            name: name, host: host, apiURL: url, token: app == nil ? token(part) : part.secret("token"),
            webhookSecret: part.secret("webhook_secret"))
        draft.app = app.map { gitHubApp($0, url) }
        if draft.app != nil, host != "github" { part.report("is only there on GitHub", at: "app") }
        if draft.app != nil, draft.token != nil { part.report("is not used beside 'app'; leave one of the two out", at: "token") }
        return draft
    }

    /// Without a key it is an App that this server registered itself.
    private func gitHubApp(_ part: ConfigurationNode, _ url: String?) -> GitHubAppDraft {
        part.expect(["id", "private_key", "webhook_secret"])
        return GitHubAppDraft(
            appID: part.required("id"), apiURL: GitHubAddress.api(url), privateKey: part.secret("private_key"),
            webhookSecret: part.secret("webhook_secret"))
    }

    private func token(_ part: ConfigurationNode) -> Secret? {
        stored.contains("token") ? part.secret("token") : Secret(part.required("token"))
    }

    func ciConfig(_ part: ConfigurationNode) -> CIConfigDraft {
        part.expect([
            "name", "repository", "data_source", "dbt_cloud", "skip_pull_requests", "primary_key_tag", "base_commit_strategy",
            "sync_metadata_on_push", "sync_metadata_schedule", "files_to_ignore", "ci_status_reporting", "slim_ci", "require_label",
            "sampling", "fail_on_primary_key_issues", "diff_threshold", "base_branch", "columns_to_ignore",
            "pull_request_job_timeout_minutes", "trigger_on_merge", "window", "profile", "sync_metadata_time_zone", "label",
            "review_drafts",
            "forks", "status_context", "base_wait_minutes", "materialize",
        ])
        check(part)
        return CIConfigDraft(
            name: part.required("name"), repository: part.required("repository"), dataSource: part.required("data_source"),
            settings: settings(part), dbtCloudKey: part.part("dbt_cloud")?.secret("api_key"),
            dbtCloudWebhookSecret: part.part("dbt_cloud")?.secret("webhook_secret"))
    }

    private func settings(_ part: ConfigurationNode) -> CISettings {
        var settings = CISettings()
        settings.dbtCloud = part.part("dbt_cloud").map(dbtCloud)
        settings.skipPullRequests = part.bool("skip_pull_requests") ?? settings.skipPullRequests
        settings.primaryKeyTag = part.text("primary_key_tag") ?? settings.primaryKeyTag
        settings.baseCommitStrategy = part.choice("base_commit_strategy") ?? settings.baseCommitStrategy
        readSync(part, into: &settings)
        settings.filesToIgnore = part.text("files_to_ignore") ?? settings.filesToIgnore
        settings.ciStatusReporting = part.bool("ci_status_reporting") ?? settings.ciStatusReporting
        settings.slimCI = part.bool("slim_ci") ?? settings.slimCI
        settings.requireLabel = part.bool("require_label") ?? settings.requireLabel
        settings.sampling = part.part("sampling").map(sampling) ?? settings.sampling
        settings.failOnPrimaryKeyIssues = part.bool("fail_on_primary_key_issues") ?? settings.failOnPrimaryKeyIssues
        settings.diffThreshold = part.integer("diff_threshold")
        settings.baseBranch = part.text("base_branch")
        settings.columnsToIgnore = part.text("columns_to_ignore") ?? settings.columnsToIgnore
        if settings.columnsToIgnore.split(whereSeparator: \.isNewline).contains(where: { $0.hasPrefix("!") }) {
            part.report("lines that begin with '!' are not understood here; list the columns to leave out", at: "columns_to_ignore")
        }
        settings.pullRequestJobTimeoutMinutes = part.number("pull_request_job_timeout_minutes") ?? settings.pullRequestJobTimeoutMinutes
        settings.window = part.choice("window") ?? settings.window
        settings.profile = part.bool("profile") ?? settings.profile
        settings.materialize = part.bool("materialize") ?? settings.materialize
        settings.label = part.text("label") ?? settings.label
        settings.reviewDrafts = part.bool("review_drafts") ?? settings.reviewDrafts
        settings.forks = part.choice("forks") ?? settings.forks
        settings.statusContext = part.text("status_context")
        settings.baseWaitMinutes = part.number("base_wait_minutes") ?? settings.baseWaitMinutes
        settings.triggerOnMerge = part.integer("trigger_on_merge", atLeast: 1)
        if settings.triggerOnMerge != nil, settings.dbtCloud == nil {
            part.report("needs dbt_cloud, whose job it names", at: "trigger_on_merge")
        }
        return settings
    }

    private func dbtCloud(_ part: ConfigurationNode) -> DbtCloudSettings {
        part.expect(["access_url", "api_key", "account_id", "artifacts_job_id", "pull_request_job_id", "webhook_secret"])
        let url = part.required("access_url")
        if !url.isEmpty { checkURL(url, part, "access_url") }
        if !stored.contains("dbt_cloud.api_key") { _ = part.required("api_key") }
        func id(_ key: String) -> Int {
            if part.part(key) == nil { part.report("'\(key)' is missing", field: key) }
            return part.integer(key, atLeast: 1) ?? 0
        }
        return DbtCloudSettings(
            accessURL: url, accountID: id("account_id"), artifactsJobID: id("artifacts_job_id"), pullRequestJobID: id("pull_request_job_id")
        )
    }

    /// `false` or `true` alone, or what differs from the defaults.
    private func sampling(_ part: ConfigurationNode) -> SamplingPreferences {
        if let word = part.node.scalar?.string.lowercased() {
            guard let isEnabled = ["true": true, "false": false][word] else {
                part.report("must be true, false or a list of 'key: value' pairs, not '\(word.prefix(40))'")
                return SamplingPreferences()
            }
            return SamplingPreferences(isEnabled: isEnabled)
        }
        part.expect(["enabled", "tolerance", "confidence", "threshold"])
        return SamplingPreferences(
            isEnabled: part.bool("enabled"), tolerance: part.share("tolerance", example: "0.001% or 0.00001"),
            confidence: part.share("confidence", example: "99% or 0.99"), threshold: part.integer("threshold"))
    }
}
