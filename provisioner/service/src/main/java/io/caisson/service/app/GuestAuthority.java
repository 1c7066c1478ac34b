package io.caisson.service.app;

import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.CertificateMint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The authority that signs the guests' listener's certificate. Machines that boot are told to trust
 * it and nothing else, so it must be the same after a restart, and for all replicas behind one
 * address: it is kept in a file.
 */
final class GuestAuthority {
  private GuestAuthority() {}

  static CertificateAuthority loadOrCreate(Path file, CertificateMint mint) {
    try {
      if (Files.exists(file)) {
        return CertificateAuthority.ofBytes(Files.readAllBytes(file));
      }
      CertificateAuthority made = mint.authority("caisson-guests");
      keep(file, made);
      return made;
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "the guests' authority %s cannot be used: %s".formatted(file, unusable.getMessage()),
          unusable);
    }
  }

  private static void keep(Path file, CertificateAuthority made) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "guest-authority",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, made.toBytes());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
