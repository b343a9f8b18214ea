package dev.memoize.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page with places, marked by comments, whose content the benchmarks write. */
final class Page {
    private final Path file;

    Page(Path file) {
        this.file = file;
    }

    boolean has(String name) throws IOException {
        return Files.readString(file).contains("<!-- begin " + name + " -->\n");
    }

    String lacks(String name) {
        return file + " has no place for the table \"" + name + "\": add the lines <!-- begin " + name
                + " --> and <!-- end " + name + " -->";
    }

    /** At once and one by one, so that a run which is stopped loses nothing. */
    void replace(String name, String table) throws IOException {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        String page = Files.readString(file);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(lacks(name));
        }
        Files.writeString(file, page.substring(0, from + begin.length()) + "\n" + table + "\n" + page.substring(to));
    }
}
