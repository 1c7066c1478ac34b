package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.addon.ImageSource;
import io.caisson.service.bootstrap.node.Software.Repository;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What an operator says of the network that machines stand in, as YAML; {@code
 * docs/configuration.md} shows all of it. What is not known there is an error, never ignored.
 */
public final class SurroundingsFile {
  private SurroundingsFile() {}

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Surroundings parse(String yaml) {
    Section file = new Section("the file", document(yaml));
    file.only(Set.of("registries", "proxy", "time-servers", "authorities", "packages"));
    return new Surroundings(
        ImageSource.upstream(),
        registries(file.section("registries")),
        file.has("proxy") ? Optional.of(proxies(file.section("proxy"))) : Optional.empty(),
        file.texts("time-servers"),
        file.texts("authorities"),
        file.has("packages") ? packages(file.section("packages")) : new Software.InImage(),
        Optional.empty());
  }

  private static Object document(String yaml) {
    try {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return document == null ? Map.of() : document;
    } catch (YAMLException e) {
      throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
    }
  }

  private static List<Registry> registries(Section section) {
    List<Registry> registries = new ArrayList<>();
    for (String host : section.names()) {
      Section one = section.section(host);
      one.only(Set.of("mirrors", "authority"));
      registries.add(
          new Registry(
              host,
              one.texts("mirrors").stream().map(URI::create).toList(),
              one.text("authority")));
    }
    return registries;
  }

  private static Proxies proxies(Section section) {
    section.only(Set.of("http", "https", "direct"));
    return new Proxies(
        section.text("http").map(URI::create),
        section.text("https").map(URI::create),
        section.texts("direct"));
  }

  private static Software packages(Section section) {
    section.only(Set.of("kubernetes", "others"));
    Section others = section.section("others");
    return new Software.Packages(
        repository("kubernetes", section.section("kubernetes")),
        others.names().stream().map(name -> repository(name, others.section(name))).toList());
  }

  private static Repository repository(String name, Section section) {
    section.only(Set.of("uri", "key"));
    return new Repository(
        name, URI.create(section.text("uri").orElse("")), section.text("key").orElse(""));
  }
}
