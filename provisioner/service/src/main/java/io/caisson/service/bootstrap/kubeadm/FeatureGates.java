package io.caisson.service.bootstrap.kubeadm;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Feature gates for all of a cluster's components. A component does not start with a gate that it
 * does not know, so they are checked against the release before any machine is made.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/">feature
 *     gates</a>
 */
public record FeatureGates(SortedMap<String, Boolean> settings) {
  public static final FeatureGates NONE = new FeatureGates(new TreeMap<>());

  public FeatureGates {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * @param text such as {@code NodeSwap=true,DynamicResourceAllocation=false}
   * @throws IllegalArgumentException if it is not of that form
   */
  public static FeatureGates parse(String text) {
    SortedMap<String, Boolean> settings = new TreeMap<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String[] pair = part.strip().split("=", -1);
      if (pair.length != 2 || !pair[0].matches("[A-Za-z0-9]+") || !pair[1].matches("true|false")) {
        throw new IllegalArgumentException(
            "'%s' is no feature gate such as NodeSwap=true".formatted(part.strip()));
      }
      settings.put(pair[0], Boolean.valueOf(pair[1]));
    }
    return new FeatureGates(settings);
  }

  /**
   * @throws IllegalArgumentException naming the first gate that the release does not let be set
   */
  public void check(KubernetesVersion version) {
    settings.keySet().stream()
        .map(name -> problem(name, version))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  private static Optional<String> problem(String name, KubernetesVersion version) {
    KnownGates.Gate gate = KnownGates.ALL.get(name);
    if (gate == null) {
      return Optional.of("Kubernetes %s has no feature gate '%s'".formatted(version, name));
    }
    if (version.minor() < gate.since()) {
      return Optional.of(
          "feature gate '%s' came with Kubernetes 1.%d; the cluster is to have %s"
              .formatted(name, gate.since(), version));
    }
    return gate.fixedSince()
        .filter(minor -> version.minor() >= minor)
        .map(
            minor ->
                "feature gate '%s' cannot be set since Kubernetes 1.%d; leave it out for %s"
                    .formatted(name, minor, version));
  }

  boolean isEmpty() {
    return settings.isEmpty();
  }

  /** As components' arguments have it. */
  String argument() {
    return settings.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
  }
}
