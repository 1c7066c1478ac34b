package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CloudServersTest {
  @Test
  void aServerOfAnotherIdIsAnotherServerWhateverItsName() {
    CloudServers before = servers("a", "worker-1", "b", "worker-2");
    CloudServers after = servers("c", "worker-1", "b", "worker-2");
    assertThat(before.without(after)).containsExactly("worker-1 (server a)");
    assertThat(after.without(before)).containsExactly("worker-1 (server c)");
    assertThat(after.without(after)).isEmpty();
  }

  private static CloudServers servers(String... idsAndNames) {
    var list = Http.JSON.createObjectNode();
    var servers = list.putArray("servers");
    for (int i = 0; i < idsAndNames.length; i += 2) {
      servers.addObject().put("id", idsAndNames[i]).put("name", idsAndNames[i + 1]);
    }
    return CloudServers.of(list);
  }
}
