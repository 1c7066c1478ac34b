package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Problem;
import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.Steadiness;
import io.caisson.service.bootstrap.addon.FlannelSettings.Backend;
import io.caisson.service.bootstrap.addon.ImageSource;
import io.caisson.service.bootstrap.kubeadm.FeatureGates;
import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a cluster's labels ask for beside what its spec has fields for. The labels are judged before
 * a cluster is recorded and never change afterwards, so that all of its machines agree.
 *
 * @param backend of flannel
 * @param audit whether API servers note who did what
 * @param encryption whether they encrypt Secrets at rest
 * @param certificateNames further names and addresses of their certificates
 */
public record ClusterExtras(
    ImageSource images,
    Backend backend,
    FeatureGates gates,
    boolean audit,
    boolean encryption,
    List<String> certificateNames) {
  private static final String IMAGES = "container_infra_prefix";
  private static final String BACKEND = "flannel_backend";
  private static final String GATES = "feature_gates";
  private static final String AUDIT = "audit_enabled";
  private static final String ENCRYPTION = "encryption_at_rest_enabled";
  private static final String NAMES = "certificate_names";
  private static final Pattern NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9][A-Za-z0-9.:-]{0,250}");

  public ClusterExtras {
    certificateNames = List.copyOf(certificateNames);
  }

  /**
   * @throws IllegalArgumentException for what {@link #problems} names
   */
  public static ClusterExtras of(Map<String, String> labels) {
    return new ClusterExtras(
        images(labels),
        backend(labels),
        gates(labels),
        flag(labels, AUDIT),
        flag(labels, ENCRYPTION),
        names(labels));
  }

  /**
   * All that is wrong with these labels.
   *
   * @param version of the cluster; a wrong one is somebody else's problem
   */
  static List<Problem> problems(Map<String, String> labels, String version) {
    List<Problem> problems = new ArrayList<>();
    check(IMAGES, () -> images(labels), problems);
    check(BACKEND, () -> backend(labels), problems);
    check(GATES, () -> gates(labels, version), problems);
    check(AUDIT, () -> flag(labels, AUDIT), problems);
    check(ENCRYPTION, () -> flag(labels, ENCRYPTION), problems);
    check(NAMES, () -> names(labels), problems);
    for (String drain : List.of(DrainPolicy.DEADLINE, DrainPolicy.LATE, DrainPolicy.RULES)) {
      check(drain, () -> DrainPolicy.of(only(labels, drain)), problems);
    }
    check(Steadiness.LABEL, () -> Steadiness.of(labels), problems);
    return problems;
  }

  private static Map<String, String> only(Map<String, String> labels, String label) {
    return Optional.ofNullable(labels.get(label))
        .map(value -> Map.of(label, value))
        .orElse(Map.of());
  }

  private static void check(String label, Runnable reading, List<Problem> problems) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      problems.add(new Problem("labels." + label, String.valueOf(e.getMessage())));
    }
  }

  private static ImageSource images(Map<String, String> labels) {
    return new ImageSource(Optional.ofNullable(labels.get(IMAGES)).filter(text -> !text.isBlank()));
  }

  private static Backend backend(Map<String, String> labels) {
    String text = labels.getOrDefault(BACKEND, Backend.VXLAN.text());
    return Backend.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is none of flannel's backends here: %s"
                        .formatted(text, Backend.texts())));
  }

  private static FeatureGates gates(Map<String, String> labels) {
    return FeatureGates.parse(labels.getOrDefault(GATES, ""));
  }

  private static void gates(Map<String, String> labels, String version) {
    FeatureGates gates = gates(labels);
    if (io.caisson.domain.catalogue.KubernetesVersion.parse(version).isPresent()) {
      gates.check(KubernetesVersion.parse(version));
    }
  }

  private static boolean flag(Map<String, String> labels, String label) {
    String text = labels.getOrDefault(label, "false");
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new IllegalArgumentException("'%s' is neither true nor false".formatted(text));
    }
    return Boolean.parseBoolean(text);
  }

  private static List<String> names(Map<String, String> labels) {
    List<String> names =
        Arrays.stream(labels.getOrDefault(NAMES, "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("'%s' is no name or address".formatted(name));
      }
    }
    return names;
  }
}
