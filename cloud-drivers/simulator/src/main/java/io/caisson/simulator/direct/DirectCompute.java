package io.caisson.simulator.direct;

import io.caisson.simulator.model.FloatingIp;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.ServerOrder.Disks;
import io.caisson.simulator.model.ServerOrder.Software;
import io.caisson.simulator.model.ServerOrder.WantedVolume;
import io.caisson.simulator.model.ServerOrder.Where;
import io.caisson.simulator.model.ServerOrder.Wiring;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerRebuild;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model's servers. */
final class DirectCompute implements Compute {
  private final DirectCalls calls;

  DirectCompute(DirectCalls calls) {
    this.calls = calls;
  }

  @Override
  public String createServer(ServerOrder order) {
    return calls.change(
        "create server " + order.name(),
        plant -> plant.servers().create(calls.caller(), written(order)).id());
  }

  @Override
  public void deleteServer(String id) {
    calls.delete(
        "delete server " + id,
        plant -> plant.servers().delete(plant.servers().need(calls.caller(), id)));
  }

  @Override
  public void rebuildServer(String id, ServerRebuild order) {
    calls.change(
        "rebuild server " + id,
        plant -> {
          plant
              .servers()
              .rebuild(
                  plant.servers().need(calls.caller(), id),
                  order.image(),
                  Optional.of(base64(order.guest().userData())),
                  Optional.of(order.mark().metadata()));
          return id;
        });
  }

  @Override
  public Optional<Server> server(String id) {
    return calls.find(plant -> read(plant, plant.servers().need(calls.caller(), id)));
  }

  @Override
  public List<Server> servers() {
    return calls.look(
        plant ->
            plant.servers().listed(calls.caller().project()).stream()
                .map(server -> read(plant, server))
                .toList());
  }

  /** Hosts have no other names here. */
  @Override
  public String hostId(String host) {
    return host;
  }

  @Override
  public String console(String id, int lines) {
    String text = calls.look(plant -> plant.servers().need(calls.caller(), id).console());
    List<String> all = text.lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  @Override
  public String createServerGroup(OwnerMark mark, ServerGroup.Policy policy) {
    return calls.change(
        "create server group",
        plant ->
            plant
                .serverGroups()
                .create(calls.caller(), mark.text(), DirectGroup.word(policy), Map.of())
                .id());
  }

  @Override
  public void deleteServerGroup(String id) {
    calls.delete(
        "delete server group " + id,
        plant -> plant.serverGroups().delete(plant.serverGroups().need(calls.caller(), id)));
  }

  @Override
  public Optional<ServerGroup> serverGroup(String id) {
    return calls.find(
        plant -> DirectGroup.read(plant, plant.serverGroups().need(calls.caller(), id)));
  }

  @Override
  public List<ServerGroup> serverGroups() {
    return calls.look(
        plant ->
            plant.serverGroups().listed(calls.caller().project()).stream()
                .map(group -> DirectGroup.read(plant, group))
                .toList());
  }

  private static io.caisson.simulator.model.ServerOrder written(ServerOrder order) {
    String userData = base64(order.guest().userData());
    return new io.caisson.simulator.model.ServerOrder(
        order.name(),
        order.flavor(),
        disks(order.disks()),
        order.mark().metadata(),
        new Software(
            Optional.of(userData).filter(data -> !data.isEmpty()),
            order.guest().keyPair(),
            false,
            Optional.empty(),
            List.of()),
        new Where(order.placement().zone(), order.placement().group()),
        Wiring.byPorts(order.ports()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Disks disks(ServerOrder.Disks wanted) {
    List<WantedVolume> volumes = new ArrayList<>();
    if (wanted.root() instanceof ServerOrder.OfVolume(var root)) {
      volumes.add(new WantedVolume(root, true, false));
    }
    wanted.volumes().forEach(volume -> volumes.add(new WantedVolume(volume, false, false)));
    return new Disks(
        wanted.root() instanceof ServerOrder.OfImage(var image)
            ? Optional.of(image)
            : Optional.empty(),
        volumes);
  }

  private static Server read(Plant plant, io.caisson.simulator.model.Server server) {
    Server.Status status = status(server.state());
    return new Server(
        server.id(),
        server.card().name(),
        status,
        OwnerMark.of(server.order().metadata()),
        addresses(plant, server),
        status == Server.Status.ERROR
            ? server.fault().map(io.caisson.simulator.model.Server.Fault::message)
            : Optional.empty(),
        server.card().created(),
        server.host().map(Host::name));
  }

  private static List<String> addresses(Plant plant, io.caisson.simulator.model.Server server) {
    List<String> addresses = new ArrayList<>();
    for (io.caisson.simulator.model.Server.Nic nic : server.nics()) {
      addresses.add(nic.address());
      plant.floatingIps().leadingTo(nic.port()).stream()
          .map(FloatingIp::address)
          .forEach(addresses::add);
    }
    return addresses;
  }

  private static Server.Status status(io.caisson.simulator.model.Server.State state) {
    String task = state.task().orElse("");
    if (task.equals("deleting")) {
      return Server.Status.DELETING;
    }
    if (task.startsWith("rebooting")) {
      return Server.Status.REBOOT;
    }
    if (task.equals("rebuilding")) {
      return Server.Status.REBUILD;
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
