package io.caisson.service.api;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.Volumes;
import java.util.List;
import java.util.Optional;

/** Knows what a project has; nothing can be made in it. */
final class FakeCloud implements Cloud, Facts {
  volatile Optional<CloudFault> fault = Optional.empty();
  volatile List<QuotaFact> quotas = List.of();
  volatile List<Server> servers = List.of();

  @Override
  public Compute compute() {
    return new FakeServers(servers, fault);
  }

  @Override
  public Network network() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Topology topology() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Volumes volumes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public LoadBalancers loadBalancers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Facts facts() {
    return this;
  }

  @Override
  public void close() {}

  @Override
  public Optional<Flavor> flavor(String idOrName) {
    raise();
    return switch (idOrName) {
      case "m1.medium", "f-medium" -> Optional.of(new Flavor("f-medium", "m1.medium", 2, 4096, 40));
      case "m1.large" -> Optional.of(new Flavor("f-large", "m1.large", 4, 8192, 80));
      case "m1.tiny" -> Optional.of(new Flavor("f-tiny", "m1.tiny", 1, 512, 1));
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<Image> image(String idOrName) {
    raise();
    return switch (idOrName) {
      case "ubuntu", "image-1" -> Optional.of(image("image-1", "ubuntu", true, "ubuntu"));
      case "ubuntu-next" -> Optional.of(image("image-4", "ubuntu-next", true, "ubuntu"));
      case "windows" -> Optional.of(image("image-2", "windows", true, "windows"));
      case "queued" -> Optional.of(image("image-3", "queued", false, "ubuntu"));
      case "twice" ->
          throw new CloudException(new CloudFault.Conflict("2 images have the name twice: a, b"));
      default -> Optional.empty();
    };
  }

  private static Image image(String id, String name, boolean active, String distro) {
    return new Image(
        id,
        name,
        active,
        10,
        1024,
        new OperatingSystem(Optional.of(distro), Optional.empty()),
        Optional.empty());
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    raise();
    Subnet small = subnet("subnet-1", "10.0.0.0/24", "10.0.0.2", "10.0.0.254");
    Subnet second = subnet("subnet-2", "10.0.1.0/24", "10.0.1.2", "10.0.1.9");
    return switch (idOrName) {
      case "private" -> Optional.of(new NetworkFact("net-1", "private", false, List.of(small)));
      case "double" ->
          Optional.of(new NetworkFact("net-2", "double", false, List.of(small, second)));
      case "public" -> Optional.of(new NetworkFact("ext-1", "public", true, List.of()));
      default -> Optional.empty();
    };
  }

  private static Subnet subnet(String id, String cidr, String first, String last) {
    return new Subnet(id, cidr, Optional.empty(), List.of(new Pool(first, last)));
  }

  @Override
  public boolean keyPairExists(String name) {
    raise();
    return name.equals("caisson");
  }

  @Override
  public List<String> zones() {
    return List.of("nova");
  }

  @Override
  public boolean offersVolumes() {
    return true;
  }

  @Override
  public boolean offersLoadBalancers() {
    return true;
  }

  @Override
  public List<QuotaFact> quotas() {
    return quotas;
  }

  private void raise() {
    fault.ifPresent(
        raised -> {
          throw new CloudException(raised);
        });
  }
}
