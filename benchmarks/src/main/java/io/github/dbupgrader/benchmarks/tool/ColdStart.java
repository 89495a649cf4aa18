package io.github.dbupgrader.benchmarks.tool;

import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A whole process that does nothing but the start of one tool: {@code ColdStart <class of the tool> <JDBC URL> <number of steps> <what the tool built>}. */
public final class ColdStart {

    private ColdStart() {}

    /**
     * Runs it.
     *
     * @param args class name, JDBC URL, number of steps, directory of what the tool built
     * @throws Exception whatever goes wrong; the process then ends with another code than 0
     */
    public static void main(String[] args) throws Exception {
        Steps steps = Steps.trivial(Integer.parseInt(args[2]));
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[1]);
        tool(args[0]).open(Path.of(args[3]), steps).on(dataSource);
    }

    /** By name, so that no process loads a class of another tool. */
    private static Tool tool(String className) throws ReflectiveOperationException {
        return Class.forName(className)
                .asSubclass(Tool.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
