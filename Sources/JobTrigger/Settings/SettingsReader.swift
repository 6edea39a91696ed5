import DbtCloud
import Foundation
import HTTPTransport

/// Turns flags and environment into settings, or into one message that names everything that is wrong.
///
/// The variables are those of the script that dbt's guide offers for continuous integration, with its meanings and defaults.
/// <https://docs.getdbt.com/guides/custom-cicd-pipelines>
package struct SettingsReader {
    let input: TriggerInput
    let given: GivenValues
    var problems: [String] = []
    var notes: [String] = []

    /// Reads everything.
    ///
    /// - Throws: ``UsageError`` before any request is made.
    package static func read(_ input: TriggerInput, environment: [String: String]) throws(UsageError) -> TriggerSettings {
        var reader = SettingsReader(input: input, given: GivenValues(environment: environment))
        let settings = reader.settings()
        guard reader.problems.isEmpty, let settings else { throw UsageError(problems: reader.problems) }
        return settings
    }

    private mutating func settings() -> TriggerSettings? {
        let address = jobAddress()
        // Nothing else can be said of a wrong address than that it is wrong.
        guard problems.isEmpty else { return nil }
        let attached = attachedRun()
        let isAttaching = attached != nil
        let base = accessURL(address)
        let account = identifier(
            input.accountID, "--account-id", ["DBT_ACCOUNT_ID"], or: address?.accountID, is: "the number after /deploy/ or /accounts/",
            isRequired: true)
        let project = identifier(
            input.projectID, "--project-id", ["DBT_PROJECT_ID"], or: address?.projectID, is: "the number after /projects/",
            isRequired: !isAttaching)
        let job = identifier(
            input.jobID, "--job-id", ["DBT_PR_JOB_ID", "DBT_JOB_ID"], or: address?.jobID, is: "the number after /jobs/",
            isRequired: !isAttaching)
        noteTwoJobs(used: job)
        let key = apiKey()
        let request = runRequest()
        let waiting = waiting()
        let artifacts = artifacts()
        checkCombinations(isAttaching: isAttaching, request)
        guard problems.isEmpty, let base, let account, let key else { return nil }
        let start: TriggerSettings.Start
        if let attached {
            start = .attach(run: attached)
        } else {
            guard let job else { return nil }
            start = .job(
                JobStart(
                    jobID: job, request: request, reusesSameCommit: input.reusesSameCommit, retriesFromFailure: input.retriesFromFailure))
        }
        return TriggerSettings(
            accessURL: base, accountID: account, projectID: project, apiKey: key, start: start, keepsRunning: input.keepsRunning,
            waiting: waiting, artifacts: artifacts, notes: notes)
    }

    // MARK: - Where

    /// The run to attach to; a value that holds nothing is no wish for a new run.
    private mutating func attachedRun() -> Int? {
        guard let text = input.attach else { return nil }
        if let value = given.optional(text, "--attach") { return wholeNumber(value, above: 0) }
        problems.append("--attach holds no run: the variable it was filled from is empty or not defined")
        return nil
    }

    private mutating func jobAddress() -> JobAddress? {
        guard let value = given.find(input.jobURL, "--job-url") else { return nil }
        guard let address = JobAddress(value.text) else {
            problems.append(
                "--job-url is \"\(RedactedURL.text(of: value.text))\", which is not the address of a job: "
                    + "copy it from the browser, as in https://ab123.us1.dbt.com/deploy/1/projects/2/jobs/3")
            return nil
        }
        return address
    }

    private mutating func accessURL(_ address: JobAddress?) -> BaseURL? {
        if given.find(input.url, "--url") == nil, let address { return address.accessURL }
        if let value = given.find(input.url, "--url", "DBT_URL"), value.isUnexpanded {
            notes.append("\(value.name) was not filled in by the pipeline; https://cloud.getdbt.com is asked.")
        }
        let value =
            given.optional(input.url, "--url", "DBT_URL") ?? GivenValue(text: "https://cloud.getdbt.com", name: "DBT_URL")
        let text = value.text.contains("://") ? value.text : "https://" + value.text
        do throws(HTTPTransportError) {
            return try BaseURL(text, setting: "\(value.name == "--url" ? "--url" : "DBT_URL (--url)")")
        } catch {
            problems.append(error.message)
            return nil
        }
    }

    /// An identifier from a flag, the job's address or the environment, in this order.
    private mutating func identifier(
        _ flag: String?, _ flagName: String, _ variables: [String], or addressed: Int?, is description: String, isRequired: Bool
    ) -> Int? {
        let first = variables[0]
        let both = "\(first) (\(flagName))"
        if given.find(flag, flagName) == nil, let addressed { return addressed }
        let names = [nil] + variables.map(Optional.some)
        let filled = names.lazy.compactMap { [given] in given.optional($0 == nil ? flag : nil, flagName, $0 ?? "") }.first
        let unfilled = names.lazy.compactMap { [given] in given.find($0 == nil ? flag : nil, flagName, $0 ?? "") }.first
        guard let value = filled ?? (isRequired ? unfilled : nil) else {
            if isRequired {
                problems.append("\(both) is not set: it is \(description) in the job's address, which can also be given whole as --job-url")
            }
            return nil
        }
        let name = value.name == first || value.name == flagName ? both : "\(value.name) (\(flagName))"
        guard let number = Int(value.text), number > 0 else {
            let reason =
                value.isUnexpanded
                ? "the pipeline did not fill in" : Int(value.text) == 0 ? "is only a placeholder" : "is not a number"
            problems.append("\(name) is \"\(shown(value.text))\", which \(reason): it is \(description) in the job's address")
            return nil
        }
        if let addressed, addressed != number {
            problems.append("\(flagName) is \(number), but --job-url says \(addressed): give one of them")
            return nil
        }
        return number
    }

    private mutating func noteTwoJobs(used job: Int?) {
        let others = ["DBT_PR_JOB_ID", "DBT_JOB_ID"].compactMap { [given] in given.find(nil, "", $0) }
        guard given.find(input.jobID, "--job-id") == nil, given.find(input.jobURL, "--job-url") == nil, others.count == 2,
            others[0].text != others[1].text
        else { return }
        notes.append("DBT_PR_JOB_ID and DBT_JOB_ID name different jobs; DBT_PR_JOB_ID counts. Give --job-id to choose.")
    }

    private mutating func apiKey() -> Secret? {
        let name = "DBT_API_KEY (--api-key)"
        guard let value = given.find(input.apiKey, "--api-key", "DBT_API_KEY") else {
            problems.append("\(name) is not set: make a service token with the permission Job Admin in dbt Cloud's account settings")
            return nil
        }
        // A message about the key never quotes it.
        if value.isUnexpanded {
            problems.append("\(name) was not filled in by the pipeline: map the secret variable into the environment of this step")
            return nil
        }
        guard value.text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 32 && $0.value != 127 }) else {
            problems.append("\(name) holds a space, a line break or another character that no key has: give the token alone")
            return nil
        }
        return Secret(value.text)
    }

    /// A wrong value for a message: on one line, not long.
    func shown(_ text: String) -> String { Redactor([]).clean(text, limit: 80) }
}
