/// Texts handed to C end at their first zero byte; a statement cut short there would be another statement.
func checkNoZero(_ text: String, what: String, driver: ADBCDriver, attempt: String) throws(ADBCError) {
    guard text.utf8.contains(0) else { return }
    throw driver.failure(.invalidArgument, attempt, "\(what) contains a zero byte")
}
