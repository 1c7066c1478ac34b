package io.caisson.service.app;

import io.caisson.domain.plan.Policy;
import io.caisson.domain.plan.StageLimits;
import io.caisson.openstack.CloudLimits;
import io.caisson.openstack.Credential;
import io.caisson.openstack.OpenStackEndpoint;
import io.caisson.openstack.OpenStackEndpoint.Face;
import io.caisson.service.bootstrap.node.Software;
import io.caisson.service.bootstrap.node.Surroundings;
import io.caisson.service.bootstrap.node.SurroundingsFile;
import io.caisson.service.engine.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Settings} from named values; an error names the key, the value and the form. */
final class SettingsReader {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
  private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  private final Map<String, String> values;

  SettingsReader(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** What is wrong with a value, and what it should be. */
  static final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSetting(String message) {
      super(message);
    }
  }

  Settings read() {
    Path data = Path.of(text("CAISSON_DATA").orElse(".caisson/data")).toAbsolutePath();
    Surroundings machines = machines();
    return new Settings(
        installation(),
        data,
        new Settings.Database(
            text("CAISSON_DATABASE_URL"),
            text("CAISSON_DATABASE_USER"),
            text("CAISSON_DATABASE_PASSWORD")),
        new Settings.Keys(
            text("CAISSON_KEY_RING"),
            text("CAISSON_KEY_RING_FILE").map(Path::of),
            text("CAISSON_GUEST_AUTHORITY_FILE").map(Path::of)),
        new Settings.Cloud(endpoint(), limits(), service(), machines, oldReleases()),
        listeners(),
        work(policy(!(machines.software() instanceof Software.InImage))));
  }

  private String installation() {
    String name = text("CAISSON_INSTALLATION").orElse("caisson");
    if (!WORD.matcher(name).matches()) {
      throw bad("CAISSON_INSTALLATION", "up to 40 letters, digits, dots, dashes");
    }
    return name;
  }

  private OpenStackEndpoint endpoint() {
    OpenStackEndpoint endpoint =
        OpenStackEndpoint.at(uri("CAISSON_KEYSTONE_URL", need("CAISSON_KEYSTONE_URL")));
    Optional<String> region = text("CAISSON_REGION");
    if (region.isPresent()) {
      endpoint = endpoint.in(region.get());
    }
    Optional<String> authority = text("CAISSON_CA_FILE");
    if (authority.isPresent()) {
      endpoint = endpoint.trusting(Path.of(authority.get()));
    }
    if (text("CAISSON_CONFIG_DRIVE").filter("true"::equals).isPresent()) {
      endpoint = endpoint.withConfigDrive();
    }
    return endpoint.facing(face());
  }

  private Face face() {
    try {
      return Face.valueOf(text("CAISSON_INTERFACE").orElse("public").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw bad("CAISSON_INTERFACE", "public, internal or admin");
    }
  }

  private CloudLimits limits() {
    return new CloudLimits(
        duration("CAISSON_CONNECT_LIMIT", CloudLimits.USUAL.connect()),
        duration("CAISSON_CALL_LIMIT", Policy.DEFAULT.callLimit()),
        CloudLimits.USUAL.pageSize());
  }

  private Optional<Credential> service() {
    Optional<String> application = text("CAISSON_SERVICE_APPLICATION_CREDENTIAL_ID");
    if (application.isPresent()) {
      return Optional.of(
          new Credential.ApplicationCredential(
              application.get(), need("CAISSON_SERVICE_APPLICATION_CREDENTIAL_SECRET")));
    }
    return text("CAISSON_SERVICE_USERNAME")
        .map(
            user ->
                Credential.Password.of(
                    user,
                    text("CAISSON_SERVICE_USER_DOMAIN_NAME").orElse("Default"),
                    need("CAISSON_SERVICE_PASSWORD"),
                    need("CAISSON_SERVICE_PROJECT_NAME"),
                    text("CAISSON_SERVICE_PROJECT_DOMAIN_NAME").orElse("Default")));
  }

  private Surroundings machines() {
    String key = "CAISSON_MACHINES_FILE";
    Optional<Path> file = text(key).map(Path::of);
    if (file.isEmpty()) {
      return Surroundings.PLAIN;
    }
    try {
      return SurroundingsFile.parse(Files.readString(file.get()));
    } catch (IOException e) {
      throw bad(key, "a file that can be read (%s)".formatted(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw bad(key, "a file as docs/configuration.md shows it (%s)".formatted(e.getMessage()));
    }
  }

  private Settings.Listeners listeners() {
    InetSocketAddress guests = address("CAISSON_GUEST_BIND", "127.0.0.1:9443");
    String url =
        text("CAISSON_GUEST_URL")
            .or(
                () ->
                    guests.getAddress().isLoopbackAddress()
                        ? Optional.of("https://127.0.0.1:" + guests.getPort())
                        : Optional.empty())
            .orElseThrow(
                () ->
                    new BadSetting(
                        "CAISSON_GUEST_URL is not set: give the https URL by which machines reach "
                            + guests));
    return new Settings.Listeners(
        address("CAISSON_API_BIND", "127.0.0.1:9511"),
        guests,
        uri("CAISSON_GUEST_URL", url),
        text("CAISSON_METRICS_TOKEN"));
  }

  private Settings.Work work(Policy policy) {
    Duration shortest = Engine.Settings.shortestLease(policy);
    Duration lease = duration("CAISSON_LEASE", shortest);
    if (lease.compareTo(shortest) < 0) {
      throw bad(
          "CAISSON_LEASE",
          "at least %d ms, for calls that may take CAISSON_CALL_LIMIT,"
              .formatted(shortest.toMillis()));
    }
    return new Settings.Work(policy, lease);
  }

  private Policy policy(boolean installs) {
    Policy usual = Policy.DEFAULT;
    return new Policy(
        duration("CAISSON_CALL_LIMIT", usual.callLimit()),
        duration("CAISSON_LIST_LAG", usual.listLag()),
        usual.cleanLooks(),
        number("CAISSON_OPEN_CALLS", usual.openEffects(), 1, 1000),
        stages(installs),
        duration("CAISSON_POLL", usual.poll()),
        duration("CAISSON_REST", usual.rest()));
  }

  /** Machines that install Kubernetes first have longer for that. */
  private StageLimits stages(boolean installs) {
    StageLimits usual = StageLimits.DEFAULT;
    return new StageLimits(
        duration("CAISSON_BUILD_LIMIT", usual.build()),
        duration("CAISSON_BOOT_LIMIT", usual.firstWord()),
        usual.bundle(),
        duration("CAISSON_PREPARE_LIMIT", installs ? StageLimits.INSTALLING : usual.preparation()),
        usual.kubeadm(),
        duration("CAISSON_NODE_LIMIT", usual.node()));
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(String::strip).filter(one -> !one.isEmpty());
  }

  private String need(String key) {
    return text(key)
        .orElseThrow(
            () -> new BadSetting(key + " is not set; docs/configuration.md says what it is"));
  }

  private int number(String key, int usual, int least, int most) {
    Optional<String> given = text(key);
    if (given.isEmpty()) {
      return usual;
    }
    if (!given.get().matches("[0-9]{1,9}")
        || Integer.parseInt(given.get()) < least
        || Integer.parseInt(given.get()) > most) {
      throw bad(key, "a number from %d to %d".formatted(least, most));
    }
    return Integer.parseInt(given.get());
  }

  private Duration duration(String key, Duration usual) {
    Optional<String> given = text(key);
    if (given.isEmpty()) {
      return usual;
    }
    Matcher parts = DURATION.matcher(given.get());
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw bad(key, "a time such as 500ms, 30s, 15m or 1h");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  private boolean oldReleases() {
    return text("CAISSON_OLD_RELEASES").filter("true"::equals).isPresent();
  }

  private InetSocketAddress address(String key, String usual) {
    String given = text(key).orElse(usual);
    Matcher parts = ADDRESS.matcher(given);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65535) {
      throw bad(key, "ADDRESS:PORT such as 127.0.0.1:9511");
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(parts.group(1)), Integer.parseInt(parts.group(2)));
    } catch (UnknownHostException unknown) {
      throw bad(key, "ADDRESS:PORT with an address of this machine");
    }
  }

  private static URI uri(String key, String text) {
    if (!text.matches("https?://[^\\s/]+(/\\S*)?")) {
      throw new BadSetting("%s is '%s': a URL with http or https is needed".formatted(key, text));
    }
    return URI.create(text);
  }

  private BadSetting bad(String key, String form) {
    return new BadSetting(
        "%s is '%s': %s is needed".formatted(key, values.getOrDefault(key, ""), form));
  }
}
