package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.addon.ImageSource;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster's machines find around them that images know nothing of.
 *
 * @param images where images that we name ourselves come from
 * @param registries with mirrors, or with an authority of their own
 * @param timeServers names or addresses; none leaves the image's own
 * @param authorities PEM certificates that the machine is to trust beside its image's
 * @param software where what the image lacks comes from
 * @param endpoint the control plane's, if its machines keep it themselves
 */
public record Surroundings(
    ImageSource images,
    List<Registry> registries,
    Optional<Proxies> proxies,
    List<String> timeServers,
    List<String> authorities,
    Software software,
    Optional<VirtualAddress> endpoint) {
  /** A network that needs no word about it, and images that hold everything. */
  public static final Surroundings PLAIN =
      new Surroundings(
          ImageSource.upstream(),
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          new Software.InImage(),
          Optional.empty());

  public Surroundings {
    registries = List.copyOf(registries);
    timeServers = List.copyOf(timeServers);
    authorities = List.copyOf(authorities);
    timeServers.forEach(TimeFiles::check);
  }

  /**
   * For one cluster's machines.
   *
   * @param clusterImages where its images come from
   * @param inside what machines reach without a proxy: the cluster's networks and its endpoint
   */
  public Surroundings ofCluster(ImageSource clusterImages, OsProfile os, List<String> inside) {
    boolean packages = os.packages() != OsProfile.PackageManager.NONE;
    return new Surroundings(
        clusterImages,
        registries,
        proxies.map(proxy -> proxy.aroundCluster(inside)),
        timeServers,
        authorities,
        software instanceof Software.Packages && !packages ? new Software.InImage() : software,
        endpoint);
  }

  public Surroundings with(VirtualAddress keptByMachines) {
    return new Surroundings(
        images,
        registries,
        proxies,
        timeServers,
        authorities,
        software,
        Optional.of(keptByMachines));
  }
}
