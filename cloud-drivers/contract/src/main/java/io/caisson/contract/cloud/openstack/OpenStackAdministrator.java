package io.caisson.contract.cloud.openstack;

import io.caisson.contract.cloud.Access;
import io.caisson.contract.cloud.Administrator;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Keystone, Nova and Neutron as their administrator uses them. */
final class OpenStackAdministrator implements Administrator, AutoCloseable {
  /** GiB; quotas of projects do not count disks, hosts do. */
  private static final int GIANT_DISK = 100_000_000;

  private final Session session;
  private final Access access;
  private final Access member;
  private final String run;
  private @Nullable String giant;
  private int tenancies;

  OpenStackAdministrator(Access access, Access member, Optional<SSLContext> trust, String run) {
    this.session = new Session(access, trust);
    this.access = access;
    this.member = member;
    this.run = run;
  }

  @Override
  public synchronized String giantFlavor() {
    String known = giant;
    if (known != null) {
      return known;
    }
    Map<String, Object> flavor =
        Map.of("name", run + "-giant", "vcpus", 1, "ram", 4096, "disk", GIANT_DISK);
    String made =
        session.post("compute", "/flavors", Map.of("flavor", flavor)).at("/flavor/id").asText();
    giant = made;
    return made;
  }

  @Override
  public String hostOf(String serverId) {
    return session
        .get("compute", "/servers/" + serverId)
        .at("/server/OS-EXT-SRV-ATTR:host")
        .asText();
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public synchronized Tenancy tenancy() {
    tenancies++;
    return new OpenStackTenancy(session, member, run + "-tenant-" + tenancies);
  }

  @Override
  public synchronized void close() {
    if (giant != null) {
      session.delete("compute", "/flavors/" + giant);
    }
    session.close();
  }
}
