package dev.memoize;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Imports inside core point one way: API, memo, heap, config, spi; logtime stands beside memo, trace under it. */
final class ArchitectureTest {
    private static final String API = "dev.memoize";
    private static final String MEMO = "dev.memoize.memo";
    private static final String HEAP = "dev.memoize.heap";
    private static final String LOGTIME = "dev.memoize.logtime";
    private static final String TRACE = "dev.memoize.trace";
    private static final String OUTPUT = "dev.memoize.output";
    private static final String CONFIG = "dev.memoize.config";
    private static final String SPI = "dev.memoize.spi";

    private static final Map<String, Set<String>> ARROWS = Map.of(
            API, Set.of(MEMO, HEAP, LOGTIME, SPI),
            MEMO, Set.of(HEAP, TRACE, CONFIG, SPI),
            HEAP, Set.of(SPI),
            LOGTIME, Set.of(OUTPUT, CONFIG, SPI),
            TRACE, Set.of(HEAP, OUTPUT),
            OUTPUT, Set.of(),
            CONFIG, Set.of(SPI),
            SPI, Set.of());

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(API);

    @Test
    void theImportFoundCore() {
        assertTrue(CORE.contain(Memoize.class), "the rules below would pass on nothing");
    }

    @Test
    void packagesImportInOneDirection() {
        SortedSet<String> wrong = new TreeSet<>();
        for (Dependency dependency : dependenciesBetweenPackages()) {
            String from = dependency.getOriginClass().getPackageName();
            String to = dependency.getTargetClass().getPackageName();
            if (!ARROWS.getOrDefault(from, Set.of()).contains(to)) {
                wrong.add(from + " -> " + to + ": " + dependency.getDescription());
            }
        }
        assertEquals(Set.of(), wrong, "allowed arrows are " + ARROWS);
    }

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> packages = CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        packages.removeAll(ARROWS.keySet());
        assertEquals(Set.of(), packages, "a new package needs its arrows here and in the design");
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching("dev.memoize.(*)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void coreNeedsOnlyTheJdk() {
        Set<String> foreign = CORE.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(type -> !type.isPrimitive())
                .map(JavaClass::getPackageName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.jfr"))
                .filter(name -> !name.startsWith(API) && !name.equals("org.jspecify.annotations"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), foreign);
    }

    private static Set<Dependency> dependenciesBetweenPackages() {
        return CORE.that(alwaysTrue()).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith(API))
                .filter(dependency -> !dependency
                        .getOriginClass()
                        .getPackageName()
                        .equals(dependency.getTargetClass().getPackageName()))
                .collect(Collectors.toSet());
    }
}
