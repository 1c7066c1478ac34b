package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerGroup.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Server groups of Nova.
 *
 * <p>Their list has pages by offset, not by marker, so one that is deleted meanwhile would hide
 * another. Each page therefore begins with the last entry of the one before; if it does not, the
 * list has shifted and begins anew.
 */
final class NovaServerGroups {
  private static final int BEGINNINGS = 3;
  private static final String PATH = "os-server-groups";

  private final Session session;
  private final int pageSize;

  NovaServerGroups(Session session, int pageSize) {
    this.session = session;
    this.pageSize = Math.max(2, pageSize);
  }

  /** Since 2.64 there is one policy in place of a list of one. */
  String create(OwnerMark mark, Policy policy) {
    String word = word(policy);
    return session.call(
        () -> {
          Map<String, Object> wish =
              session.speaks(Microversion.SINGLE_POLICY)
                  ? Map.of("name", mark.text(), "policy", word)
                  : Map.of("name", mark.text(), "policies", List.of(word));
          Ask ask = Ask.post(Service.COMPUTE, Map.of("server_group", wish), PATH);
          return Made.id(Json.tree(session.ask(ask)).path("server_group").path("id").asText(""));
        });
  }

  void delete(String id) {
    Ask ask = Ask.delete(Service.COMPUTE, PATH, Ask.id(id));
    session.delete(() -> session.ask(ask));
  }

  Optional<ServerGroup> find(String id) {
    Ask ask = Ask.get(Service.COMPUTE, PATH, Ask.id(id));
    return session.find(() -> read(Json.tree(session.ask(ask)).path("server_group")));
  }

  List<ServerGroup> all() {
    return session.call(
        () -> {
          for (int beginning = 1; beginning <= BEGINNINGS; beginning++) {
            Optional<List<ServerGroup>> whole = whole();
            if (whole.isPresent()) {
              return whole.get();
            }
          }
          throw new CloudException(
              new CloudFault.Conflict("the list of server groups changes faster than it is read"));
        });
  }

  /** Empty if the list has shifted. */
  private Optional<List<ServerGroup>> whole() {
    List<ServerGroup> all = new ArrayList<>(page(0));
    int last = all.size();
    while (last >= pageSize) {
      List<ServerGroup> page = page(all.size() - 1);
      if (page.isEmpty() || !page.getFirst().id().equals(all.getLast().id())) {
        return Optional.empty();
      }
      all.addAll(page.subList(1, page.size()));
      last = page.size();
    }
    return Optional.of(all);
  }

  private List<ServerGroup> page(int offset) {
    Ask ask =
        Ask.get(Service.COMPUTE, PATH)
            .with("limit", Integer.toString(pageSize))
            .with("offset", Integer.toString(offset));
    try {
      JsonNode groups = Models.present(Json.tree(session.ask(ask)).get("server_groups"), "groups");
      return StreamSupport.stream(groups.spliterator(), false).map(NovaServerGroups::read).toList();
    } catch (CloudException e) {
      if (e.fault() instanceof CloudFault.NotFound(var text)) {
        throw new CloudException(new CloudFault.Broken(404, text), e);
      }
      throw e;
    }
  }

  private static ServerGroup read(JsonNode group) {
    String policy = group.path("policy").asText(group.path("policies").path(0).asText(""));
    return new ServerGroup(
        Json.required(group, "id"),
        Stream.of(Policy.values())
            .filter(one -> one != Policy.OTHER && word(one).equals(policy))
            .findFirst()
            .orElse(Policy.OTHER),
        StreamSupport.stream(group.path("members").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        Json.text(group, "name").flatMap(OwnerMark::parse));
  }

  private static String word(Policy policy) {
    return switch (policy) {
      case AFFINITY -> "affinity";
      case ANTI_AFFINITY -> "anti-affinity";
      case SOFT_AFFINITY -> "soft-affinity";
      case SOFT_ANTI_AFFINITY -> "soft-anti-affinity";
      case OTHER -> throw new IllegalArgumentException("not a policy to order");
    };
  }
}
