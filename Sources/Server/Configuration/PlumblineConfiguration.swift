package import HTTPTransport
package import Store

/// The configuration file's content, read and checked.
package struct PlumblineConfiguration: Hashable, Sendable {
    package var server: ServerSettings
    package var apiKeys: [APIKeySettings]
    package var dataSources: [DataSourceDraft]
    package var repositories: [RepositoryDraft]
    package var ciConfigs: [CIConfigDraft]

    package init(
        server: ServerSettings = ServerSettings(), apiKeys: [APIKeySettings] = [], dataSources: [DataSourceDraft] = [],
        repositories: [RepositoryDraft] = [], ciConfigs: [CIConfigDraft] = []
    ) {
        self.server = server
        self.apiKeys = apiKeys
        self.dataSources = dataSources
        self.repositories = repositories
        self.ciConfigs = ciConfigs
    }
}

/// Where the server listens and keeps its data.
package struct ServerSettings: Hashable, Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    /// Where people reach the server, without a slash at the end.
    package var publicURL: String
    package var dataDirectory: String
    /// Days that sample rows and artifacts are kept; 0 means for ever.
    package var retentionDays: Int
    /// The same for uploads that no open pull request needs; nil: as long as artifacts.
    package var uploadRetentionDays: Int?
    /// The largest upload of dbt artifacts, in MB; unpacked it may have ten times as much.
    package var maxUploadMB: Int

    package init(
        host: String = "127.0.0.1", port: Int = 8080, publicURL: String? = nil, dataDirectory: String = "./data", retentionDays: Int = 90,
        uploadRetentionDays: Int? = nil, maxUploadMB: Int = 100
    ) {
        self.uploadRetentionDays = uploadRetentionDays
        self.retentionDays = retentionDays
        self.maxUploadMB = maxUploadMB
        self.host = host
        self.port = port
        self.publicURL = publicURL ?? "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        self.dataDirectory = dataDirectory
    }
}

/// A key for the API.
package struct APIKeySettings: Hashable, Sendable {
    package typealias Role = AccessRole

    package var name: String
    package var role: Role
    package var key: Secret

    package init(name: String, role: Role, key: Secret) {
        self.name = name
        self.role = role
        self.key = key
    }
}

/// Everything that is wrong with a configuration file, at once.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One problem: where, and what to do about it.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// From 1; absent for the file as a whole.
        package var line: Int?
        /// For example `ci_configs[0].sampling.tolerance`.
        package var path: String
        /// The setting it is about, which may be one that is missing in `path`.
        package var field: String
        package var message: String

        package init(line: Int?, path: String, field: String? = nil, message: String) {
            self.line = line
            self.path = path
            self.field = field ?? path
            self.message = message
        }

        package var description: String {
            let place = [line.map { "line \($0)" }, path.isEmpty ? nil : path].compactMap(\.self).joined(separator: ", ")
            return place.isEmpty ? message : "\(place): \(message)"
        }
    }

    package var file: String
    package var problems: [Problem]

    package var description: String {
        guard problems.count != 1 else { return "\(file): \(problems[0])" }
        return (["\(file) has \(problems.count) problems:"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
