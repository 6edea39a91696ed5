import Hummingbird
import Store

/// Who asks: somebody signed in, or a program with an API key.
struct Caller: Hashable, Sendable {
    let name: String
    let role: String
    /// Absent for a key.
    var userID: Int?

    init(name: String, role: String, userID: Int? = nil) {
        self.name = name
        self.role = role
        self.userID = userID
    }

    init(_ user: UserRecord) {
        self.init(name: user.name, role: user.role.rawValue, userID: user.id)
    }

    var isAdmin: Bool { role == AccessRole.admin.rawValue }
}

extension ServerRequestContext {
    /// The caller, who may change things.
    ///
    /// - Throws: `Problem` 401 without a caller, 403 for one who may only read.
    func administrator() throws -> Caller {
        let caller = try anybody()
        guard caller.isAdmin else {
            throw Problem(.forbidden, "\(caller.name) may only read.", hint: "Ask an administrator to do it, or for the role 'admin'.")
        }
        return caller
    }

    /// The caller, whoever it is.
    ///
    /// - Throws: `Problem` 401 without one; browsers are sent to the sign-in.
    func anybody() throws -> Caller {
        guard let caller else { throw Problem.signInNeeded }
        return caller
    }
}

extension Problem {
    /// What is answered where a session or a key is needed; `AnswerMiddleware` sends browsers to the sign-in instead.
    static var signInNeeded: Problem {
        var problem = Problem(
            .unauthorized, "This needs somebody who is signed in, or an API key.",
            hint: "Sign in at \("/sign-in"), or send 'Authorization: Key <key>'.")
        problem.headers["www-authenticate"] = "Key"
        problem.leadsToSignIn = true
        return problem
    }
}
