import Foundation

extension GitHubAnswers {
    func app(_ app: AppRecord) -> NamedParts {
        [
            "id": app.id, "slug": app.slug, "node_id": Self.nodeID("App", app.id), "client_id": app.clientID, "name": app.name,
            "owner": user(GitHubNames.owner), "description": "", "external_url": links.api, "html_url": "\(links.api)/apps/\(app.slug)",
            "created_at": TimeText.gitHub(app.createdAt), "updated_at": TimeText.gitHub(app.createdAt), "permissions": app.permissions,
            "events": app.events, "installations_count": app.installation == nil ? 0 : 1,
        ]
    }

    func installation(_ app: AppRecord, _ place: AppRecord.Installation) -> NamedParts {
        [
            "id": place.id, "account": user(GitHubNames.owner), "repository_selection": "selected",
            "access_tokens_url": "\(links.api)/app/installations/\(place.id)/access_tokens",
            "repositories_url": "\(links.api)/installation/repositories", "html_url": "\(links.api)/settings/installations/\(place.id)",
            "app_id": app.id, "app_slug": app.slug, "target_id": 1003, "target_type": "Organization", "permissions": place.permissions,
            "events": app.events, "created_at": TimeText.gitHub(place.createdAt), "updated_at": TimeText.gitHub(place.createdAt),
            "single_file_name": String?.none, "suspended_at": place.suspendedAt.map(TimeText.gitHub), "suspended_by": String?.none,
        ]
    }

    /// A repository as installations name it.
    var briefRepository: NamedParts {
        [
            "id": GitHubNames.repositoryID, "node_id": Self.nodeID("Repository", GitHubNames.repositoryID), "name": links.names.current,
            "full_name": links.names.fullName, "private": true,
        ]
    }

    func hookConfig(_ app: AppRecord) -> NamedParts {
        [
            "content_type": "json", "insecure_ssl": "0", "url": app.webhookURL ?? "", "secret": app.webhookSecret.map { _ in "********" },
        ]
    }
}
