package io.caisson.service.workload.etcd;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;

/** etcd has answered, with another status than OK. */
final class EtcdRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code of gRPC
   */
  EtcdRefusal(int code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * For its callers. Two codes do not say enough: a refusal for want of started members goes out as
   * Unknown, and one for the sake of the quorum as Unavailable.
   *
   * @see <a href="https://grpc.io/docs/guides/status-codes/">Status codes</a>
   */
  Kind kind() {
    String message = String.valueOf(getMessage());
    if (message.endsWith("not enough started members") || message.endsWith("unhealthy cluster")) {
      return Kind.CONFLICT;
    }
    return switch (code) {
      case 1, 4, 14 -> Kind.UNREACHABLE;
      case 3 -> Kind.INVALID;
      case 5 -> Kind.NOT_FOUND;
      case 7, 16 -> Kind.DENIED;
      case 8 -> Kind.THROTTLED;
      case 9, 10 -> Kind.CONFLICT;
      default -> Kind.BROKEN;
    };
  }

  KubernetesException told() {
    return new KubernetesException(kind(), String.valueOf(getMessage()), this);
  }
}
