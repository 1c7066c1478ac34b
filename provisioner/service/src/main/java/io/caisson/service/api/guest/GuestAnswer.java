package io.caisson.service.api.guest;

import java.time.Duration;

/** What a guest is told. */
public sealed interface GuestAnswer {
  /**
   * Its files.
   *
   * @param tar not copied; holds keys
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too big to copy
  record HandedOut(byte[] tar) implements GuestAnswer {
    @Override
    public String toString() {
      return "HandedOut[" + tar.length + " bytes]";
    }
  }

  /** There are no files yet. */
  record AskAgain(Duration after) implements GuestAnswer {}

  /** The message was taken. */
  record Taken() implements GuestAnswer {}

  /** There is no such machine, or it has another secret. */
  record Refused() implements GuestAnswer {}

  /** The files were handed out, and will not be again. */
  record Spent() implements GuestAnswer {}
}
