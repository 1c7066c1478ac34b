package io.caisson.simulator.guest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files of a bundle, unpacked at the root. */
final class Bundle {
  private Bundle() {}

  /** Contents by absolute path. */
  static Map<String, String> unpack(byte[] tar) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.contains("..") || entry.isLink() || entry.isSymbolicLink()) {
          throw new IOException("tar: refused: " + name);
        }
        if (entry.isFile()) {
          String path = "/" + name.replaceFirst("^(\\./|/)+", "");
          files.put(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }
}
