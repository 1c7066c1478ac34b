package io.caisson.simulator.kubeapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of the built-in kinds a release serves, and at which versions of their groups. The
 * cluster's own components see every kind at its newest version; an old release only shows others.
 * Objects have the same fields at all versions that are served here.
 */
final class Releases {
  private static final List<Line> LINES =
      ApiResources.lines("api-releases.txt").map(Line::parse).toList();

  private Releases() {}

  /** What is served, in the order in which discovery lists it. */
  static List<ApiResource> served(KubernetesVersion release) {
    List<ApiResource> served = new ArrayList<>();
    for (ApiResource resource : ApiResources.all()) {
      if (isServed(resource, release)) {
        served.add(resource);
      }
      LINES.stream()
          .filter(line -> line.isAnotherVersionOf(resource))
          .map(line -> resource.at(line.version()))
          .filter(older -> isServed(older, release))
          .forEach(served::add);
    }
    return List.copyOf(served);
  }

  private static boolean isServed(ApiResource resource, KubernetesVersion release) {
    return line(resource).map(line -> line.covers(release)).orElse(true);
  }

  private static Optional<Line> line(ApiResource resource) {
    return LINES.stream().filter(line -> line.isAbout(resource)).findFirst();
  }

  /** Server-side apply is on by default from 1.16 on. */
  static boolean applies(KubernetesVersion release) {
    return release.minor() >= 16;
  }

  /** Discovery of all groups in one answer is on by default from 1.27 on. */
  static boolean aggregates(KubernetesVersion release) {
    return release.minor() >= 27;
  }

  /** What the eviction subresource is written in: one release later than budgets are. */
  static String eviction(KubernetesVersion release) {
    return release.minor() >= 22 ? "v1" : "v1beta1";
  }

  private record Line(String group, String version, String plural, int since, int before) {
    static Line parse(String text) {
      String[] field = text.split(" ", -1);
      return new Line(
          field[0],
          field[1],
          field[2],
          Integer.parseInt(field[3]),
          field[4].equals("-") ? Integer.MAX_VALUE : Integer.parseInt(field[4]));
    }

    boolean isAbout(ApiResource resource) {
      return group.equals(resource.group())
          && version.equals(resource.version())
          && (plural.equals("-") || resource.is(plural));
    }

    boolean isAnotherVersionOf(ApiResource resource) {
      return group.equals(resource.group())
          && !version.equals(resource.version())
          && resource.is(plural);
    }

    boolean covers(KubernetesVersion release) {
      return release.minor() >= since && release.minor() < before;
    }
  }
}
