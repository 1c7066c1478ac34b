package io.caisson.simulator.direct;

import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Server;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerGroup.Policy;
import java.util.Locale;

/** A server group in the ports' words and in the model's. */
final class DirectGroup {
  private DirectGroup() {}

  static String word(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ServerGroup read(Plant plant, io.caisson.simulator.model.ServerGroup group) {
    return new ServerGroup(
        group.id(),
        Policy.valueOf(group.policy().toUpperCase(Locale.ROOT).replace('-', '_')),
        plant.servers().members(group.id()).stream().map(Server::id).toList(),
        OwnerMark.parse(group.card().name()));
  }
}
