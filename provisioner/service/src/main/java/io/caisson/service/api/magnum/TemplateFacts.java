package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.Problem;
import io.caisson.service.tenancy.CloudFacts;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks that the cloud has what a template names, with the rights of the caller. */
final class TemplateFacts {
  /** The attribute that Magnum copies from the image. */
  static final String DISTRO = "cluster_distro";

  private static final String KEY_PAIR = "keypair_id";

  private final Clouds clouds;

  TemplateFacts(Clouds clouds) {
    this.clouds = clouds;
  }

  /**
   * The attributes, with what is known of the image.
   *
   * @throws Refused if the cloud lacks something
   */
  SortedMap<String, String> checked(Principal who, SortedMap<String, String> attributes) {
    CloudFacts facts = new CloudFacts(clouds.withToken(who.token(), who.project()).facts());
    TreeMap<String, String> all = new TreeMap<>(attributes);
    Optional<Facts.Image> image = facts.image("image_id", attributes.getOrDefault("image_id", ""));
    image.ifPresent(
        found ->
            found
                .system()
                .distro()
                .ifPresentOrElse(
                    distro -> all.put(DISTRO, distro),
                    () ->
                        facts.problem(
                            "image_id",
                            "image '%s' has no property os_distro".formatted(found.name()))));
    given(attributes, "flavor_id").ifPresent(name -> facts.flavor("flavor_id", name));
    given(attributes, "master_flavor_id").ifPresent(name -> facts.flavor("master_flavor_id", name));
    given(attributes, "fixed_network").ifPresent(name -> facts.network("fixed_network", name));
    given(attributes, "external_network_id")
        .ifPresent(name -> facts.externalNetwork("external_network_id", name));
    given(attributes, KEY_PAIR).ifPresent(name -> facts.keyPair(KEY_PAIR, name));
    refuse(facts.problems());
    return all;
  }

  /** Magnum answers 404 for a key pair, and 400 for everything else. */
  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      boolean keyPairOnly = problems.stream().allMatch(problem -> problem.path().equals(KEY_PAIR));
      throw Refused.of(keyPairOnly ? Refused.Kind.NOT_FOUND : Refused.Kind.INVALID, problems);
    }
  }

  private static Optional<String> given(SortedMap<String, String> attributes, String name) {
    return Optional.ofNullable(attributes.get(name));
  }
}
