package io.caisson.service.store.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** A service with nothing but its database, to be killed. Ends when its input does. */
final class EmbeddedDatabaseProgram {
  static final String READY = "ready";

  private EmbeddedDatabaseProgram() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedDatabase database =
        EmbeddedDatabase.start(Path.of(arguments[0]), TestDatabase.SOFTWARE, 0);
    System.out.println(READY + " " + database.process().pid());
    while (System.in.read() >= 0) {
      // it serves
    }
    database.close();
  }
}
