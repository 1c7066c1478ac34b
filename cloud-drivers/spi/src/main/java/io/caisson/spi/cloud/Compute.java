package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/** The servers of one project, and the groups that spread them over hosts. */
public interface Compute {
  /**
   * Asks for one server (Nova {@code POST /servers}). The cloud answers before it has built it, so
   * lack of room shows later as {@link Server.Status#ERROR} with {@link Server#fault()}.
   *
   * @return the new server's id
   */
  String createServer(ServerOrder order);

  /** Asks for its deletion; it goes away later. */
  void deleteServer(String id);

  /**
   * Asks for its root disk to be made anew from an image, and its guest to boot from there with
   * other user-data (Nova {@code POST /servers/{id}/action}, {@code rebuild}). The cloud answers
   * before it has done so; from the moment that it accepts the call the server shows the new mark,
   * and {@link Server.Status#REBUILD} until the old guest is gone and the new one runs. A server
   * that was off stays so.
   *
   * @throws CloudException {@code Conflict} while something else is done to the server; {@code
   *     Invalid} where the cloud cannot do it at all
   */
  void rebuildServer(String id, ServerRebuild order);

  /** The server, or empty if the API says 404 for it. */
  Optional<Server> server(String id);

  /** All servers of the project, ours or not. */
  List<Server> servers();

  /**
   * What servers of this project show as their host's id if they are on the host of this name, as
   * its operator calls it. Whether there is such a host is not asked.
   */
  String hostId(String host);

  /** The last lines that the guest wrote to its console; empty if the cloud has none. */
  String console(String id, int lines);

  /**
   * Makes a server group without members; servers join it by their order.
   *
   * @return its id
   */
  String createServerGroup(OwnerMark mark, ServerGroup.Policy policy);

  /** Its servers stay where they are. */
  void deleteServerGroup(String id);

  /** The group, or empty if the API says 404 for it. */
  Optional<ServerGroup> serverGroup(String id);

  /** All server groups of the project, ours or not. */
  List<ServerGroup> serverGroups();
}
