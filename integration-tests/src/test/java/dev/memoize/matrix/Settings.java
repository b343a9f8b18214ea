package dev.memoize.matrix;

import java.nio.file.Path;

/** What the pom hands to the tests. */
final class Settings {
    /** The JDK that the users' projects are built and run with. */
    static final Path JDK = Path.of(property("matrix.jdk"));

    /** The Maven that this build runs on. */
    static final Path MAVEN = Path.of(property("matrix.maven"));

    /** The local repository of whoever runs this build. It is read, and plugins are cached in it as in any build. */
    static final Path REPOSITORY = Path.of(property("matrix.repository"));

    static final String VERSION = property("matrix.version");

    /** The checkout. */
    static final Path ROOT = Path.of(property("matrix.root")).toAbsolutePath().normalize();

    private Settings() {}

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("system property " + name + " is missing; run these tests through Maven");
        }
        return value;
    }
}
