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

    package init(host: String = "127.0.0.1", port: Int = 8080, publicURL: String? = nil, dataDirectory: String = "./data") {
        self.host = host
        self.port = port
        self.publicURL = publicURL ?? "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        self.dataDirectory = dataDirectory
    }
}

/// A key for the API.
package struct APIKeySettings: Hashable, Sendable {
    package enum Role: String, Hashable, Sendable, CaseIterable { case admin, viewer }

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
        package var message: String

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
