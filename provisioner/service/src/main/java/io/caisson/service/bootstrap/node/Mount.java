package io.caisson.service.bootstrap.node;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A volume of a machine and the folder that it holds.
 *
 * @param volume its id in the cloud, by which the guest finds it
 */
public record Mount(String volume, Folder folder) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

  /** What a volume may hold. */
  public enum Folder {
    CONTAINERS("/var/lib/containerd"),
    ETCD("/var/lib/etcd");

    private final String path;

    Folder(String path) {
      this.path = path;
    }
  }

  public Mount {
    if (!ID.matcher(volume).matches()) {
      throw new IllegalArgumentException("not the id of a volume: '" + volume + "'");
    }
  }

  /** Read by the script that prepares the machine; none for no volumes. */
  public static List<NodeFile> files(List<Mount> mounts) {
    return mounts.isEmpty()
        ? List.of()
        : List.of(
            NodeFile.file(
                "run/caisson/volumes",
                0600,
                mounts.stream()
                    .map(one -> one.volume + " " + one.folder.path + "\n")
                    .collect(Collectors.joining())));
  }
}
