package io.caisson.simulator.model;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong inside the data centre, behind every face. Asked each time anew. */
public interface Troubles {
  /** How far lists of this kind of thing (such as {@code server}) are behind the truth. */
  default Duration listLag(String kind) {
    return Duration.ZERO;
  }

  /** Whether no host has room for this server. */
  default boolean noCapacity(String serverName) {
    return false;
  }

  /** Why every host fails to start this server; empty if it starts. */
  default Optional<String> bootFailure(String serverName) {
    return Optional.empty();
  }

  /** Whether this server becomes ACTIVE while nothing runs in it. */
  default boolean hangsAtBoot(String serverName) {
    return false;
  }

  static Troubles none() {
    return new Troubles() {};
  }
}
