package io.caisson.simulator.model;

import java.util.List;

/**
 * Who asks, as a valid token says.
 *
 * @param roles names, in the order of their making
 */
public record Caller(String user, String project, List<String> roles) {
  public Caller {
    roles = List.copyOf(roles);
  }

  public boolean admin() {
    return roles.contains("admin");
  }

  boolean sees(Card card) {
    return admin() || card.project().equals(project);
  }
}
