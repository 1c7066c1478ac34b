package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Empties a namespace that is to go, and lets it go when nothing is left in it. */
final class Namespaces implements Controller {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ClusterClient client;

  Namespaces(ClusterClient client) {
    this.client = client;
  }

  @Override
  public List<String> follows() {
    return List.of("namespaces", "pods");
  }

  @Override
  public Optional<Duration> look() {
    List<ObjectNode> dying = client.list("namespaces").stream().filter(Things::isDying).toList();
    dying.forEach(this::empty);
    return dying.isEmpty() ? Optional.empty() : Optional.of(PERIOD);
  }

  private void empty(ObjectNode namespace) {
    String name = Things.name(namespace);
    boolean left = false;
    for (String plural : client.namespaced()) {
      for (ObjectNode object : client.list(plural)) {
        if (Things.space(object).equals(name)) {
          left = true;
          if (!Things.isDying(object)) {
            client.delete(new ClusterClient.Named(plural, name, Things.name(object)));
          }
        }
      }
    }
    if (!left) {
      client.changeThrough(
          "finalize",
          new ClusterClient.Named("namespaces", "", name),
          before -> {
            ObjectNode after = before.deepCopy();
            Json.child(after, "spec").putArray("finalizers");
            return after;
          });
    }
  }
}
