package io.caisson.service.bootstrap.guest;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.YamlText;
import java.util.List;

/**
 * User-data as cloud-init reads it: one {@code #cloud-config} document, neither compressed nor in
 * several parts, since ZStack takes nothing else.
 *
 * @param runcmd commands with their arguments, run once, at the end of the first boot
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/modules.html">cloud-init's
 *     modules</a>
 */
public record CloudConfig(String hostname, List<GuestFile> files, List<List<String>> runcmd) {
  public CloudConfig {
    files = List.copyOf(files);
    runcmd = runcmd.stream().map(List::copyOf).toList();
  }

  public String text() {
    return "#cloud-config\n"
        + YamlText.of(
            new Fields()
                .put("hostname", hostname)
                .put("preserve_hostname", false)
                .put("write_files", Fields.list(files.stream().map(CloudConfig::file).toList()))
                .put("runcmd", runcmd)
                .map());
  }

  private static Fields file(GuestFile file) {
    return new Fields()
        .put("path", file.path())
        .put("owner", "root:root")
        .put("permissions", "%04o".formatted(file.mode()))
        .put("content", file.content());
  }
}
