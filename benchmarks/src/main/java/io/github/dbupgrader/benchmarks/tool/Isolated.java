package io.github.dbupgrader.benchmarks.tool;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Runs a tool in a class loader of its own, so that several instances of an application can be played in one JVM. Liquibase needs it: its lock service belongs to the
 * JVM, and instances that share it take the lock and do not give it back. Only types of the JDK cross the border.
 */
public final class Isolated implements Callable<Void> {

    private final Tool.Start start;
    private final DataSource dataSource;

    /**
     * Opens a tool; called by reflection, on the other side of the border.
     *
     * @param tool the class of the tool
     * @param built what it built
     * @param sql the steps
     * @param dataSource gives the connections
     * @throws Exception if the tool cannot be opened
     */
    public Isolated(String tool, Path built, List<String> sql, DataSource dataSource) throws Exception {
        this.start = Class.forName(tool)
                .asSubclass(Tool.class)
                .getDeclaredConstructor()
                .newInstance()
                .open(built, new Steps(sql));
        this.dataSource = dataSource;
    }

    @Override
    public Void call() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Isolated.class.getClassLoader());
        try {
            start.on(dataSource);
        } finally {
            thread.setContextClassLoader(before);
        }
        return null;
    }

    /** {@return a class loader that shares nothing with the others but the JDK} */
    static ClassLoader loader() {
        URL[] path = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Isolated::url)
                .toArray(URL[]::new);
        return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    }

    /** {@return the start of a tool inside a class loader} */
    @SuppressWarnings("unchecked")
    static Tool.Start open(ClassLoader loader, Class<? extends Tool> tool, Path built, Steps steps) {
        return dataSource -> {
            Callable<Void> start = (Callable<Void>) loader.loadClass(Isolated.class.getName())
                    .getConstructor(String.class, Path.class, List.class, DataSource.class)
                    .newInstance(tool.getName(), built, steps.sql(), dataSource);
            start.call();
        };
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
