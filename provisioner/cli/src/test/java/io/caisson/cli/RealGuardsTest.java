package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealGuardsTest {
  private static final Map<String, String> BOTH =
      Map.of("audit_enabled", "true", "encryption_at_rest_enabled", "true");
  private static final String NOTED =
      """
      {"verb":"create","user":{"username":"ada"},"objectRef":{"name":"guarded"}}
      {"verb":"get","user":{"username":"ada"},"objectRef":{"name":"guarded"}}
      """;

  private final List<String> asked = new ArrayList<>();
  private String audit = NOTED;
  private String stored = "k8s:enc:secretbox:v1:key1:\u0001\u0002";

  @Test
  void bothOptionsAreSeenAtWork() {
    RealGuards guards = checked(BOTH);

    assertThat(guards.wrong()).isEmpty();
    assertThat(guards.seen())
        .containsExactly(
            "the audit at demo-control-plane-1-1234 (42 lines) notes that ada has created the"
                + " Secret",
            "etcd holds the Secret as k8s:enc:secretbox:v1:key1:…");
    assertThat(asked).first().asString().startsWith("create secret generic guarded");
    assertThat(asked).last().isEqualTo("delete secret guarded");
  }

  @Test
  void aSecretThatCanBeReadIsWrong() {
    stored = "k8s\u0000\n\u000bnobody-may-read-this";
    assertThat(checked(BOTH).wrong()).containsExactly("etcd holds the Secret as it was written");
  }

  @Test
  void anAuditWithoutTheRequestOrWithItsContentIsWrong() {
    audit = "";
    assertThat(checked(BOTH).wrong()).hasSize(1).first().asString().contains("stands 0 times");
    audit =
        "{\"verb\":\"create\",\"objectRef\":{\"name\":\"guarded\"},\"requestObject\":"
            + "\"bm9ib2R5LW1heS1yZWFkLXRoaXM=\"}";
    assertThat(checked(BOTH).wrong()).hasSize(1).first().asString().contains("holds what the");
  }

  @Test
  void withoutLabelsNothingIsChecked() {
    assertThat(guards(Map.of("audit_enabled", "false")).areWanted()).isFalse();
    assertThat(guards(BOTH).areWanted()).isTrue();
  }

  private RealGuards checked(Map<String, String> labels) {
    RealGuards guards = guards(labels);
    guards.check(command -> asked.add(String.join(" ", command)));
    return guards;
  }

  private RealGuards guards(Map<String, String> labels) {
    MachineBed bed = new MachineBed(Path.of("/bed"), Path.of("/home"), "centre", "1.34.4");
    return new RealGuards(labels, bed, this::host);
  }

  private String host(List<String> command) {
    String line = String.join(" ", command);
    if (line.endsWith("status")) {
      return "demo-control-plane-1-1234 running x\ndemo-worker-1-5678 running x\n";
    }
    if (line.contains("wc -l")) {
      return "42\n";
    }
    return line.contains("grep guarded") ? audit : stored;
  }
}
