package io.caisson.service.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The folder of an embedded database: {@code data} is PostgreSQL's own, beside it are its password,
 * its log and the lock of the service that uses it. A folder that we make is its owner's alone; one
 * that is there keeps its permissions.
 */
record DataFolder(Path path) {
  static final String USER = "caisson";
  private static final int PASSWORD_BYTES = 32;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static DataFolder open(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path.toAbsolutePath(), OWNER_ONLY);
      }
      return new DataFolder(path.toRealPath());
    } catch (IOException unusable) {
      throw new UncheckedIOException("the data folder " + path + " cannot be used", unusable);
    }
  }

  Path data() {
    return path.resolve("data");
  }

  Path log() {
    return path.resolve("postgresql.log");
  }

  private Path passwordFile() {
    return path.resolve("password");
  }

  String password() {
    try {
      return Files.readString(passwordFile()).strip();
    } catch (IOException unusable) {
      throw new UncheckedIOException("the database's password cannot be read", unusable);
    }
  }

  /** Makes the database if it is not there: whole or not at all. */
  void initialise(PostgresCommand command) {
    try {
      if (Files.exists(data())) {
        return;
      }
      makePassword();
      Path half = path.resolve("data.unfinished");
      if (Files.exists(half)) {
        PostgresSoftware.delete(half);
      }
      initialise(command, half);
      Files.move(half, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unusable) {
      throw new UncheckedIOException("no database can be made in " + path, unusable);
    }
  }

  private void initialise(PostgresCommand command, Path half) {
    int exit =
        command.run(
            "initdb",
            "--pgdata=" + half,
            "--username=" + USER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions");
    if (exit != 0) {
      throw new IllegalStateException(
          "no database can be made in %s; the end of the log is: %s".formatted(path, endOfLog(5)));
    }
  }

  private void makePassword() throws IOException {
    if (Files.exists(passwordFile())) {
      return;
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    Path half =
        Files.createTempFile(
            path,
            "password",
            ".unfinished",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(half, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    Files.move(half, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  String endOfLog(int lines) {
    try {
      List<String> all = Files.readAllLines(log());
      return String.join(" | ", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException unreadable) {
      return "not readable";
    }
  }
}
