package io.caisson.service.bootstrap.guest;

/**
 * A file that user-data writes; it belongs to root.
 *
 * @param path absolute
 * @param mode permission bits
 */
public record GuestFile(String path, int mode, String content) {
  @Override
  public String toString() {
    return "GuestFile[" + path + "]";
  }
}
