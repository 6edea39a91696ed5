import CIPipeline
import Foundation
import Hummingbird
import Logging
import Store
import Web

/// What all routes work with.
struct ServerContext: Sendable {
    let store: Store
    let pipeline: Pipeline
    let connections: PipelineConnections
    let settings: ServerSettings
    let figures: RequestFigures
    let time: PipelineTime
    let logger: Logger
    let version: String
    /// What settings are tried out with.
    let outside: SettingsOutside
    let throttle = SignInThrottle()
    let passwords: PasswordDesk

    var sessions: Sessions { Sessions(store: store, settings: settings, time: time) }

    /// Links made for people.
    var links: RunLinks { RunLinks(publicURL: settings.publicURL) }
    /// Seconds since 1970-01-01 UTC.
    var now: Double { time.now() }

    /// What a page needs for whoever asked for it.
    func pageContext(_ context: ServerRequestContext) -> PageContext {
        PageContext(
            now: time.now(), user: context.formToken == nil ? nil : context.caller?.name, version: version, formToken: context.formToken,
            mayAdminister: context.caller?.isAdmin == true, hasSignIn: true, address: context.address)
    }
}

/// What is known about a request.
struct ServerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks, once a key or a session was checked.
    var caller: Caller?
    /// What forms made for this session carry; absent without a session.
    var formToken: String?
    /// The page that was asked for, with its query; absent for what is sent.
    var address: String?

    init(source: Source) { coreContext = .init(source: source) }

    /// Far above any API call; webhooks have a limit of their own.
    var maxUploadSize: Int { 1 << 20 }
}
