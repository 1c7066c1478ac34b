package io.caisson.service.tenancy;

import io.caisson.spi.identity.Identity.Caller;
import java.util.Set;

/**
 * Who sends a request, for which project, and the token that proves it. The rules are OpenStack's:
 * a reader of the project looks, a member changes, an administrator sees all projects.
 */
public record Principal(Caller caller, String token) {
  private static final Set<String> WRITERS = Set.of("member", "_member_", "admin");
  private static final Set<String> READERS = Set.of("reader", "member", "_member_", "admin");

  public String project() {
    return caller.projectId();
  }

  public boolean administrator() {
    return caller.isAdministrator();
  }

  /** Whether things of that project may be shown at all. */
  public boolean sees(String project) {
    return administrator() || project.equals(caller.projectId());
  }

  /**
   * @throws Refused if none of the caller's roles may look
   */
  public void mustRead() {
    require(READERS, "look at clusters", "reader");
  }

  /**
   * @throws Refused if none of the caller's roles may change anything
   */
  public void mustWrite() {
    require(WRITERS, "change clusters", "member");
  }

  private void require(Set<String> roles, String what, String role) {
    if (caller.roles().stream().noneMatch(roles::contains)) {
      throw new Refused(
          Refused.Kind.FORBIDDEN,
          "user %s may not %s of project %s: the role '%s' is needed there"
              .formatted(caller.userName(), what, caller.projectName(), role));
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Principal[%s in %s]".formatted(caller.userId(), caller.projectId());
  }
}
