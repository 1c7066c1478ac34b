package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Problem;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks that the cloud has what a template names, with the rights of the caller. */
public final class TemplateFacts {
  /** The attribute that is copied from the image. */
  public static final String DISTRO = "cluster_distro";

  private final Clouds clouds;

  public TemplateFacts(Clouds clouds) {
    this.clouds = clouds;
  }

  /**
   * @param attributes with what is known of the image
   * @param problems by attribute: what the cloud lacks
   */
  public record Checked(SortedMap<String, String> attributes, List<Problem> problems) {
    public Checked {
      problems = List.copyOf(problems);
    }
  }

  public Checked checked(Principal who, SortedMap<String, String> attributes) {
    CloudFacts facts = new CloudFacts(clouds.facts(who.token(), who.project()));
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
    given(attributes, "keypair_id").ifPresent(name -> facts.keyPair("keypair_id", name));
    return new Checked(all, facts.problems());
  }

  private static Optional<String> given(SortedMap<String, String> attributes, String name) {
    return Optional.ofNullable(attributes.get(name));
  }
}
