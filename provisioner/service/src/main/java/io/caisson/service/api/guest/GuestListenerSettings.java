package io.caisson.service.api.guest;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * @param address where to listen; port 0 takes a free one
 * @param mostConnections at once; further ones are closed unheard
 * @param toReceive how long a guest may take from its connection to the end of its request, the TLS
 *     handshake included
 * @param toAnswer how long it may then take until it has read the response
 */
public record GuestListenerSettings(
    InetSocketAddress address, int mostConnections, Duration toReceive, Duration toAnswer) {
  public GuestListenerSettings {
    if (mostConnections < 1 || !toReceive.isPositive() || !toAnswer.isPositive()) {
      throw new IllegalArgumentException("a listener needs room and time for at least one guest");
    }
  }

  /** Room for some thousand machines that start at once, each with a call every few seconds. */
  public static GuestListenerSettings at(InetSocketAddress address) {
    return new GuestListenerSettings(
        address, 2_000, Duration.ofSeconds(15), Duration.ofSeconds(60));
  }
}
