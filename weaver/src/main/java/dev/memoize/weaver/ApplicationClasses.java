package dev.memoize.weaver;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of an application, by their files: those that lie where one of them does (in its folder or jar), and
 * those whose packages begin with the same two names, wherever they lie. The JDK and libraries are not among them.
 *
 * <p>Thread-safe without a lock, since class loaders are other people's: two threads may read the same file.
 */
final class ApplicationClasses {
    private static final String CLASS = ".class";

    /** By class loader, root and domain. Values do not refer to their loader. Guarded by itself. */
    private static final Map<ClassLoader, Map<String, SoftReference<ApplicationClasses>>> KNOWN = new WeakHashMap<>();

    private final WeakReference<ClassLoader> loader;
    private final String root;
    private final String domain;
    private final Map<String, Optional<CodeOfClass>> classes = new ConcurrentHashMap<>();
    private final Map<String, Optional<CodeOfClass>> headers = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, SortedSet<String>> subtypes;

    private ApplicationClasses(ClassLoader loader, String root, String domain) {
        this.loader = new WeakReference<>(loader);
        this.root = root;
        this.domain = domain;
    }

    /** Throws {@link IOException} if the class has no class file that can be found. */
    static ApplicationClasses of(Class<?> member) throws IOException {
        ClassLoader of = member.getClassLoader();
        ClassLoader loader = of == null ? ClassLoader.getSystemClassLoader() : of;
        String path = member.getName().replace('.', '/') + CLASS;
        URL url = loader.getResource(path);
        if (url == null || !url.toString().endsWith(path)) {
            throw new IOException("no class file of " + member.getName());
        }
        String root = url.toString().substring(0, url.toString().length() - path.length());
        String[] packages = path.split("/");
        String domain = packages.length > 2 ? packages[0] + '/' + packages[1] + '/' : "";
        synchronized (KNOWN) {
            Map<String, SoftReference<ApplicationClasses>> ofLoader =
                    KNOWN.computeIfAbsent(loader, l -> new HashMap<>());
            SoftReference<ApplicationClasses> known = ofLoader.get(root + domain);
            ApplicationClasses classes = known == null ? null : known.get();
            if (classes == null) {
                classes = new ApplicationClasses(loader, root, domain);
                ofLoader.put(root + domain, new SoftReference<>(classes));
            }
            return classes;
        }
    }

    private ClassLoader loader() throws IOException {
        ClassLoader l = loader.get();
        if (l == null) {
            throw new IOException("the class loader is gone");
        }
        return l;
    }

    /** The class, if it is the application's. */
    @Nullable
    CodeOfClass get(String name) throws IOException {
        Optional<CodeOfClass> known = classes.get(name);
        if (known == null) {
            byte[] bytes = isOwn(name) ? bytes(name) : null;
            known = bytes == null ? Optional.empty() : Optional.of(CodeOfClass.of(bytes));
            classes.put(name, known);
        }
        return known.orElse(null);
    }

    private boolean isOwn(String name) throws IOException {
        if (name.startsWith("java/") || name.startsWith("dev/memoize/") && !domain.equals("dev/memoize/")) {
            return false;
        }
        if (!domain.isEmpty() && name.startsWith(domain)) {
            return true;
        }
        URL url = loader().getResource(name + CLASS);
        return url != null && url.toString().equals(root + name + CLASS);
    }

    private byte @Nullable [] bytes(String name) throws IOException {
        try (InputStream in = loader().getResourceAsStream(name + CLASS)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private @Nullable CodeOfClass header(String name) throws IOException {
        Optional<CodeOfClass> known = headers.get(name);
        if (known == null) {
            byte[] bytes = bytes(name);
            known = bytes == null ? Optional.empty() : Optional.of(CodeOfClass.header(bytes));
            headers.put(name, known);
        }
        return known.orElse(null);
    }

    /** Superclass and interfaces of a class, theirs, and so on, the nearest first; the class itself is the first. */
    List<String> supertypes(String name) throws IOException {
        Set<String> all = new LinkedHashSet<>(List.of(name));
        List<String> open = new ArrayList<>(all);
        for (int i = 0; i < open.size(); i++) {
            CodeOfClass header = header(open.get(i));
            if (header == null) {
                continue;
            }
            List<String> next = new ArrayList<>(header.interfaces);
            if (header.superName != null) {
                next.add(0, header.superName);
            }
            next.removeIf(type -> !all.add(type));
            open.addAll(next);
        }
        return open;
    }

    /** The application's classes that are subtypes of that type, sorted. */
    SortedSet<String> subtypes(String name) throws IOException {
        Map<String, SortedSet<String>> known = subtypes;
        if (known == null) {
            known = new TreeMap<>();
            for (String type : list()) {
                for (String supertype : supertypes(type)) {
                    known.computeIfAbsent(supertype, s -> new TreeSet<>()).add(type);
                }
            }
            subtypes = known;
        }
        return known.getOrDefault(name, Collections.emptySortedSet());
    }

    private Set<String> list() throws IOException {
        Set<String> names = new HashSet<>();
        list(root, "", names);
        if (!domain.isEmpty()) {
            for (Enumeration<URL> folders = loader().getResources(domain); folders.hasMoreElements(); ) {
                String folder = folders.nextElement().toString();
                String path = folder.endsWith("/") ? domain : domain.substring(0, domain.length() - 1);
                if (folder.endsWith(path)) {
                    list(folder.substring(0, folder.length() - path.length()), domain, names);
                }
            }
        }
        return names;
    }

    private static void list(String root, String below, Set<String> names) throws IOException {
        if (root.startsWith("file:")) {
            Path folder;
            try {
                folder = Path.of(new URI(root));
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
            try (Stream<Path> files = Files.walk(folder.resolve(below))) {
                files.forEach(file -> add(folder.relativize(file).toString().replace('\\', '/'), below, names));
            }
        } else if (root.startsWith("jar:")) {
            URLConnection connection = new URL(root).openConnection();
            if (connection instanceof JarURLConnection jar) {
                String inside = jar.getEntryName() == null ? "" : jar.getEntryName();
                for (Enumeration<JarEntry> entries = jar.getJarFile().entries(); entries.hasMoreElements(); ) {
                    String entry = entries.nextElement().getName();
                    if (entry.startsWith(inside)) {
                        add(entry.substring(inside.length()), below, names);
                    }
                }
            }
        }
    }

    private static void add(String file, String below, Set<String> names) {
        boolean isClass = file.endsWith(CLASS) && !file.startsWith("META-INF/") && !file.endsWith("module-info.class");
        if (isClass && file.startsWith(below)) {
            names.add(file.substring(0, file.length() - CLASS.length()));
        }
    }
}
