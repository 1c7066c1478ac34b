package io.caisson.service.bootstrap.node;

import java.util.regex.Pattern;

/**
 * A file or folder of a machine; it belongs to root.
 *
 * @param path relative to {@code /}; a folder's ends with a slash
 * @param mode permission bits
 * @param content empty for a folder
 */
public record NodeFile(String path, int mode, String content) {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*/?");

  public NodeFile {
    if (!PATH.matcher(path).matches() || ("/" + path + "/").contains("/../")) {
      throw new IllegalArgumentException("not a path below the root: " + path);
    }
  }

  public static NodeFile folder(String path, int mode) {
    return new NodeFile(path, mode, "");
  }

  public static NodeFile file(String path, int mode, String content) {
    return new NodeFile(path, mode, content);
  }

  @Override
  public String toString() {
    return "NodeFile[" + path + "]";
  }
}
