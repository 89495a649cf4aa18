package io.github.dbupgrader.examples.wildlife.testing;

import io.github.dbupgrader.examples.wildlife.cli.WildlifeCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command that has run.
 *
 * @param exitCode its exit code
 * @param out what it printed
 * @param err what it printed about errors
 */
public record Run(int exitCode, String out, String err) {

    /** {@return a command without a server that has run} */
    public static Run of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                WildlifeCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(args);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** {@return a command on a database that has run} */
    public static Run on(String url, String command, String... args) {
        return of(Stream.concat(Stream.of(command, "--url", url), List.of(args).stream())
                .toArray(String[]::new));
    }
}
