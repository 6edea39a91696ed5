/// Says where a primary key was learnt from.
enum KeyWords {
    /// What to do about a key that is not known.
    static let missing = "No primary key is known: tag its columns, or add a uniqueness test to the model."

    /// The rule that gave the key; one not known is shown as it is.
    static func text(source: String) -> String {
        switch source {
        case "argument": "given by hand"
        case "model_meta": "from the model\u{2019}s meta"
        case "column_meta": "from the meta of its columns"
        case "column_tags": "from the tags of its columns"
        case "uniqueness_test": "from a uniqueness test"
        case "unique_key": "from unique_key"
        case "name_guess": "guessed from the column\u{2019}s name"
        case "constraint": "from a primary key constraint"
        default: source.replacing("_", with: " ")
        }
    }
}
