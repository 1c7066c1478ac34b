package io.caisson.simulator.kubeapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** All kinds that an API server serves. */
final class ApiResources {
  private static final List<ApiResource> BUILT_IN = read("api-resources.txt");

  private ApiResources() {}

  static List<ApiResource> all() {
    return BUILT_IN;
  }

  /** One that is known to be built in. */
  static ApiResource of(String group, String plural) {
    return BUILT_IN.stream()
        .filter(r -> r.group().equals(group) && r.is(plural))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(plural + " of group '" + group + "'"));
  }

  static ApiResource core(String plural) {
    return of("", plural);
  }

  /** Whether it is one of these, at whatever version. */
  static boolean isBuiltIn(ApiResource resource) {
    return BUILT_IN.stream().anyMatch(known -> known.qualified().equals(resource.qualified()));
  }

  private static List<ApiResource> read(String name) {
    return lines(name).map(ApiResources::parse).toList();
  }

  /** Those of a file beside this class that are no comments. */
  static Stream<String> lines(String name) {
    try (InputStream in = ApiResources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiResource parse(String line) {
    String[] field = line.split(" ", -1);
    return new ApiResource(
        field[0].equals("-") ? "" : field[0],
        field[1],
        field[2],
        field[3],
        field[4],
        field[5].equals("n"),
        list(field[6]),
        list(field[7]),
        list(field[8]));
  }

  private static List<String> list(String field) {
    return field.equals("-") ? List.of() : List.of(field.split(",", -1));
  }
}
