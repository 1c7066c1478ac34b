package io.caisson.service.app;

import io.caisson.service.store.StoreUnavailable;
import io.caisson.service.store.postgres.DatabaseAddress;
import io.caisson.service.store.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;

/**
 * {@code caisson database}: the embedded PostgreSQL in a process of its own, for several replicas
 * of the service on one machine. Exit codes: 0 stopped, 1 it could not run, 2 wrong arguments.
 */
public final class DatabaseMain {
  private static final String HELP =
      """
      Usage: caisson database FOLDER ENV-FILE
      Runs the embedded PostgreSQL of FOLDER until it is stopped. ENV-FILE gets the settings by which
      several `caisson serve` can share it, for its owner's eyes only.
      """;

  private DatabaseMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    if (arguments.length != 2) {
      boolean asked = arguments.length == 1 && arguments[0].matches("-h|--help");
      (asked ? System.out : System.err).print(HELP);
      return asked ? 0 : 2;
    }
    try {
      EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), 0);
      CountDownLatch stop = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    database.close();
                    stop.countDown();
                  },
                  "stop"));
      tell(database.address(), Path.of(arguments[1]).toAbsolutePath());
      stop.await();
      return 0;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (IllegalStateException | UncheckedIOException | StoreUnavailable | IOException failed) {
      System.err.println("caisson database: " + failed.getMessage());
      return 1;
    }
  }

  /** The file is complete as soon as it is there. */
  private static void tell(DatabaseAddress address, Path file) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "database",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        fresh,
        """
        export CAISSON_DATABASE_URL='%s'
        export CAISSON_DATABASE_USER='%s'
        export CAISSON_DATABASE_PASSWORD='%s'
        """
            .formatted(address.url(), address.user().orElse(""), address.password().orElse("")));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
