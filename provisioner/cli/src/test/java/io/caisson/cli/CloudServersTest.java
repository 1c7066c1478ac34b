package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
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

  @Test
  void aListOfSeveralPagesIsReadToItsEnd() {
    ObjectNode first = page("a", "worker-1");
    first.putArray("servers_links").addObject().put("rel", "next").put("href", "/second");
    Map<String, JsonNode> pages = Map.of("/first", first, "/second", page("b", "worker-2"));
    assertThat(CloudServers.all("/first", pages::get))
        .isEqualTo(servers("a", "worker-1", "b", "worker-2"));
  }

  private static CloudServers servers(String... idsAndNames) {
    return CloudServers.of(page(idsAndNames));
  }

  private static ObjectNode page(String... idsAndNames) {
    ObjectNode list = Http.JSON.createObjectNode();
    var servers = list.putArray("servers");
    for (int i = 0; i < idsAndNames.length; i += 2) {
      servers.addObject().put("id", idsAndNames[i]).put("name", idsAndNames[i + 1]);
    }
    return list;
  }
}
