package dev.memoize.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said, and which exit code is given, when a command does not end well. */
final class Failures {
    private Failures() {}

    /** Exit code 2: the command line itself is wrong. One sentence, what may have been meant, and where the help is. */
    static int misunderstood(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + sentence(e));
        command.getErr().println("Try: ./" + name + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String sentence(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage();
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        // What follows an unknown command belongs to it.
        boolean noCommand =
                !unmatched.isUnknownOption() && command.positionalParameters().isEmpty();
        String unknown = noCommand ? unmatched.getUnmatched().get(0) : String.join(" ", unmatched.getUnmatched());
        String what = unmatched.isUnknownOption()
                ? "there is no option "
                : noCommand ? "there is no command " : "there is one argument too many: ";
        List<String> similar = unmatched.getSuggestions();
        return what + unknown + (similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?");
    }

    /**
     * Exit code 1: a folder that cannot be written is said in one sentence, anything else is a bug and keeps its trace.
     */
    static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (!(e instanceof IOException io)) {
            throw e;
        }
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + reason(io));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be written";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (e instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + " is a file, not a folder";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getFile() + ": " + failed.getReason();
        }
        return e.getMessage();
    }
}
