import Reports
import SourceControl

/// The buttons of a run as its template shows them.
struct RunActionsView {
    var path: String
    /// Proves that the page was made for this session.
    var token: String
    var buttons: [ButtonView]

    /// - Returns: nothing for those who may not press one, and where there is nothing to press.
    init?(_ page: RunPage, context: PageContext) {
        guard context.mayAdminister, !page.actions.steps.isEmpty else { return nil }
        path = Route.run(page.id)
        token = context.formToken ?? ""
        let waiting = page.report.models.count { $0.outcome == .waiting }
        buttons = page.actions.steps.map { ButtonView($0.button(waiting: waiting)) }
    }
}

/// Downstream models that Slim CI leaves out, to choose from.
struct LeftOutView {
    struct Item {
        var field: String
        var name: String
        /// What it is, unless it is a model.
        var type: String?
    }

    /// Lists up to this long are open from the beginning.
    private static let openLimit = 12

    var heading: String
    var about: String
    var path: String
    var token: String
    var items: [Item]
    var isOpen: Bool
    var mayAdd: Bool
    /// Shown to those who cannot choose.
    var names: [String]
    var more: String?
    var all: ButtonView
    var chosen: ButtonView

    /// - Returns: nothing when nothing is left out.
    init?(_ page: RunPage, context: PageContext) {
        let models = page.actions.leftOut
        guard !models.isEmpty else { return nil }
        let count = FigureText.count(models.count, "downstream model")
        heading = "Not compared: \(count)"
        mayAdd = context.mayAdminister && page.actions.mayAdd
        about =
            "Slim CI compares only what the change modifies itself. "
            + (mayAdd ? "What is added here goes into this run and its comment." : Self.hint(page))
        path = Route.run(page.id)
        token = context.formToken ?? ""
        items = models.map {
            Item(field: RunActions.Field.model + $0.uniqueID, name: $0.name, type: $0.resourceType == "model" ? nil : $0.resourceType)
        }
        isOpen = models.count <= Self.openLimit
        (names, more) = Phrase.cut(models.map(\.name), after: 40)
        let everything = models.count == 1 ? "Compare it" : "Compare all \(FigureText.count(models.count))"
        all = ButtonView(FormButton(everything, value: RunActions.Field.addAll, weight: .secondary))
        chosen = ButtonView(FormButton("Compare the chosen", value: RunActions.Field.addChosen, weight: .secondary))
    }

    private static func hint(_ page: RunPage) -> String {
        page.actions.mayAdd
            ? "A comment “/plumbline diff downstream” on the \(page.changeRequest.noun) adds them."
            : "Nothing can be added to this run any more."
    }
}

extension RunActions.Step {
    /// - Parameter waiting: how many models are to be compared.
    fileprivate func button(waiting: Int) -> FormButton {
        switch self {
        case .confirm: FormButton("Compare \(FigureText.count(waiting, "model"))", value: rawValue)
        case .rerun: FormButton("Rerun", value: rawValue, weight: .secondary)
        case .cancel: FormButton("Cancel the run", value: rawValue, weight: .danger)
        }
    }
}
