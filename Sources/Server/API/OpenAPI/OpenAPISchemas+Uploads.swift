import Store

extension OpenAPISchemas {
    private static let commit = OpenAPIShape.text(matching: "^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$").saying("A whole commit SHA.")
    private static let runType = OpenAPIShape.choice(UploadRecord.RunType.self)

    static let uploads: [String: OpenAPIShape] = [
        "ArtifactUpload": .object(
            [
                "artifacts": OpenAPIShape.file.saying("A zip archive of dbt's target folder, with manifest.json."), "commit_sha": commit,
                "run_type": runType,
            ],
            sometimes: [
                "run_id": OpenAPIShape.text.saying("Links the two builds of a pull request."),
                "new_project": OpenAPIShape.choice(["true", "false"]).saying("The dbt project has another name from now on."),
            ]),
        "ArtifactUploaded": .object(["id": .id, "status": .choice(["ok"]), "detail": .text]),
        "ArtifactQuestion": .object(["commit_sha": commit, "run_type": runType], sometimes: ["branch": .text]),
        "ArtifactAnswer": .object(["status": .choice(["ok", "missing"]), "detail": .text]),
    ]
}
