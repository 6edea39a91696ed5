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
    let settings: ServerSettings
    let figures: RequestFigures
    let time: PipelineTime
    let logger: Logger
    let version: String

    /// Links made for people.
    var links: RunLinks { RunLinks(publicURL: settings.publicURL) }
    var pageContext: PageContext { PageContext(now: time.now(), version: version) }
}

/// What is known about a request.
struct ServerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks, once a key was checked.
    var caller: Caller?

    init(source: Source) { coreContext = .init(source: source) }

    /// Far above any API call; webhooks have a limit of their own.
    var maxUploadSize: Int { 1 << 20 }
}

/// Somebody with an API key.
struct Caller: Hashable, Sendable {
    let name: String
    let role: String

    var isAdmin: Bool { role == APIKeySettings.Role.admin.rawValue }
}
