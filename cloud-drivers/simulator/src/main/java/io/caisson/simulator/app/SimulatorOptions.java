package io.caisson.simulator.app;

import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.Timing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a simulated data centre shall be.
 *
 * @param seed same seed, same ids and the same jitter; absent means unguessable ones
 * @param envFile where to write what a client needs
 * @param images names of the form DISTRO-VERSION-ANYTHING, which is also what the images say of
 *     themselves; the first is the one for clusters
 */
public record SimulatorOptions(
    Listen listen,
    Addresses addresses,
    Timing timing,
    Optional<Long> seed,
    Passwords passwords,
    Optional<Path> envFile,
    List<String> images) {
  public SimulatorOptions {
    images = List.copyOf(images);
    images.forEach(SimulatorOptions::checkImage);
  }

  static final String IMAGE = "ubuntu-24.04-kubernetes";

  private static void checkImage(String name) {
    if (!name.matches("[a-z]+-[0-9.]+-.+")) {
      throw new IllegalArgumentException(
          "an image's name is DISTRO-VERSION-ANYTHING, not '" + name + "'");
    }
  }

  /** On any free port of 127.0.0.1, with the usual addresses and delays. */
  public static SimulatorOptions usual() {
    return new SimulatorOptions(
        new Listen("127.0.0.1", 0, 0),
        Addresses.usual(),
        Timing.usual(),
        Optional.empty(),
        Passwords.generated(),
        Optional.empty(),
        List.of(IMAGE));
  }

  /** The same, with other delays. */
  public SimulatorOptions with(Timing other) {
    return new SimulatorOptions(listen, addresses, other, seed, passwords, envFile, images);
  }

  /** The same, with other ranges of addresses. */
  public SimulatorOptions with(Addresses other) {
    return new SimulatorOptions(listen, other, timing, seed, passwords, envFile, images);
  }

  /**
   * @param port of the OpenStack face; 0 means any free one
   * @param adminPort of the administration on 127.0.0.1; 0 means any free one
   */
  public record Listen(String address, int port, int adminPort) {
    public Listen {
      for (int one : new int[] {port, adminPort}) {
        if (one < 0 || one > 65535) {
          throw new IllegalArgumentException("no port number: " + one);
        }
      }
    }
  }

  /**
   * Ranges of this machine's loopback addresses, so that guests can really listen on theirs; or of
   * a data centre's namespace, in which real machines have them.
   *
   * @param tenant of the networks {@code private}: one half for each of the two projects
   * @param external of the network {@code public}, which floating addresses come from
   */
  public record Addresses(Cidr tenant, Cidr external) {
    public Addresses {
      if (tenant.overlaps(external)) {
        throw new IllegalArgumentException(
            "the tenant range %s and the external range %s overlap".formatted(tenant, external));
      }
      for (Cidr range : new Cidr[] {tenant, external}) {
        if (range.prefix() > 27) {
          throw new IllegalArgumentException(range + " is too small: /27 at least");
        }
      }
    }

    static Addresses usual() {
      return new Addresses(Cidr.parse("127.48.0.0/12"), Cidr.parse("127.40.0.0/16"));
    }
  }

  /** Those that are absent are generated. */
  public record Passwords(Optional<String> member, Optional<String> admin, Optional<String> other) {
    static Passwords generated() {
      return new Passwords(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Without the passwords. */
    @Override
    public String toString() {
      return "Passwords[]";
    }
  }
}
