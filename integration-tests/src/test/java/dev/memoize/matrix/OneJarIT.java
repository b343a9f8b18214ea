package dev.memoize.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The jar that users add, as a file: what it brings, and that two builds make the same one. */
class OneJarIT {
    private static final Path BUILT = Settings.ROOT.resolve("bundle/target");
    private static final Path JAR = BUILT.resolve("memoize-" + Settings.VERSION + ".jar");

    @Test
    void bringsOurClassesOnly() throws IOException {
        assertThat(entries()).doesNotHaveDuplicates().noneMatch(name -> name.contains("module-info"));
        assertThat(entries())
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("dev/memoize/"));
    }

    @Test
    void nothingNamesTheAsmThatUsersMayHaveInAnotherVersion() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String name : entries()) {
                try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                            .as(name)
                            .doesNotContain("org/objectweb/asm", "org.objectweb.asm");
                }
            }
        }
    }

    @Test
    void everyServiceIsThere() throws IOException {
        List<String> providers = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String name : entries()) {
                if (name.startsWith("META-INF/services/") || name.equals("META-INF/net.bytebuddy/build.plugins")) {
                    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .forEach(providers::add);
                    }
                }
            }
        }
        assertThat(providers)
                .contains(
                        "dev.memoize.weaver.MemoizePlugin",
                        "dev.memoize.weaver.MemoizeProcessor",
                        "dev.memoize.weaver.UnwovenClassGuard",
                        "dev.memoize.weaver.MemoizeBuildPlugin");
        assertThat(entries())
                .containsAll(providers.stream()
                        .map(name -> name.replace('.', '/') + ".class")
                        .toList());
    }

    @Test
    void isAnAutomaticModuleOfItsOwnNameAndAnAgent() throws IOException {
        ModuleDescriptor module =
                ModuleFinder.of(JAR).find("dev.memoize").orElseThrow().descriptor();
        assertThat(module.isAutomatic()).isTrue();
        assertThat(module.packages()).allMatch(name -> name.startsWith("dev.memoize"));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            for (String key : List.of("Premain-Class", "Agent-Class", "Launcher-Agent-Class")) {
                assertThat(manifest.getValue(key)).as(key).isEqualTo("dev.memoize.weaver.MemoizeAgent");
            }
            assertThat(manifest.getValue("Class-Path")).isNull();
        }
    }

    @Test
    void publishedPomBringsNothingElse() throws Exception {
        NodeList dependencies = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(BUILT.resolve("dependency-reduced-pom.xml").toFile())
                .getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            assertThat(dependency.getElementsByTagName("scope").item(0))
                    .as(dependency.getTextContent())
                    .isNotNull()
                    .extracting(org.w3c.dom.Node::getTextContent)
                    .isIn("test", "provided");
        }
    }

    @Test
    void anotherBuildInAnotherFolderGivesTheSameBytes() throws IOException {
        Path jdk = Path.of(System.getProperty("java.home")).toRealPath();
        Assumptions.assumeTrue(jdk.equals(Settings.JDK.toRealPath()), "the build's JDK is another one");
        Path copy = Path.of("target/it/again").toAbsolutePath();
        Workspace.delete(copy);
        Workspace.copy(Settings.ROOT, copy, path -> {
            String name = path.getFileName().toString();
            return !List.of("target", ".git", "test", "it").contains(name);
        });
        Commands.run(
                        copy,
                        copy.resolveSibling("again.log"),
                        List.of(
                                Settings.MAVEN.resolve("bin/mvn").toString(),
                                "-B",
                                "-ntp",
                                "-q",
                                "-Dmaven.repo.local=" + Settings.REPOSITORY,
                                "-pl",
                                "bundle",
                                "-am",
                                "package",
                                "-Dmaven.test.skip",
                                "-Djacoco.skip"))
                .mustSucceed();
        Path again = copy.resolve("bundle/target").resolve(JAR.getFileName());
        assertThat(Files.mismatch(JAR, again)).as("first byte that differs").isEqualTo(-1);
    }

    /** As they lie in the file, for JarFile hides duplicates. */
    private static List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(JAR))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            }
        }
        return names;
    }
}
