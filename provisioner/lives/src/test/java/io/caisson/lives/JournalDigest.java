package io.caisson.lives;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The journals of some lives in one number; a program of its own, to be run by another JVM. */
final class JournalDigest {
  private JournalDigest() {}

  /** Prints the digest of the seeds from the first argument to below the second. */
  public static void main(String[] seeds) {
    System.out.println(of(Long.parseLong(seeds[0]), Long.parseLong(seeds[1])));
  }

  static String of(long from, long to) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (long seed = from; seed < to; seed++) {
        sha.update(Life.live(seed, Faults.ALL).journal().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
