package io.caisson.service.api.guest;

import io.caisson.service.bootstrap.guest.Stage;

/**
 * Who answers guests. Called on virtual threads, by many guests at once; may block. An exception is
 * answered as "ask again".
 *
 * <p>A machine that is unknown, or not in a state to ask, is {@link GuestAnswer.Refused} exactly as
 * a wrong secret is, and after the same work.
 */
public interface GuestDesk {
  /**
   * A guest asks for its files. Records that it did before it answers, and may keep a guest that
   * comes too early waiting for some seconds: fewer than guests wait for an answer.
   *
   * @param secret as presented, of any form
   */
  GuestAnswer bundle(String machine, String secret);

  /**
   * A guest says how far it is.
   *
   * @param secret as presented, of any form
   * @param text the end of its log: at most 4,096 bytes before it was decoded, printable but for
   *     tabs and ends of line
   */
  GuestAnswer ping(String machine, String secret, Stage stage, String text);
}
