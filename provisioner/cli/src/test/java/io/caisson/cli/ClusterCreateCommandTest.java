package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClusterCreateCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void optionsAloneDescribeACluster() {
    JsonNode spec = spec("prod", "--template", "k8s", "--workers", "3", "--label", "a=b");
    assertThat(spec.at("/name").asText()).isEqualTo("prod");
    assertThat(spec.at("/template").asText()).isEqualTo("k8s");
    assertThat(spec.at("/node_groups/0/role").asText()).isEqualTo("control-plane");
    assertThat(spec.at("/node_groups/0").has("count")).isFalse();
    assertThat(spec.at("/node_groups/1/count").asInt()).isEqualTo(3);
    assertThat(spec.at("/labels/a").asText()).isEqualTo("b");
  }

  @Test
  void optionsGoBeforeWhatTheFileSays() throws IOException {
    Path file = folder.resolve("spec.yaml");
    Files.writeString(
        file,
        """
        name: prod
        networking: {network: private, pod_cidr: 10.1.0.0/16}
        node_groups:
          - {name: leaders, role: control-plane, count: 3}
          - {name: web, count: 2, labels: {tier: web}}
        """);
    JsonNode spec = spec("-f", file.toString(), "--network", "other", "--workers", "5");
    assertThat(spec.at("/networking/network").asText()).isEqualTo("other");
    assertThat(spec.at("/networking/pod_cidr").asText()).isEqualTo("10.1.0.0/16");
    assertThat(spec.at("/node_groups/0/count").asInt()).isEqualTo(3);
    assertThat(spec.at("/node_groups/1/count").asInt()).isEqualTo(5);
    assertThat(spec.at("/node_groups/1/labels/tier").asText()).isEqualTo("web");
  }

  @Test
  void aFileThatDescribesNothingIsAnErrorOfTheCommandLine() throws IOException {
    Path file = folder.resolve("spec.yaml");
    for (String text : new String[] {"- a\n- b\n", "a: [", "a: 1\na: 2\n", ""}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> spec("-f", file.toString()))
          .isInstanceOf(CommandFailed.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void everyCommandHasItsHelp() {
    for (String command : new String[] {"cluster", "nodegroup", "template", "operation", "host"}) {
      assertThat(CaissonMain.run(command, "--help")).as(command).isZero();
    }
    assertThat(CaissonMain.run("nodegroup", "update", "--nonsense")).isEqualTo(2);
  }

  @Test
  void allProblemsOfARequestAreShownALineEach() throws IOException {
    String problem =
        """
        {"detail": "a: x; b: y", "errors": [{"path": "a", "detail": "x"},
          {"path": "b", "detail": "y"}]}
        """;
    assertThat(Http.reason(Http.JSON.readTree(problem)))
        .isEqualTo("the request is wrong:\n  a: x\n  b: y");
  }

  private static JsonNode spec(String... arguments) {
    ClusterCreateCommand command = new ClusterCreateCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.spec();
  }
}
