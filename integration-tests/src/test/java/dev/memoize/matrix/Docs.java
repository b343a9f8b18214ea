package dev.memoize.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that {@code docs/build-tools.md} tells users to add: what is run here is what they read. */
final class Docs {
    private Docs() {}

    /** The first block of XML below a heading. */
    static String xml(String heading) {
        return block("## " + heading, "xml");
    }

    /** The first block in a language below a heading. */
    static String block(String heading, String language) {
        String page;
        try {
            page = Files.readString(Settings.ROOT.resolve("docs/build-tools.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher block = Pattern.compile(
                        "^" + Pattern.quote(heading) + "$.*?^```" + language + "$(.*?)^```$",
                        Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page);
        if (!block.find()) {
            throw new AssertionError("docs/build-tools.md has no " + language + " below \"" + heading + '"');
        }
        return block.group(1);
    }
}
