import Hummingbird
import Logging
import NIOCore

/// What travels with a request: Hummingbird's own storage and the connection, so that a fault can close it.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Who makes the GitHub request; the GitHub middleware sets it.
    var caller: GitHubCaller?
    /// The token of a GitLab request; the GitLab middleware sets it.
    var gitLabToken: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Room for a comment of the maximal size in any encoding, and for large job definitions.
    var maxUploadSize: Int { 8 * 1024 * 1024 }
}
