import Hummingbird

/// Forks: making one, and listing them.
struct ForkRoutes {
    let host: GitHubHost

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.post("forks") { _, context in
            let fork = try await host.fork(for: context.login)
            return try JSONAnswer.response(host.answers.fork(fork, of: host.repositoryAnswer()), status: .accepted)
        }
    }
}
