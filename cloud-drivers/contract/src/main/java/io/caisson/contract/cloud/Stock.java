package io.caisson.contract.cloud;

import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Facts.NetworkFact;
import io.caisson.spi.cloud.Facts.Subnet;

/**
 * The supplies, looked up once.
 *
 * @param image id
 * @param flavor id
 * @param externalNetwork id
 */
public record Stock(String image, String flavor, NetworkFact network, String externalNetwork) {
  public static Stock of(Facts facts, Supplies supplies) {
    return new Stock(
        facts.image(supplies.image()).orElseThrow(() -> missing("image", supplies.image())).id(),
        facts
            .flavor(supplies.flavor())
            .orElseThrow(() -> missing("flavor", supplies.flavor()))
            .id(),
        network(facts, supplies.network()),
        network(facts, supplies.externalNetwork()).id());
  }

  /** The subnet of the network that addresses are chosen from. */
  public Subnet subnet() {
    return network.subnets().getFirst();
  }

  private static NetworkFact network(Facts facts, String name) {
    return facts.network(name).orElseThrow(() -> missing("network", name));
  }

  private static IllegalStateException missing(String kind, String name) {
    return new IllegalStateException("the cloud under test has no %s %s".formatted(kind, name));
  }
}
