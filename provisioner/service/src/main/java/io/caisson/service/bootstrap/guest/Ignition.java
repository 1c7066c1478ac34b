package io.caisson.service.bootstrap.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.bootstrap.Fields;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * User-data as Ignition reads it, before the first boot's systemd starts: files, and a unit that
 * runs one command until it has once succeeded.
 *
 * @param command absolute path of a program among the files
 * @see <a href="https://coreos.github.io/ignition/configuration-v3_3/">Ignition's specification
 *     3.3</a>
 */
record Ignition(String hostname, List<GuestFile> files, String command) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Ignition {
    files = List.copyOf(files);
  }

  String text() {
    List<Fields> all =
        Stream.concat(
                Stream.of(new GuestFile("/etc/hostname", 0644, hostname + "\n")), files.stream())
            .map(Ignition::file)
            .toList();
    Fields unit =
        new Fields()
            .put("name", "caisson-bootstrap.service")
            .put("enabled", true)
            .put("contents", unit());
    Fields document =
        new Fields()
            .put("ignition", new Fields().put("version", "3.3.0"))
            .put("storage", new Fields().put("files", Fields.list(all)))
            .put("systemd", new Fields().put("units", List.of(unit.map())));
    try {
      return JSON.writeValueAsString(document.map()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings are always JSON", e);
    }
  }

  /** In decimal, since JSON knows no octal numbers. */
  private static Fields file(GuestFile file) {
    String base64 = Base64.getEncoder().encodeToString(file.content().getBytes(UTF_8));
    return new Fields()
        .put("path", file.path())
        .put("mode", file.mode())
        .put("overwrite", true)
        .put("contents", new Fields().put("source", "data:;base64," + base64));
  }

  private String unit() {
    return """
    [Unit]
    Description=Makes a Kubernetes node of this machine
    Wants=network-online.target
    After=network-online.target
    ConditionPathExists=!/var/lib/caisson/bootstrap-done

    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=%s

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(command);
  }
}
