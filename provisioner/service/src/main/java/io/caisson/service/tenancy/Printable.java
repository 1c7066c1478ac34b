package io.caisson.service.tenancy;

/** What callers sent, in a form that spoils neither a log nor a terminal. */
public final class Printable {
  private static final int LIMIT = 80;

  private Printable() {}

  public static String of(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{So}\\p{Cs}\\p{Co}\\p{Cn}]", "?");
    return plain.length() > LIMIT ? plain.substring(0, LIMIT) + "…" : plain;
  }
}
