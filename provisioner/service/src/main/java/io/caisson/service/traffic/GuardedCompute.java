package io.caisson.service.traffic;

import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
    return change(() -> own.createServer(order));
  }

  @Override
  public void deleteServer(String id) {
    run(() -> own.deleteServer(id));
  }

  @Override
  public Optional<Server> server(String id) {
    return read(() -> own.server(id));
  }

  @Override
  public List<Server> servers() {
    return project.servers.ask(asker, () -> read(own::servers));
  }

  @Override
  public String createServerGroup(OwnerMark mark, ServerGroup.Policy policy) {
    return change(() -> own.createServerGroup(mark, policy));
  }

  @Override
  public void deleteServerGroup(String id) {
    run(() -> own.deleteServerGroup(id));
  }

  @Override
  public Optional<ServerGroup> serverGroup(String id) {
    return read(() -> own.serverGroup(id));
  }

  @Override
  public List<ServerGroup> serverGroups() {
    return project.serverGroups.ask(asker, () -> read(own::serverGroups));
  }

  @Override
  public String console(String id, int lines) {
    return read(() -> own.console(id, lines));
  }

  private <T> T read(Supplier<T> call) {
    return project.gate.read(project.compute, call);
  }

  private <T> T change(Supplier<T> call) {
    return project.gate.change(project.compute, call);
  }

  private void run(Runnable call) {
    change(
        () -> {
          call.run();
          return true;
        });
  }
}
