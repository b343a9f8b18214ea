package dev.memoize.cli;

import dev.memoize.cli.fib.FibCommand;
import dev.memoize.cli.simulate.SimulateCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./memoize}: the table of commands. A new command is one more class in it. */
@Command(
        name = "memoize",
        description = "functools.lru_cache for the JVM, shown and measured.",
        subcommands = {FibCommand.class, SimulateCommand.class, HelpCommand.class},
        // Inherited: every command has --help and --version.
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class Main implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and ends the JVM with its exit code: 0 done, 1 failed, 2 not understood. */
    public static void main(String[] args) {
        // Pictures are drawn to files only.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(console(System.out), console(System.err), args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine()
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Failures::misunderstood)
                .setExecutionExceptionHandler(Failures::failed)
                .execute(args);
    }

    private static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        ServiceLoader.load(MoreCommand.class).forEach(line::addSubcommand);
        if (!line.getSubcommands().containsKey("shop")) {
            line.addSubcommand(new Elsewhere.Shop());
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    private static PrintWriter console(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }
}
