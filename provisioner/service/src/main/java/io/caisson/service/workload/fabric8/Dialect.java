package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which versions of its API a cluster speaks, so that clusters of old releases can be kept. What
 * the cluster serves decides, not its version: by {@code /apis} which groups there are, and by
 * {@code /api/v1} what its evictions are written in (both served policy/v1 one release before
 * evictions were, 1.21; {@code kubectl pkg/drain CheckEvictionSupport}).
 *
 * @param budgets version of group {@code policy} for PodDisruptionBudgets
 * @param evictions version of group {@code policy} that the eviction subresource takes
 * @param certificates version of group {@code certificates.k8s.io}
 * @param serverSideApply on by default since 1.16, the release that brought {@code
 *     apiextensions.k8s.io/v1}, by which it is known: it has no group of its own
 */
record Dialect(String budgets, String evictions, String certificates, boolean serverSideApply) {

  /** Asks the cluster. */
  static Dialect of(KubernetesClient client) {
    return Faults.told(
        () ->
            of(
                whole(client.getApiGroups()),
                Optional.ofNullable(client.getApiResources("v1"))
                    .orElseThrow(() -> broken("/api/v1"))
                    .getResources()));
  }

  private static APIGroupList whole(APIGroupList groups) {
    return Optional.ofNullable(groups).orElseThrow(() -> broken("/apis"));
  }

  private static KubernetesException broken(String path) {
    return new KubernetesException(
        Kind.BROKEN, "the API server does not say at %s what it serves".formatted(path));
  }

  private static Dialect of(APIGroupList groups, List<APIResource> core) {
    Set<String> served =
        groups.getGroups().stream().flatMap(Dialect::versions).collect(Collectors.toSet());
    return new Dialect(
        newest(served, "policy"),
        core.stream()
            .filter(resource -> "pods/eviction".equals(resource.getName()))
            .flatMap(resource -> Stream.ofNullable(resource.getVersion()))
            .findFirst()
            .orElse("v1beta1"),
        newest(served, "certificates.k8s.io"),
        served.contains("apiextensions.k8s.io/v1"));
  }

  private static Stream<String> versions(APIGroup group) {
    return group.getVersions().stream().map(version -> version.getGroupVersion());
  }

  private static String newest(Set<String> served, String group) {
    return served.contains(group + "/v1") ? "v1" : "v1beta1";
  }
}
