package io.caisson.simulator.kubeapi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a path of the API names.
 *
 * @param namespace empty if the path has none
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record Target(ApiResource resource, String namespace, String name, String subresource) {
  /** Empty for a path that names no resource of this server. */
  static Optional<Target> parse(String path, Kinds kinds) {
    List<String> steps = Arrays.stream(path.split("/", -1)).skip(1).toList();
    if (steps.size() >= 3 && steps.getFirst().equals("api")) {
      return parse(kinds, "", steps.get(1), steps.subList(2, steps.size()));
    }
    if (steps.size() >= 4 && steps.getFirst().equals("apis")) {
      return parse(kinds, steps.get(1), steps.get(2), steps.subList(3, steps.size()));
    }
    return Optional.empty();
  }

  private static Optional<Target> parse(
      Kinds kinds, String group, String version, List<String> steps) {
    boolean inNamespace = steps.size() >= 3 && steps.getFirst().equals("namespaces");
    if (inNamespace) {
      Optional<ApiResource> resource = kinds.at(group, version, steps.get(2));
      if (resource.isPresent() && resource.get().namespaced()) {
        return target(resource.get(), steps.get(1), steps.subList(3, steps.size()));
      }
    }
    return kinds
        .at(group, version, steps.getFirst())
        .flatMap(resource -> target(resource, "", steps.subList(1, steps.size())));
  }

  private static Optional<Target> target(ApiResource resource, String space, List<String> rest) {
    String name = rest.isEmpty() ? "" : rest.get(0);
    String subresource = rest.size() < 2 ? "" : rest.get(1);
    boolean known = subresource.isEmpty() || resource.subresources().contains(subresource);
    boolean whole = rest.size() < 3 && rest.stream().noneMatch(String::isEmpty);
    boolean reachable = !resource.namespaced() || name.isEmpty() || !space.isEmpty();
    return known && whole && reachable
        ? Optional.of(new Target(resource, space, name, subresource))
        : Optional.empty();
  }

  boolean isCollection() {
    return name.isEmpty();
  }

  ObjectKey key() {
    return new ObjectKey(namespace, name);
  }

  /** As rules and messages name it: {@code pods/eviction}. */
  String resourceName() {
    return subresource.isEmpty() ? resource.plural() : resource.plural() + "/" + subresource;
  }
}
