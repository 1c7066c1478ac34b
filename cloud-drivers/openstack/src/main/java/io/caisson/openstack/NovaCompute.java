package io.caisson.openstack;

import io.caisson.openstack.wire.Json;
import io.caisson.openstack.wire.Secrets;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.openstack4j.api.Builders;
import org.openstack4j.model.compute.ServerCreate;
import org.openstack4j.model.compute.builder.ServerCreateBuilder;

/** Servers of Nova. */
final class NovaCompute implements Compute {
  private final Session session;
  private final Pages pages;
  private final boolean configDrive;

  NovaCompute(Session session, Pages pages, boolean configDrive) {
    this.session = session;
    this.pages = pages;
    this.configDrive = configDrive;
  }

  @Override
  public String createServer(ServerOrder order) {
    String userData =
        Base64.getEncoder().encodeToString(order.userData().getBytes(StandardCharsets.UTF_8));
    ServerCreate create = create(order, userData);
    return session.call(
        Secrets.of(userData, order.userData()),
        () ->
            Made.id(
                session
                    .openstack4j(Service.COMPUTE, nova -> nova.compute().servers().boot(create))
                    .getId()));
  }

  private ServerCreate create(ServerOrder order, String userData) {
    ServerCreateBuilder server =
        Builders.server()
            .name(order.name())
            .flavor(order.flavor())
            .image(order.image())
            .addMetadata(order.mark().metadata());
    order.ports().forEach(server::addNetworkPort);
    order.keyPair().ifPresent(server::keypairName);
    order.zone().ifPresent(server::availabilityZone);
    if (!userData.isEmpty()) {
      server.userData(userData);
    }
    if (configDrive) {
      server.configDrive(true);
    }
    return server.build();
  }

  @Override
  public void deleteServer(String id) {
    String server = Ask.id(id);
    session.delete(
        () ->
            session.openstack4j(Service.COMPUTE, nova -> nova.compute().servers().delete(server)));
  }

  @Override
  public Optional<Server> server(String id) {
    Ask ask = Ask.get(Service.COMPUTE, "servers", Ask.id(id));
    return session.find(() -> NovaServer.read(Json.tree(session.ask(ask)).path("server")));
  }

  @Override
  public List<Server> servers() {
    Ask ask = Ask.get(Service.COMPUTE, "servers", "detail");
    return session.call(() -> pages.all(ask, "servers").stream().map(NovaServer::read).toList());
  }

  @Override
  public String console(String id, int lines) {
    String server = Ask.id(id);
    try {
      return session.call(
          () ->
              session.openstack4j(
                  Service.COMPUTE,
                  nova -> nova.compute().servers().getConsoleOutput(server, lines)));
    } catch (CloudException e) {
      if (hasNoConsole(e.fault())) {
        return "";
      }
      throw e;
    }
  }

  /** 409: the server is not ready; 501: its hypervisor has none (nova/api: console_output.py). */
  private static boolean hasNoConsole(CloudFault fault) {
    return fault instanceof CloudFault.Conflict
        || (fault instanceof CloudFault.Broken(int status, _) && status == 501);
  }
}
