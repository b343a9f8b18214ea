package dev.memoize.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In the table of commands, those whose modules are not here. */
final class Elsewhere {
    private Elsewhere() {}

    @Command(
            name = "shop",
            description = "Runs a memoized database query under load, with Redis between heap and database.")
    static final class Shop implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(
                    spec.commandLine(),
                    "its module is not on the class path; start it through the script, ./memoize shop");
        }
    }
}
