package io.caisson.service.bootstrap.guest;

import io.caisson.service.bootstrap.YamlText;
import io.caisson.spi.cloud.ServerOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * User-data as cloud-init reads it: one {@code #cloud-config} document, neither compressed nor in
 * several parts, since ZStack takes nothing else.
 *
 * @param runcmd commands with their arguments, run once, at the end of the first boot
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/modules.html">cloud-init's
 *     modules</a>
 */
public record CloudConfig(String hostname, List<WrittenFile> files, List<List<String>> runcmd) {
  public CloudConfig {
    files = List.copyOf(files);
    runcmd = runcmd.stream().map(List::copyOf).toList();
  }

  /**
   * @param permissions in octal, such as {@code 0600}
   */
  public record WrittenFile(String path, String permissions, String content) {
    private Map<String, Object> yaml() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("path", path);
      map.put("owner", "root:root");
      map.put("permissions", permissions);
      map.put("content", content);
      return map;
    }

    @Override
    public String toString() {
      return "WrittenFile[" + path + "]";
    }
  }

  /**
   * @throws IllegalStateException if it is longer than clouds take
   */
  public String text() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hostname", hostname);
    document.put("preserve_hostname", false);
    document.put("write_files", files.stream().map(WrittenFile::yaml).toList());
    document.put("runcmd", runcmd);
    return checked("#cloud-config\n" + YamlText.of(document));
  }

  private static String checked(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ServerOrder.USER_DATA_LIMIT) {
      throw new IllegalStateException(
          "the user-data has %,d bytes; clouds take at most %,d"
              .formatted(bytes, ServerOrder.USER_DATA_LIMIT));
    }
    return text;
  }
}
