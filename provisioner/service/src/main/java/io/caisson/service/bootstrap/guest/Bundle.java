package io.caisson.service.bootstrap.guest;

import io.caisson.service.bootstrap.node.NodeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packs a machine's files into a tar archive: the same bytes for the same contents. */
public final class Bundle {
  /** The same in all bundles; tar warns of times before 1970 and in the future. */
  private static final Date WRITTEN = Date.from(Instant.parse("2026-01-01T00:00:00Z"));

  private Bundle() {}

  /** A tar archive (ustar) of files relative to {@code /}. */
  public static byte[] tar(BundleContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (NodeFile entry : content.entries()) {
        append(tar, entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void append(TarArchiveOutputStream tar, NodeFile entry) throws IOException {
    byte[] content = entry.content().getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry header = new TarArchiveEntry(entry.path());
    header.setMode(entry.mode());
    header.setIds(0, 0);
    header.setNames("root", "root");
    header.setModTime(WRITTEN);
    header.setSize(content.length);
    tar.putArchiveEntry(header);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
