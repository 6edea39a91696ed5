import Foundation
import HTTPTransport
import Store

/// A CI configuration as the API shows it: the names of the configuration file, and what only the server knows beside them.
enum CIConfigDocument {
    /// What cannot be changed; in what is sent it is left out of account, so that an answer may be sent back.
    static let readOnly = ["id", "repository_id", "data_source_id", "managed_by", "is_active", "updated_at", "settings"]
    static let readOnlyOfDbtCloud = ["has_api_key", "has_webhook_secret"]

    static func tree(_ config: CIConfigRecord, repository: String, dataSource: String) -> SettingsTree {
        var tree = config.settings.tree
        tree["name"] = .text(config.name)
        tree["repository"] = .text(repository)
        tree["data_source"] = .text(dataSource)
        tree["id"] = .init(config.id)
        tree["repository_id"] = .init(config.repositoryId)
        tree["data_source_id"] = .init(config.dataSourceId)
        tree["managed_by"] = .text(config.origin.rawValue)
        tree["is_active"] = .bool(config.isActive)
        tree["updated_at"] = .text(RunAPI.time(config.updatedAt))
        if config.settings.dbtCloud != nil {
            tree["dbt_cloud.has_api_key"] = .bool(config.hasDbtCloudKey)
            tree["dbt_cloud.has_webhook_secret"] = .bool(config.hasDbtCloudWebhookSecret)
        }
        return tree
    }

    /// What was sent, without what cannot be changed.
    static func writable(_ tree: SettingsTree) -> SettingsTree {
        guard case .object(var object) = tree else { return tree }
        for name in readOnly { object[name] = nil }
        if case .object(var dbtCloud) = object["dbt_cloud"] {
            for name in readOnlyOfDbtCloud { dbtCloud[name] = nil }
            object["dbt_cloud"] = .object(dbtCloud)
        }
        return .object(object)
    }
}

extension SettingsTree {
    /// What a secret's field says: absent keeps the stored one, null clears it.
    func change(ofSecret path: String) -> SecretChange {
        switch self[path] {
        case nil: .keep
        case .null?: .clear
        case .some(let value): value.shown.map { $0.isEmpty ? .keep : .set(Secret($0)) } ?? .keep
        }
    }
}
