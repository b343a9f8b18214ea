import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.memoize.LogTime;
import dev.memoize.Memoize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** What a service memoizes: look-ups, parsed things, templates. */
class RealisticWeb {
    record User(long id, String name) {}

    static final class Template {
        private final List<String> parts;

        Template(List<String> parts) {
            this.parts = parts;
        }

        String render(Map<String, ?> model) {
            return parts.toString() + model;
        }
    }

    private static final Logger LOG = Logger.getLogger(RealisticWeb.class.getName());
    private final DataSource database;
    private final HttpClient client = HttpClient.newHttpClient();
    private Locale locale = Locale.ROOT;

    RealisticWeb(DataSource database) {
        this.database = database;
    }

    void setLocale(Locale locale) {
        this.locale = locale;
    }

    @Memoize(maxSize = 10_000, ttl = "5m")
    Optional<User> user(long id) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("select name from users where id = ?")) {
            query.setLong(1, id);
            ResultSet rows = query.executeQuery();
            return rows.next() ? Optional.of(new User(id, rows.getString(1))) : Optional.empty();
        } finally {
            LOG.fine("user took " + (System.nanoTime() - start) + " ns");
        }
    }

    @Memoize
    @LogTime
    String fetch(URI uri) throws IOException, InterruptedException {
        long start = System.currentTimeMillis();
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        long took = System.currentTimeMillis() - start;
        if (took > 1000) {
            LOG.warning(uri + " took " + took + " ms");
        }
        return response.body();
    }

    @Memoize
    static Pattern glob(String glob) {
        return Pattern.compile(glob.replace(".", "\\.").replace("*", ".*"));
    }

    @Memoize
    static Template template(String name) {
        try (InputStream in = RealisticWeb.class.getResourceAsStream("/templates/" + name)) {
            return new Template(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\$")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Memoize
    static String rendered(Template template, Map<String, String> model) { // deserved
        return template.render(model);
    }

    @Memoize
    static ImmutableMap<String, String> query(String query) {
        ImmutableMap.Builder<String, String> parts = ImmutableMap.builder();
        for (String part : Splitter.on('&').split(query)) {
            parts.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        return parts.build();
    }

    @Memoize
    static ImmutableList<String> segments(String path) {
        return ImmutableList.copyOf(path.split("/"));
    }

    @Memoize
    String message(String key) {
        return ResourceBundle.getBundle("messages", locale).getString(key); // deserved
    }

    @Memoize(maxSize = 1)
    static String version() {
        return RealisticWeb.class.getPackage().getImplementationVersion();
    }

    @Memoize
    static String hostFor(String service) {
        return Optional.ofNullable(System.getenv(service.toUpperCase(Locale.ROOT) + "_HOST")).orElse("localhost");
    }

    @Memoize
    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    @Memoize
    static String digest(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Memoize
    static byte[] key(String password) throws NoSuchAlgorithmException { // deserved
        return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
    }

    @Memoize
    CompletableFuture<String> fetchLater(URI uri) { // deserved
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    @Memoize
    static boolean allows(User user, String action, @Memoize.Ignore Connection connection) throws SQLException {
        return connection.getMetaData().getUserName().equals(user.name()) && action.equals("read");
    }

    @Memoize
    static String slug(String title) {
        StringBuilder slug = new StringBuilder();
        for (char c : title.toLowerCase(Locale.ROOT).toCharArray()) {
            slug.append(Character.isLetterOrDigit(c) ? c : '-');
        }
        return slug.toString();
    }
}
