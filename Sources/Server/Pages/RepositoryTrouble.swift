import CIPipeline
import Store
import Web

/// What hinders the reviews of a repository, as banners that say what to do.
struct RepositoryTrouble: Sendable {
    private let repository: RepositoryRecord
    private let mayAdminister: Bool

    init(_ repository: RepositoryRecord, mayAdminister: Bool) {
        self.repository = repository
        self.mayAdminister = mayAdminister
    }

    /// Of several repositories, at most this many are told one by one.
    private static let most = 4

    static func notices(_ repositories: [RepositoryRecord], mayAdminister: Bool) -> [PageNotice] {
        let notices = repositories.flatMap { RepositoryTrouble($0, mayAdminister: mayAdminister).notices }
        guard notices.count > most else { return notices }
        let rest = PageNotice(
            .warning, "\(notices.count - most) more repositories have trouble, too.",
            link: mayAdminister ? PageLink(text: "All repositories", url: SettingsArea.repositories.path) : nil)
        return notices.prefix(most) + [rest]
    }

    /// None while nothing is known to hinder.
    var notices: [PageNotice] { [trouble, renamed].compactMap(\.self) }

    private var trouble: PageNotice? {
        repository.trouble.map { PageNotice(.failed, "\(repository.name): \($0) \(remedy)", link: settings) }
    }

    private var renamed: PageNotice? {
        repository.currentName.map { name in
            PageNotice(
                .warning,
                "\(repository.name) is called \(name) on the host now. Reviews go on, as the host leads from the old name to the new one; "
                    + "put the new name into \(place), in case somebody else takes the old one.", link: settings)
        }
    }

    /// Where the repository is configured.
    private var place: String { repository.origin == .file ? "the configuration file" : "its settings" }

    private var remedy: String {
        let what =
            repository.gitHubAppId == nil
            ? "Put a token that is good for it into \(place)"
            : "Give the App what it needs on GitHub, or install it for the repository again"
        return "\(what); \(repository.noun)s are not reviewed as they should be until then."
    }

    private var settings: PageLink? {
        mayAdminister ? PageLink(text: "Open its settings", url: SettingsPath.repository(repository.id)) : nil
    }
}
