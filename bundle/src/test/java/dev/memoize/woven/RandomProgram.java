package dev.memoize.woven;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * The source of a class of several pure methods that call each other, with random parameters, results, modifiers and
 * attributes. Without the annotations it is the same program.
 */
final class RandomProgram {
    private static final String[] TYPES = {
        "int",
        "long",
        "byte",
        "short",
        "char",
        "boolean",
        "float",
        "double",
        "String",
        "Object",
        "Integer",
        "int[]",
        "Object[]",
        "java.util.List<Object>",
        "String[][]",
        "Double"
    };
    private static final String[] SIZES = {"0", "1", "2", "3", "7", "128", "Memoize.UNBOUNDED"};

    private record Parameter(String type, boolean ignored) {}

    private record Method(String name, boolean isStatic, String result, List<Parameter> parameters, boolean varargs) {}

    private final Random random;
    private final String className;
    private final boolean annotated;
    private final String kind;
    private final List<Method> methods = new ArrayList<>();
    private final StringBuilder source = new StringBuilder();

    private RandomProgram(long seed, String className, boolean annotated) {
        this.random = new Random(seed);
        this.className = className;
        this.annotated = annotated;
        this.kind = pick("class", "class", "record", "interface", "enum");
    }

    static String source(long seed, String className, boolean annotated) {
        return new RandomProgram(seed, className, annotated).write();
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    private String write() {
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<Parameter> parameters = new ArrayList<>();
            int arity = random.nextInt(5);
            for (int p = 0; p < arity; p++) {
                parameters.add(new Parameter(pick(TYPES), random.nextInt(8) == 0));
            }
            boolean varargs = arity > 0 && parameters.get(arity - 1).type.endsWith("[]") && random.nextBoolean();
            methods.add(new Method("m" + i, random.nextInt(3) == 0, pick(TYPES), parameters, varargs));
        }
        source.append("import dev.memoize.*;\n");
        switch (kind) {
            case "record" -> source.append("record " + className + "(int seed) {\n");
            case "interface" ->
                source.append("interface " + className + " {\n")
                        .append("record Instance(int seed) implements " + className + " {}\nint seed();\n");
            case "enum" ->
                source.append("enum " + className + " {\nA(1), B(2);\nprivate final int seed;\n" + className
                        + "(int seed) { this.seed = seed; }\nint seed() { return seed; }\n");
            default ->
                source.append("class " + className + " {\nfinal int seed;\n" + className
                        + "(int seed) { this.seed = seed; }\nint seed() { return seed; }\n");
        }
        methods.forEach(this::method);
        driver();
        helpers();
        return source.append("}\n").toString();
    }

    private void method(Method m) {
        String modifiers = kind.equals("interface")
                ? pick(m.isStatic ? "static" : "default", m.isStatic ? "private static" : "private")
                : pick("", "private ", "final ", "public ") + (m.isStatic ? "static" : "");
        String size = pick(SIZES);
        String annotation = "@Memoize(maxSize = " + size + ", singleFlight = " + random.nextBoolean() + ", ttl = \""
                + (size.equals("0") ? "" : pick("", "", "1h")) + "\", scope = Scope."
                + pick("INSTANCE", "INSTANCE", "CLASS") + ", typed = " + (random.nextInt(4) != 0) + ")";
        boolean memoized = random.nextInt(6) != 0;
        if (annotated && memoized) {
            source.append(annotation).append('\n');
        }
        StringJoiner parameters = new StringJoiner(", ", "(", ")");
        parameters.add("int n");
        StringBuilder hash = new StringBuilder("n * 7 + " + (m.isStatic ? "3" : "seed()"));
        for (int i = 0; i < m.parameters.size(); i++) {
            Parameter p = m.parameters.get(i);
            boolean last = m.varargs && i == m.parameters.size() - 1;
            String type = last ? p.type.substring(0, p.type.length() - 2) + "..." : p.type;
            parameters.add((annotated && memoized && p.ignored ? "@Memoize.Ignore " : "") + type + " p" + i);
            if (!p.ignored) {
                hash.insert(0, "31 * (").append(") + h(p" + i + ")");
            }
        }
        source.append(modifiers + " " + m.result + " " + m.name + parameters + " throws Exception {\n");
        source.append("int h = " + hash + ";\nif (n > 0) {\n");
        int calls = random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            Method callee = pick(methods.toArray(new Method[0]));
            String target = callee.isStatic ? "" : m.isStatic ? "instance(h & 1)." : pick("", "", "instance(h & 1).");
            String call = "h = 31 * h + h(" + target + callee.name + arguments(callee, "n - " + pick(1, 2), "h") + ");";
            source.append(
                    random.nextBoolean()
                            ? call + "\n"
                            : "try { " + call + " } catch (IllegalStateException e) { h += h(e.getMessage()); }\n");
        }
        source.append("}\n");
        if (random.nextInt(2) == 0) {
            source.append("if (h % " + (3 + random.nextInt(9)) + " == 1) throw new "
                    + pick("Exception", "IllegalStateException", "java.io.IOException") + "(\"" + m.name
                    + " \" + h);\n");
        }
        source.append("return " + value(m.result, "h", 1_000) + ";\n}\n");
    }

    private String arguments(Method callee, String fuel, String h) {
        StringJoiner arguments = new StringJoiner(", ", "(", ")");
        arguments.add(fuel);
        for (int i = 0; i < callee.parameters.size(); i++) {
            arguments.add(value(callee.parameters.get(i).type, "(" + h + " >>> " + i + ")", 3));
        }
        return arguments.toString();
    }

    /** An expression of that type with at most about {@code range} values. */
    private String value(String type, String h, int range) {
        String small = "Math.floorMod(" + h + ", " + range + ")";
        return switch (type) {
            case "int" -> pick(small, "-" + small, small + " + Integer.MIN_VALUE");
            case "long" -> pick(small + " * 5_000_000_000L", "(long) " + small, small + " + Long.MIN_VALUE");
            case "byte", "short", "char" -> "(" + type + ") (" + small + pick("", " - 1") + ")";
            case "boolean" -> small + " % 2 == 0";
            case "float" -> pick(small + " / 4f", small + " / 0f", "-0f * " + small);
            case "double" -> pick(small + " / 4.0", small + " / 0.0", "-0.0 * " + small);
            case "String" -> "(" + small + " == 1 ? null : \"s\" + " + small + ")";
            case "Integer" -> "(" + small + " == 1 ? null : Integer.valueOf(" + small + " + 1000))";
            case "Double" -> "(" + small + " == 1 ? null : Double.valueOf(" + small + " / 2.0))";
            case "Object" ->
                "(" + small + " == 1 ? null : " + small + " == 2 ? (Object) (\"o\" + " + small
                        + ") : (Object) Integer.valueOf(" + small + "))";
            case "int[]" -> "new int[] {" + small + ", " + small + " * 2}";
            case "Object[]" -> "new Object[] {" + small + ", new int[] {" + small + "}, null, \"x\" + " + small + "}";
            case "String[][]" -> "new String[][] {{\"a\" + " + small + "}, {}}";
            default -> "java.util.Arrays.<Object>asList(" + small + ", null, \"l\" + " + small + ")";
        };
    }

    private void driver() {
        source.append("static java.util.List<String> run(long seed, int calls) {\n")
                .append("java.util.Random random = new java.util.Random(seed);\n")
                .append("java.util.List<String> out = new java.util.ArrayList<>();\n")
                .append(
                        "for (int i = 0; i < calls; i++) {\nint r = random.nextInt(64);\nint n = random.nextInt(7);\ntry {\n")
                .append("switch (random.nextInt(" + methods.size() + ")) {\n");
        for (int i = 0; i < methods.size(); i++) {
            Method m = methods.get(i);
            source.append("case " + i + ": out.add(text(" + (m.isStatic ? "" : "instance(r & 1).") + m.name
                    + arguments(m, "n", "r") + ")); break;\n");
        }
        source.append("default: break;\n}\n} catch (Exception e) { out.add(e.toString()); }\n}\nreturn out;\n}\n");
    }

    private void helpers() {
        String access = kind.equals("interface") ? "" : "private ";
        String instance = switch (kind) {
            case "interface" -> "INSTANCES = {new Instance(1), new Instance(2)}";
            case "enum" -> "INSTANCES = {A, B}";
            default -> "INSTANCES = {new " + className + "(1), new " + className + "(2)}";
        };
        source.append((kind.equals("interface") ? "" : "static final ") + className + "[] " + instance + ";\n")
                .append(access + "static " + className + " instance(int i) { return INSTANCES[i]; }\n")
                .append(access + "static int h(Object o) { return text(o).hashCode(); }\n")
                .append(access + "static String text(Object o) {\n")
                .append("String s = java.util.Arrays.deepToString(new Object[] {o});\n")
                .append(
                        "return o == null ? s : (o.getClass().isArray() ? \"array\" : o.getClass().getName()) + s;\n}\n");
    }
}
