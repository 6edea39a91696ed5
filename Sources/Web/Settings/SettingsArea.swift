/// The parts of the settings, in their order.
package enum SettingsArea: String, Hashable, Sendable, CaseIterable {
    case configurations, repositories, gitHubApps, dataSources, users, keys, account

    package var path: String {
        switch self {
        case .configurations: Route.settings
        case .repositories: Route.settings + "/repositories"
        case .gitHubApps: Route.gitHubApps
        case .dataSources: Route.settings + "/data-sources"
        case .users: Route.settings + "/users"
        case .keys: Route.settings + "/keys"
        case .account: Route.account
        }
    }

    package var title: String {
        switch self {
        case .configurations: "CI configurations"
        case .repositories: "Repositories"
        case .gitHubApps: "GitHub Apps"
        case .dataSources: "Data sources"
        case .users: "Users"
        case .keys: "API keys"
        case .account: "Your account"
        }
    }
}

/// A link of the settings' own navigation.
struct AreaView {
    var text: String
    var href: String
    var isCurrent: Bool

    static func all(_ current: SettingsArea?, _ context: PageContext) -> [AreaView] {
        guard let current else { return [] }
        let areas = context.mayAdminister ? SettingsArea.allCases : [.account]
        return areas.filter { $0 != .account || context.user != nil }
            .map { AreaView(text: $0.title, href: $0.path, isCurrent: $0 == current) }
    }
}

/// A notice as its template shows it.
struct NoticeView {
    var tone: String
    var text: String
    var code: String?
    var link: LinkView?

    init(_ notice: PageNotice) {
        tone = notice.tone.rawValue
        text = notice.text
        code = notice.code
        link = notice.link.map { LinkView($0) }
    }
}
