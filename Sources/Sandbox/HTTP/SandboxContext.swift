import Hummingbird
import Logging
import NIOCore

/// What travels with a request: Hummingbird's own storage and the connection, so that a fault can close it.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Login of the user whose token the GitHub request carried; the GitHub authentication middleware sets it.
    var login: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Room for a comment of the maximal size in any encoding, and for large job definitions.
    var maxUploadSize: Int { 8 * 1024 * 1024 }
}
