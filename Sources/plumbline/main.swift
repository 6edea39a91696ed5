import Commands
import Foundation

exit(await PlumblineCommand.run(Array(CommandLine.arguments.dropFirst())))
