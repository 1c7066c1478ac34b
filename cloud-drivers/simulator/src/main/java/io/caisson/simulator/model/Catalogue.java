package io.caisson.simulator.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the data centre offers: flavors, images, hosts and their zones, and users' key pairs. */
public final class Catalogue {
  private final World world;
  private final Map<String, Flavor> flavors = new LinkedHashMap<>();
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final List<Host> hosts = new ArrayList<>();
  private final Map<KeyName, KeyPair> keyPairs = new LinkedHashMap<>();

  Catalogue(World world) {
    this.world = world;
  }

  public Flavor addFlavor(String name, int vcpus, int ramMib, int diskGib) {
    if (flavors.values().stream().anyMatch(other -> other.name().equals(name))) {
      throw Refusal.conflict("FlavorExists", "Flavor with name " + name + " already exists.");
    }
    Flavor flavor = new Flavor(world.ids().uuid(), name, vcpus, ramMib, diskGib, Map.of());
    flavors.put(flavor.id(), flavor);
    return flavor;
  }

  /** Servers that were made from it keep what they have. */
  public void removeFlavor(String id) {
    flavors.remove(id);
  }

  public Optional<Flavor> flavor(String id) {
    return Optional.ofNullable(flavors.get(id));
  }

  public List<Flavor> flavors() {
    return List.copyOf(flavors.values());
  }

  /** An image that is active at once. */
  public Image addImage(String name, int minDiskGib, int minRamMib, Map<String, String> about) {
    Image image =
        new Image(world.ids().uuid(), name, "active", minDiskGib, minRamMib, about, world.now());
    return putImage(image);
  }

  /** Adds the image, or replaces the one of the same id. */
  public Image putImage(Image image) {
    images.put(image.id(), image);
    return image;
  }

  public Optional<Image> image(String id) {
    return Optional.ofNullable(images.get(id));
  }

  public List<Image> images() {
    return List.copyOf(images.values());
  }

  public void addHost(Host host) {
    hosts.add(host);
  }

  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /** The names of the availability zones, in the order of their hosts. */
  public List<String> zones() {
    return hosts.stream().map(Host::zone).distinct().toList();
  }

  public KeyPair addKeyPair(String user, String name, String type, KeyText key) {
    KeyName where = new KeyName(user, name);
    if (keyPairs.containsKey(where)) {
      throw Refusal.conflict("KeyPairExists", "Key pair '" + name + "' already exists.");
    }
    KeyPair made = new KeyPair(user, name, type, key.publicKey(), key.fingerprint(), world.now());
    keyPairs.put(where, made);
    return made;
  }

  public Optional<KeyPair> keyPair(String user, String name) {
    return Optional.ofNullable(keyPairs.get(new KeyName(user, name)));
  }

  public List<KeyPair> keyPairs(String user) {
    return keyPairs.values().stream().filter(key -> key.user().equals(user)).toList();
  }

  public void deleteKeyPair(String user, String name) {
    if (keyPairs.remove(new KeyName(user, name)) == null) {
      throw Refusal.notFound(
          "KeypairNotFound", "Keypair %s not found for user %s".formatted(name, user));
    }
  }

  /** A public key and its fingerprint. */
  public record KeyText(String publicKey, String fingerprint) {}

  private record KeyName(String user, String name) {}
}
