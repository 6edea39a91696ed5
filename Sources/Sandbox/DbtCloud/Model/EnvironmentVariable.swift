/// A variable that dbt sees while it runs; the narrowest scope wins: job, environment, project.
struct EnvironmentVariable: Sendable, Equatable {
    enum Scope: String, Sendable { case project, environment, job, user }

    let id: Int
    var name: String
    var scope: Scope
    var environmentID: Int?
    var jobID: Int?
    var value: String

    /// The value as the API shows it: secrets as stars.
    var displayValue: String {
        name.hasPrefix("DBT_ENV_SECRET") ? "**********" : value
    }
}

/// The variables of the project.
struct EnvironmentVariables: Sendable {
    private(set) var all: [EnvironmentVariable] = []
    private var lastID = 0

    /// Adds a variable, or replaces the one of the same name and place.
    mutating func set(_ name: String, scope: EnvironmentVariable.Scope, environment: Int?, job: Int?, value: String) -> EnvironmentVariable
    {
        let same = all.firstIndex { $0.name == name && $0.scope == scope && $0.environmentID == environment && $0.jobID == job }
        if let same {
            all[same].value = value
            return all[same]
        }
        lastID += 1
        let variable = EnvironmentVariable(
            id: lastID, name: name, scope: scope, environmentID: environment, jobID: job, value: value)
        all.append(variable)
        return variable
    }

    mutating func change(_ id: Int, name: String?, value: String?) -> EnvironmentVariable? {
        guard let index = all.firstIndex(where: { $0.id == id }) else { return nil }
        if let name { all[index].name = name }
        if let value { all[index].value = value }
        return all[index]
    }

    mutating func remove(where condition: (EnvironmentVariable) -> Bool) -> Bool {
        let before = all.count
        all.removeAll(where: condition)
        return all.count < before
    }

    /// The variables that count for a job, by name, each with the scopes it has a value in.
    func scopes(job: Int?, environment: Int?) -> [String: [EnvironmentVariable]] {
        Dictionary(
            grouping: all.filter { variable in
                switch variable.scope {
                case .project: true
                case .environment: environment != nil && variable.environmentID == environment
                case .job: job != nil && variable.jobID == job
                case .user: false
                }
            }, by: \.name)
    }

    /// Name to value as a run of the job sees them.
    func values(job: Int, environment: Int) -> [String: String] {
        let order: [EnvironmentVariable.Scope] = [.job, .environment, .project]
        return scopes(job: job, environment: environment).compactMapValues { variables in
            order.lazy.compactMap { scope in variables.first { $0.scope == scope } }.first?.value
        }
    }
}
