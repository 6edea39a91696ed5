import Foundation

extension GitHubHost {
    /// Registers the App that is there from the start, installed for the repository.
    ///
    /// - Parameters:
    ///   - keyPath: where its private key is, and is put at first; only the owner may read it.
    ///   - webhookURL: receiver of its webhooks; nil for none.
    func addDemoApp(keyPath: String, webhookURL: String?, webhookSecret: String) throws {
        let publicPEM: String
        if let text = try? String(contentsOfFile: keyPath, encoding: .utf8) {
            publicPEM = try AppKey.publicPEM(of: text)
        } else {
            let key = try AppKey.make()
            guard
                FileManager.default.createFile(
                    atPath: keyPath, contents: Data(key.privatePEM.utf8), attributes: [.posixPermissions: 0o600])
            else { throw SandboxError("cannot write the App's key `\(keyPath)`") }
            publicPEM = key.publicPEM
        }
        let time = now()
        change { state in
            let place = AppRecord.Installation(id: state.nextID(), permissions: AppRecord.demoPermissions, createdAt: time)
            state.apps.append(
                AppRecord(
                    id: AppRecord.demoID, slug: "plumbline-sandbox", name: "Plumbline sandbox", clientID: "Iv1.sandbox",
                    publicKeyPEM: publicPEM, permissions: AppRecord.demoPermissions, events: AppRecord.demoEvents,
                    webhookURL: webhookURL, webhookSecret: webhookSecret, createdAt: time, installation: place))
        }
    }

    /// Tells an App that it was installed, or no longer is.
    func emitInstallation(_ action: String, appID: Int, login: String) {
        guard let app = read({ state in state.apps.first { $0.id == appID } }), let place = app.installation, let hook = app.hook else {
            return
        }
        let payload: NamedParts = [
            "action": action, "installation": answers.installation(app, place), "repositories": [answers.briefRepository],
            "sender": answers.user(login),
        ]
        guard let data = try? JSONAnswer.data(payload) else { return }
        deliveries.send(guid: UUID().uuidString.lowercased(), event: "installation", action: action, hook: hook, payload: data)
    }

    /// Renames the repository; the old name leads to the new one.
    func rename(to name: String, login: String) {
        let old = answers.links.names.current
        guard name != old else { return }
        answers.links.names.rename(to: name)
        emit("repository", action: "renamed", login: login, ["changes": ["repository": ["name": ["from": old]]]])
    }
}

extension AppRecord {
    /// Where the App's webhooks go; nil when it has none.
    var hook: Hook? {
        webhookURL.map { url in
            Hook(id: id, url: url, secret: webhookSecret, events: events, createdAt: createdAt, appID: id)
        }
    }
}
