package io.caisson.simulator.direct;

import io.caisson.simulator.model.ServerOrder.Software;
import io.caisson.simulator.model.ServerOrder.Wiring;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The servers of the project. */
final class DirectCompute implements Compute {
  private final DirectCloud cloud;

  DirectCompute(DirectCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public String createServer(ServerOrder order) {
    return cloud.change(
        "create server " + order.name(),
        plant -> plant.servers().create(cloud.caller(), translated(order)).id());
  }

  private static io.caisson.simulator.model.ServerOrder translated(ServerOrder order) {
    String userData =
        Base64.getEncoder().encodeToString(order.userData().getBytes(StandardCharsets.UTF_8));
    return new io.caisson.simulator.model.ServerOrder(
        order.name(),
        order.flavor(),
        Optional.of(order.image()),
        order.mark().metadata(),
        new Software(Optional.of(userData), order.keyPair(), false, Optional.empty(), List.of()),
        order.zone(),
        Wiring.byPorts(order.ports()));
  }

  @Override
  public void deleteServer(String id) {
    cloud.remove(
        "delete server " + id,
        plant -> plant.servers().delete(plant.servers().need(cloud.caller(), id)));
  }

  @Override
  public Optional<Server> server(String id) {
    return cloud.find(plant -> shown(plant.servers().need(cloud.caller(), id)));
  }

  @Override
  public List<Server> servers() {
    return cloud.look(
        plant ->
            plant.servers().listed(cloud.caller().project()).stream()
                .map(DirectCompute::shown)
                .toList());
  }

  @Override
  public String console(String id, int lines) {
    return cloud.look(
        plant -> {
          List<String> all = plant.servers().need(cloud.caller(), id).console().lines().toList();
          return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        });
  }

  private static Server shown(io.caisson.simulator.model.Server server) {
    return new Server(
        server.id(),
        server.card().name(),
        status(server.state()),
        OwnerMark.of(server.order().metadata()),
        server.nics().stream().map(nic -> nic.address()).toList(),
        server.fault().map(fault -> fault.message()),
        server.card().created());
  }

  private static Server.Status status(io.caisson.simulator.model.Server.State state) {
    if (state.task().filter("deleting"::equals).isPresent()) {
      return Server.Status.DELETING;
    }
    return switch (state.vm()) {
      case BUILDING -> Server.Status.BUILD;
      case ACTIVE -> Server.Status.ACTIVE;
      case STOPPED -> Server.Status.SHUTOFF;
      case ERROR -> Server.Status.ERROR;
      case DELETED -> Server.Status.DELETING;
    };
  }
}
