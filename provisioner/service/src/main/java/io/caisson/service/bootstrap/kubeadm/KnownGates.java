package io.caisson.service.bootstrap.kubeadm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The gates of {@code feature-gates.txt}. */
final class KnownGates {
  static final Map<String, Gate> ALL = read();

  private KnownGates() {}

  /**
   * @param since the minor that brought it
   * @param fixedSince the minor since which it is locked or gone
   */
  record Gate(int since, Optional<Integer> fixedSince) {}

  /** One that is not known is somebody's own: perhaps it came after this list. */
  static boolean maySet(String name, KubernetesVersion version) {
    return Optional.ofNullable(ALL.get(name))
        .flatMap(Gate::fixedSince)
        .map(fixed -> version.minor() < fixed)
        .orElse(true);
  }

  private static Map<String, Gate> read() {
    Map<String, Gate> gates = new HashMap<>();
    text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", -1))
        .forEach(words -> gates.put(words[0], gate(words[1], words[2])));
    return Map.copyOf(gates);
  }

  private static Gate gate(String since, String fixed) {
    Optional<Integer> minor =
        Optional.of(fixed).filter(word -> !word.equals("-")).map(Integer::valueOf);
    return new Gate(Integer.parseInt(since), minor);
  }

  private static String text() {
    String name = "feature-gates.txt";
    try (InputStream in = KnownGates.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
