import Foundation
import Store
package import Warehouse
import Yams

extension PlumblineConfiguration {
    /// Reads one data source of a configuration file.
    ///
    /// Nothing else of the file is filled in or checked, as the variables of the environment that the server needs may be missing here.
    /// - Throws: `ConfigurationError` naming the data sources there are, or saying what is wrong with this one.
    package static func dataSource(
        named name: String, path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> WarehouseConfiguration {
        let problems = ConfigurationNode.Problems()
        let root = ConfigurationNode(
            node: try root(try text(path), file: path), path: "", environment: environment, problems: problems)
        let parts = root.parts("data_sources")
        let names = parts.map { $0.node.mapping?["name"]?.scalar?.string ?? "" }
        guard let index = names.firstIndex(of: name) else {
            let message = "there is no data source '\(name)'\(DbtProfilesFile.suggestion(name, names.filter { !$0.isEmpty }))"
            throw ConfigurationError(file: path, problems: [.init(line: nil, path: "data_sources", message: message)])
        }
        let draft = ConfigurationReader(root: root).dataSource(parts[index])
        guard problems.all.isEmpty, let type = WarehouseType(rawValue: draft.type) else {
            throw ConfigurationError(file: path, problems: problems.all)
        }
        return WarehouseConfiguration(type: type, options: draft.options, concurrency: draft.concurrency)
    }
}
