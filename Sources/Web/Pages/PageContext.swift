/// What every page needs besides its own content.
package struct PageContext: Hashable, Sendable {
    /// Seconds since 1970-01-01 UTC at which the page is made; ages are counted from here.
    package var now: Double
    /// Name of the person who is signed in; absent without sign-in.
    package var user: String?
    /// The program's version, for the foot of the page.
    package var version: String?

    /// Proves that a form was made for this session; absent without one.
    package var formToken: String?
    /// Whether settings may be changed.
    package var mayAdminister: Bool
    /// Whether there is a sign-in to link to.
    package var hasSignIn: Bool
    /// The page's own address, to come back to after the sign-in; absent where there is none.
    package var address: String?

    package init(
        now: Double, user: String? = nil, version: String? = nil, formToken: String? = nil, mayAdminister: Bool = false,
        hasSignIn: Bool = false, address: String? = nil
    ) {
        self.now = now
        self.user = user
        self.version = version
        self.formToken = formToken
        self.mayAdminister = mayAdminister
        self.hasSignIn = hasSignIn
        self.address = address
    }
}

/// A link to somewhere else, shown as text when the address is not http(s) or one of our own paths.
package struct PageLink: Hashable, Sendable {
    package var text: String
    package var url: String

    package init(text: String, url: String) {
        self.text = text
        self.url = url
    }
}

/// How far a piece of work is.
package struct PageProgress: Hashable, Sendable {
    package var done: Int
    /// 0 when it is not known yet.
    package var total: Int
    /// What is being done now, for example `comparing keys`.
    package var label: String?

    package init(done: Int, total: Int, label: String? = nil) {
        self.done = done
        self.total = total
        self.label = label
    }
}
