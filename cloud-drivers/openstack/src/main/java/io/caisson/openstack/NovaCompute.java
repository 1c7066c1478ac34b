package io.caisson.openstack;

import io.caisson.openstack.wire.Json;
import io.caisson.openstack.wire.Secrets;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerRebuild;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers and server groups of Nova. */
final class NovaCompute implements Compute {
  private final Session session;
  private final Pages pages;
  private final NovaServerGroups groups;
  private final boolean configDrive;

  NovaCompute(Session session, Pages pages, NovaServerGroups groups, boolean configDrive) {
    this.session = session;
    this.pages = pages;
    this.groups = groups;
    this.configDrive = configDrive;
  }

  @Override
  public String createServer(ServerOrder order) {
    String plain = order.guest().userData();
    String userData = base64(plain);
    NovaServerOrder server = new NovaServerOrder(order, userData, configDrive);
    Ask ask = Ask.post(Service.COMPUTE, server.body(), "servers");
    return session.call(
        Secrets.of(userData, plain),
        () -> Made.id(Json.tree(session.ask(ask)).path("server").path("id").asText("")));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer shows the server; without its id it is none (nova api schema: servers.rebuild). */
  @Override
  public void rebuildServer(String id, ServerRebuild order) {
    String plain = order.guest().userData();
    String userData = base64(plain);
    Map<String, Object> anew =
        Map.of(
            "imageRef", order.image(),
            "metadata", order.mark().metadata(),
            "user_data", userData);
    Ask ask = Ask.post(Service.COMPUTE, Map.of("rebuild", anew), "servers", Ask.id(id), "action");
    session.call(
        Secrets.of(userData, plain),
        () -> {
          mustTakeUserData();
          return Made.id(Json.tree(session.ask(ask)).path("server").path("id").asText(""));
        });
  }

  private void mustTakeUserData() {
    if (!session.speaks(Microversion.REBUILD_USER_DATA)) {
      throw new CloudException(
          new CloudFault.Invalid(
              "this cloud's Nova is older than %s and rebuilds no server with other user-data: replace the machine"
                  .formatted(Microversion.REBUILD_USER_DATA)));
    }
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

  /** As Nova makes it of the project and the host's name (nova/utils.py: generate_hostid). */
  @Override
  public String hostId(String host) {
    return session.call(() -> sha224(session.project() + host));
  }

  private static String sha224(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-224");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("the JDK's own provider has SHA-224", impossible);
    }
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

  @Override
  public String createServerGroup(OwnerMark mark, ServerGroup.Policy policy) {
    return groups.create(mark, policy);
  }

  @Override
  public void deleteServerGroup(String id) {
    groups.delete(id);
  }

  @Override
  public Optional<ServerGroup> serverGroup(String id) {
    return groups.find(id);
  }

  @Override
  public List<ServerGroup> serverGroups() {
    return groups.all();
  }

  /**
   * 409: the server is not ready; 501, which {@code FaultTable} takes for an order that can never
   * be carried out: its hypervisor has none (nova/api: console_output.py).
   */
  private static boolean hasNoConsole(CloudFault fault) {
    return fault instanceof CloudFault.Conflict || fault instanceof CloudFault.Invalid;
  }
}
