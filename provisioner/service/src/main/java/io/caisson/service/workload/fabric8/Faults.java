package io.caisson.service.workload.fabric8;

import com.fasterxml.jackson.core.JacksonException;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The one table from what fabric8 throws to what callers tell apart. */
final class Faults {
  private Faults() {}

  /** Calls, and says in our words what went wrong. */
  static <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesException e) {
      throw e;
    } catch (KubernetesClientException e) {
      throw of(e);
    } catch (RuntimeException e) {
      // an answer of a shape that fabric8 did not expect
      throw new KubernetesException(byCause(e), "the API server's answer cannot be read", e);
    }
  }

  static KubernetesException of(KubernetesClientException e) {
    return new KubernetesException(
        e.getCode() > 0 ? byStatus(e.getCode()) : byCause(e), text(e), e);
  }

  private static Kind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> Kind.DENIED;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 429 -> Kind.THROTTLED;
      // 410: a list's continue token has expired; the next look starts anew
      case 410 -> Kind.BROKEN;
      default -> status >= 400 && status < 500 ? Kind.INVALID : Kind.BROKEN;
    };
  }

  /** JSON that does not end, or is none, is an IOException too. */
  private static Kind byCause(Throwable thrown) {
    boolean unreadable = causes(thrown).anyMatch(JacksonException.class::isInstance);
    boolean cut = causes(thrown).anyMatch(IOException.class::isInstance);
    return cut && !unreadable ? Kind.UNREACHABLE : Kind.BROKEN;
  }

  private static String text(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(status -> status.getMessage())
        .filter(message -> !message.isBlank())
        .or(() -> causes(e).reduce((_, deeper) -> deeper).map(Throwable::toString))
        .orElse("no reason was given");
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause);
  }
}
