package io.caisson.simulator.faults;

import java.util.regex.Pattern;

/**
 * When a fault shows.
 *
 * @param where which requests (or which servers, by name) it meets
 * @param times how often at most; −1 means always
 * @param probability of each time, 0 to 1
 */
public record FaultRule(Fault fault, Where where, int times, double probability) {
  public FaultRule {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
    }
    if (times < -1) {
      throw new IllegalArgumentException("times is a count, or −1 for always, not " + times);
    }
  }

  /** The fault shows once, for whatever comes first. */
  public static FaultRule once(Fault fault) {
    return new FaultRule(fault, Where.everywhere(), 1, 1);
  }

  /** The fault shows each time until it is removed. */
  public static FaultRule always(Fault fault) {
    return new FaultRule(fault, Where.everywhere(), -1, 1);
  }

  /** Only for requests (or servers) like these. */
  public FaultRule at(Where place) {
    return new FaultRule(fault, place, times, probability);
  }

  /**
   * @param service {@code identity}, {@code compute}, {@code network}, {@code image}, or a pattern
   * @param method such as {@code POST|PUT}
   * @param path of the request below its service, such as {@code /v2.1/servers}; of a fault inside
   *     the data centre: the server's name
   */
  public record Where(Pattern service, Pattern method, Pattern path) {
    public static Where everywhere() {
      return of(".*", ".*", ".*");
    }

    /** Each is a regular expression for the whole text. */
    public static Where of(String service, String method, String path) {
      return new Where(Pattern.compile(service), Pattern.compile(method), Pattern.compile(path));
    }

    boolean meets(String atService, String atMethod, String atPath) {
      return service.matcher(atService).matches()
          && method.matcher(atMethod).matches()
          && path.matcher(atPath).matches();
    }
  }
}
