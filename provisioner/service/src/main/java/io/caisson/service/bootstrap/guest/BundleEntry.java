package io.caisson.service.bootstrap.guest;

/**
 * One entry of a bundle; it belongs to root.
 *
 * @param path relative to {@code /}; a folder's ends with a slash
 * @param mode permission bits
 * @param content empty for a folder
 */
record BundleEntry(String path, int mode, String content) {
  static BundleEntry folder(String path, int mode) {
    return new BundleEntry(path, mode, "");
  }

  static BundleEntry file(String path, int mode, String content) {
    return new BundleEntry(path, mode, content);
  }

  @Override
  public String toString() {
    return "BundleEntry[" + path + "]";
  }
}
