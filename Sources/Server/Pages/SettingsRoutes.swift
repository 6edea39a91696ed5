import Hummingbird
import Web

/// Sign-in, and the pages where settings are changed.
struct SettingsRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        let entrance = router.group().add(middleware: PageMiddleware(server: server, isPublic: true))
        SignInPages(server: server).add(to: entrance)
        LinkPages(server: server).add(to: entrance)
        let pages = router.group().add(middleware: PageMiddleware(server: server))
        UserPages(server: server).add(to: pages)
        KeyPages(server: server).add(to: pages)
        AccountPages(server: server).add(to: pages)
        CIConfigPages(server: server).add(to: pages)
        RepositoryPages(server: server).add(to: pages)
        DataSourcePages(server: server).add(to: pages)
        let administrators = router.group().add(middleware: PageMiddleware(server: server)).add(middleware: AdministratorMiddleware())
        GitHubAppRoutes(server: server).add(to: administrators)
    }
}
