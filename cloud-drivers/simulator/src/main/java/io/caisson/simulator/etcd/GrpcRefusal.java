package io.caisson.simulator.etcd;

import io.caisson.simulator.kubeapi.Etcd;

/** A call that ends with another status than OK. */
final class GrpcRefusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int UNKNOWN = 2;
  private static final int NOT_FOUND = 5;
  private static final int FAILED_PRECONDITION = 9;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;

  private final int code;

  private GrpcRefusal(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static GrpcRefusal unreadable(String why) {
    return new GrpcRefusal(INTERNAL, "grpc: error unmarshalling request: " + why);
  }

  static GrpcRefusal unimplemented(String what) {
    return new GrpcRefusal(UNIMPLEMENTED, what);
  }

  /**
   * With the code that etcd gives it. It forgets one: too few started members go out as Unknown.
   *
   * @see <a
   *     href="https://github.com/etcd-io/etcd/blob/v3.6.5/api/v3rpc/rpctypes/error.go">error.go</a>
   */
  static GrpcRefusal of(Etcd.Refused refused) {
    return new GrpcRefusal(code(refused.why()), refused.why());
  }

  static GrpcRefusal of(String why) {
    return new GrpcRefusal(code(why), why);
  }

  private static int code(String why) {
    return switch (why) {
      case "etcdserver: member not found" -> NOT_FOUND;
      case "etcdserver: request timed out", "etcdserver: unhealthy cluster" -> UNAVAILABLE;
      case "etcdserver: re-configuration failed due to not enough started members" -> UNKNOWN;
      default -> FAILED_PRECONDITION;
    };
  }

  int code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
