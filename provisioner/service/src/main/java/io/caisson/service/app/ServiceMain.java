package io.caisson.service.app;

import io.caisson.spi.net.Handshakes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code caisson serve}. Settings come from the environment and, with {@code --config FILE}, from a
 * properties file with the same keys; the environment wins. Exit codes: 0 stopped, 1 it could not
 * run, 2 a setting is wrong.
 */
public final class ServiceMain {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
  private static final String HELP =
      """
      Usage: caisson serve [--config FILE]
      Runs the service until it is stopped. All settings are environment variables named CAISSON_…;
      a file of NAME=VALUE lines can be given too. docs/configuration.md lists them.
      """;

  private ServiceMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    if (arguments.length == 1 && arguments[0].matches("-h|--help")) {
      System.out.print(HELP);
      return 0;
    }
    if (arguments.length != 0 && !(arguments.length == 2 && arguments[0].equals("--config"))) {
      System.err.print(HELP);
      return 2;
    }
    try {
      return serve(new SettingsReader(values(arguments)).read());
    } catch (SettingsReader.BadSetting | IllegalArgumentException wrong) {
      System.err.println("caisson serve: " + wrong.getMessage());
      return 2;
    } catch (IllegalStateException | UncheckedIOException failed) {
      LOG.debug("not started", failed);
      System.err.println("caisson serve: " + failed.getMessage());
      return 1;
    }
  }

  private static Map<String, String> values(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    if (arguments.length == 2) {
      properties(Path.of(arguments[1]))
          .forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
    }
    values.putAll(System.getenv());
    return values;
  }

  private static Properties properties(Path file) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (IOException unreadable) {
      throw new SettingsReader.BadSetting(
          "--config %s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
  }

  private static int serve(Settings settings) {
    try {
      Files.createDirectories(settings.data());
    } catch (IOException unwritable) {
      throw new SettingsReader.BadSetting(
          "CAISSON_DATA: %s cannot be made: %s"
              .formatted(settings.data(), unwritable.getMessage()));
    }
    LOG.info("what TLS needs of curves is computed by {}", Handshakes.quicken());
    Telemetry telemetry = Telemetry.of(System.getenv(), InstantSource.system());
    Service service = Service.start(settings, telemetry);
    LOG.info(
        "serving {} on {}, guests on {}",
        settings.installation(),
        settings.listeners().api(),
        settings.listeners().guests());
    CountDownLatch stop = new CountDownLatch(1);
    Thread closing =
        new Thread(
            () -> {
              service.close();
              stop.countDown();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(closing);
    try {
      stop.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
