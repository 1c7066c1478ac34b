package io.caisson.service.traffic;

import io.caisson.service.store.StorableText;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerRebuild;
import java.util.List;
import java.util.Optional;

/** The servers of {@link GuardedCloud}. */
final class GuardedCompute implements Compute {
  private final ProjectTraffic project;
  private final Asker asker;
  private final Compute own;

  GuardedCompute(ProjectTraffic project, Asker asker, Compute own) {
    this.project = project;
    this.asker = asker;
    this.own = own;
  }

  @Override
  public String createServer(ServerOrder order) {
    return project.compute.change(() -> own.createServer(order));
  }

  @Override
  public void deleteServer(String id) {
    project.compute.run(() -> own.deleteServer(id));
  }

  @Override
  public void rebuildServer(String id, ServerRebuild order) {
    project.compute.run(() -> own.rebuildServer(id, order));
  }

  @Override
  public Optional<Server> server(String id) {
    return project.compute.read(() -> own.server(id));
  }

  @Override
  public List<Server> servers() {
    return project.servers.ask(
        asker,
        () -> project.compute.read(own::servers).stream().map(GuardedCompute::storable).toList());
  }

  /** A cloud's words become reasons, and those are kept. */
  static Server storable(Server server) {
    if (server.fault().isEmpty()) {
      return server;
    }
    return new Server(
        server.id(),
        server.name(),
        server.status(),
        server.mark(),
        server.addresses(),
        server.fault().map(StorableText::told),
        server.created(),
        server.hostId());
  }

  @Override
  public String createServerGroup(OwnerMark mark, ServerGroup.Policy policy) {
    return project.compute.change(() -> own.createServerGroup(mark, policy));
  }

  @Override
  public void deleteServerGroup(String id) {
    project.compute.run(() -> own.deleteServerGroup(id));
  }

  @Override
  public Optional<ServerGroup> serverGroup(String id) {
    return project.compute.read(() -> own.serverGroup(id));
  }

  @Override
  public List<ServerGroup> serverGroups() {
    return project.serverGroups.ask(asker, () -> project.compute.read(own::serverGroups));
  }

  @Override
  public String hostId(String host) {
    return own.hostId(host);
  }

  @Override
  public String console(String id, int lines) {
    return project.compute.read(() -> own.console(id, lines));
  }
}
