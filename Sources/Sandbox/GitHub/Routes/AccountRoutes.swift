import Foundation
import Hummingbird

/// Users and the caller's quota.
struct AccountRoutes {
    let host: GitHubHost

    private struct Quota: Encodable {
        let limit = 5000
        let used = 1
        let remaining = 4999
        let reset: Int
    }

    func add(to root: some RouterMethods<SandboxContext>) {
        root.get("/") { _, _ in
            let links = host.answers.links
            return try JSONAnswer.response(["current_user_url": links.api + "/user", "repository_url": links.api + "/repos/{owner}/{repo}"])
        }
        root.get("user") { _, context in
            try JSONAnswer.response(Joined(host.answers.user(context.login), ["name": context.login]))
        }
        root.get("users/:login") { _, context in
            guard let user = GitHubUser.named(context.decoded("login")) else { throw GitHubFailure.notFound }
            return try JSONAnswer.response(Joined(host.answers.user(user.login), ["name": user.login]))
        }
        root.get("rate_limit") { _, _ in
            let quota = Quota(reset: Int(host.now().timeIntervalSince1970) + 3600)
            let answer: NamedParts = ["resources": ["core": quota, "search": quota, "graphql": quota], "rate": quota]
            return try JSONAnswer.response(answer)
        }
    }
}
