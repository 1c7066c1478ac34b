package io.caisson.openstack;

import java.time.Duration;

/**
 * How long a cloud may take, and how much it is asked for at once.
 *
 * @param connect for one connection, TLS included
 * @param call for one call of a port, with all its exchanges and the last byte of the last body
 * @param pageSize entries in one page of a list; the cloud may give fewer
 */
public record CloudLimits(Duration connect, Duration call, int pageSize) {
  /** 5 s, 60 s, 500 entries: Nova's own maximum is 1,000, which takes it about 2 s. */
  public static final CloudLimits USUAL =
      new CloudLimits(Duration.ofSeconds(5), Duration.ofSeconds(60), 500);

  public CloudLimits {
    if (!connect.isPositive() || !call.isPositive() || pageSize < 1) {
      throw new IllegalArgumentException(
          "limits are positive: %s, %s, %d".formatted(connect, call, pageSize));
    }
  }
}
