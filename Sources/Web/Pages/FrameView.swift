/// What the layout shows around every page.
struct FrameView {
    var title: String
    var stylesPath = WebAsset.styles.path
    var themePath = WebAsset.theme.path
    var livePath = WebAsset.live.path
    var iconPath = WebAsset.favicon.path
    var homePath = Route.runs
    var cataloguePath = Route.catalogue
    /// Seconds after which a page without JavaScript loads itself again; absent when nothing changes by itself.
    var refreshSeconds: Int?
    /// Where the live module listens; it asks again every few seconds when absent.
    var eventsPath: String?
    var user: String?
    var accountPath = Route.account
    var signOutPath = Route.signOut
    /// Absent where there is nothing to sign out of.
    var formToken: String?
    /// Absent for those who may not change settings.
    var settingsPath: String?
    /// Absent for those who are signed in.
    var signInPath: String?
    /// The module for forms; absent on pages without.
    var formsPath: String?
    var version: String?

    init(title: String, context: PageContext, isLive: Bool = false, eventsPath: String? = nil, hasForm: Bool = false) {
        self.title = Phrase.cut(title, to: 160)
        refreshSeconds = isLive ? 5 : nil
        self.eventsPath = isLive ? eventsPath : nil
        user = context.user
        formToken = context.user == nil ? nil : context.formToken
        settingsPath = context.mayAdminister ? Route.settings : nil
        signInPath = context.hasSignIn && context.user == nil ? Route.signIn(backTo: context.address) : nil
        formsPath = hasForm ? WebAsset.forms.path : nil
        version = context.version
    }
}

/// A verdict or state as an icon and a word; the tone picks the hue.
struct BadgeView: Hashable {
    var icon: String
    var word: String
    /// `ok`, `changed`, `failed`, `busy` or `quiet`: a class of the style sheet.
    var tone: String
}

/// A horizontal bar: what is the same, and the rest.
struct BarView {
    /// 0 to 100, of the part that is the same.
    var width: String
    var label: String
    /// The hue of the rest: `changed`, `removed`, `added` or `failed`.
    var tone: String

    /// A bar that shows even the smallest difference, and even the smallest agreement.
    init(percentage: Double, label: String, tone: String = "changed") {
        let value = percentage.isFinite ? min(max(percentage, 0), 100) : 0
        let visible = value == 0 || value == 100 ? value : min(max(value, 4), 96)
        let tenths = Int((visible * 10).rounded())
        width = tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        self.label = label
        self.tone = tone
    }
}

/// Progress with numbers and words.
struct ProgressView {
    var done: Int
    /// At least 1.
    var total: Int
    var text: String

    init(_ progress: PageProgress) {
        done = min(max(progress.done, 0), max(progress.total, 1))
        total = max(progress.total, 1)
        let numbers = progress.total > 0 ? "\(FigureText.count(progress.done)) of \(FigureText.count(progress.total))" : "starting"
        text = [progress.label, numbers].compactMap(\.self).joined(separator: ", ")
    }
}
