package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Whether the options of a tenant's API servers do on real machines what they promise: a Secret is
 * written through the cluster's API, and then looked for in the files of the audit and in etcd.
 */
final class RealGuards {
  private static final String AUDIT = "audit_enabled";
  private static final String ENCRYPTION = "encryption_at_rest_enabled";
  private static final String LOG = "/var/log/kubernetes/audit/audit.log";
  private static final String NAME = "guarded";
  private static final String WORDS = "nobody-may-read-this";
  private static final String KEY = "/registry/secrets/default/" + NAME;
  private static final String ENCRYPTED = "k8s:enc:secretbox:v1:key1:";

  private final Map<String, String> labels;
  private final MachineBed bed;
  private final Function<List<String>, String> host;
  private final List<String> seen = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param labels of the cluster
   * @param host runs a command there and answers what it printed
   */
  RealGuards(Map<String, String> labels, MachineBed bed, Function<List<String>, String> host) {
    this.labels = Map.copyOf(labels);
    this.bed = bed;
    this.host = host;
  }

  /** Whether there is anything to be checked. */
  boolean areWanted() {
    return asked(AUDIT) || asked(ENCRYPTION);
  }

  /**
   * @param kubectl runs it on the cluster as an administrator
   */
  void check(Consumer<String[]> kubectl) {
    kubectl.accept(
        new String[] {"create", "secret", "generic", NAME, "--from-literal=words=" + WORDS});
    if (asked(AUDIT)) {
      audit();
    }
    if (asked(ENCRYPTION)) {
      encryption();
    }
    kubectl.accept(new String[] {"delete", "secret", NAME});
  }

  /** What was seen, in sentences. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** What is not as the labels ask for. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  private boolean asked(String label) {
    return Boolean.parseBoolean(labels.get(label));
  }

  /** The request stands in the file of the API server that it came to. */
  private void audit() {
    int noted = 0;
    for (String machine : controlPlanes()) {
      noted += audit(machine);
    }
    if (noted != 1) {
      wrong.add("the Secret's creation stands %d times in the audit's files".formatted(noted));
    }
  }

  private int audit(String machine) {
    String lines = on(machine, "sh", "-c", "wc -l < " + LOG).strip();
    int noted = 0;
    for (String line :
        on(machine, "sh", "-c", "grep %s %s || true".formatted(NAME, LOG)).lines().toList()) {
      if (line.contains(WORDS) || line.contains(base64(WORDS))) {
        wrong.add("the audit at %s holds what the Secret says".formatted(machine));
      }
      JsonNode event = RealCluster.json(line);
      if (event.path("verb").asText().equals("create")
          && event.at("/objectRef/name").asText().equals(NAME)) {
        noted++;
        seen.add(
            "the audit at %s (%s lines) notes that %s has created the Secret"
                .formatted(machine, lines, event.at("/user/username").asText()));
      }
    }
    return noted;
  }

  private void encryption() {
    String stored = host.apply(bed.etcd("get", "--print-value-only", KEY));
    if (!stored.startsWith(ENCRYPTED) || stored.contains(WORDS)) {
      wrong.add("etcd holds the Secret as it was written");
    } else {
      seen.add("etcd holds the Secret as " + ENCRYPTED + "…");
    }
  }

  private List<String> controlPlanes() {
    return host.apply(bed.machines())
        .lines()
        .map(line -> line.split(" ")[0])
        .filter(name -> name.contains("control-plane"))
        .toList();
  }

  private String on(String machine, String... command) {
    return host.apply(bed.on(machine, command));
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
