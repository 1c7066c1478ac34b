package io.caisson.service.engine;

import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Outcome.Retry;
import io.caisson.service.store.StorableText;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.kubernetes.KubernetesException;

/** The one table from a fault to what becomes of the attempt that met it. */
final class FaultTable {
  private FaultTable() {}

  static Outcome outcome(CloudFault fault) {
    return fault.inDoubt() ? new Outcome.InDoubt(text(fault)) : failed(fault);
  }

  private static Outcome failed(CloudFault fault) {
    return switch (fault) {
      case CloudFault.AddressTaken(String address, String _) ->
          new Outcome.Failed(Retry.READDRESS, "address %s is taken".formatted(address));
      case CloudFault.Invalid _ -> failed(Retry.STOP, fault);
      case CloudFault.NotFound _,
          CloudFault.Quota _,
          CloudFault.NoCapacity _,
          CloudFault.Denied _,
          CloudFault.Unauthenticated _ ->
          failed(Retry.LATER, fault);
      case CloudFault.Conflict _,
          CloudFault.Throttled _,
          CloudFault.Unreachable _,
          CloudFault.Broken _ ->
          failed(Retry.SOON, fault);
    };
  }

  private static Outcome failed(Retry retry, CloudFault fault) {
    return new Outcome.Failed(retry, text(fault));
  }

  /**
   * The kind of fault and the cloud's own words, such that they can be kept and shown: clouds quote
   * what they were sent.
   */
  static String text(CloudFault fault) {
    return StorableText.told(words(fault));
  }

  private static String words(CloudFault fault) {
    return switch (fault) {
      case CloudFault.Unauthenticated(String text) ->
          "the cluster's credential is refused (was it deleted, or its user's role taken away?): "
              + text;
      case CloudFault.Denied(String text) ->
          "the cluster's credential may not do this: " + text + advice(text);
      case CloudFault.Unreachable(boolean _, String text) -> "the cloud does not answer: " + text;
      case CloudFault.Broken(int status, String text) ->
          "the cloud gave no proper answer (status %d): %s".formatted(status, text);
      case CloudFault.Throttled(var _, String text) -> "the cloud asks for fewer calls: " + text;
      case CloudFault.Conflict(String text) -> text + advice(text);
      case CloudFault.NotFound _,
          CloudFault.AddressTaken _,
          CloudFault.Quota _,
          CloudFault.NoCapacity _,
          CloudFault.Invalid _ ->
          fault.text();
    };
  }

  /** What Neutron's words about a shared address mean for a cluster; empty for all others. */
  private static String advice(String text) {
    if (text.contains("allowed_address_pairs")) {
      return " (only the owner of a network may let its ports share an address: take a network of"
          + " the project's own, or an endpoint that is not shared)";
    }
    return text.contains("allowed address pairs")
        ? " (ports of a network without port security cannot be told to share an address: switch"
            + " port security on, or take an endpoint that is not shared)"
        : "";
  }

  /** All calls to a cluster's API that we make can be repeated, so none is ever in doubt. */
  static Outcome outcome(KubernetesException fault) {
    Retry retry =
        switch (fault.kind()) {
          case INVALID -> Retry.STOP;
          case DENIED -> Retry.LATER;
          case UNREACHABLE, NOT_FOUND, CONFLICT, THROTTLED, BROKEN -> Retry.SOON;
        };
    return new Outcome.Failed(retry, StorableText.told(words(fault)));
  }

  /** Of a call that nobody waits for: whatever the API says to it stops nothing and is no hurry. */
  static Outcome unhurried(KubernetesException fault) {
    return new Outcome.Failed(Retry.LATER, StorableText.told(words(fault)));
  }

  private static String words(KubernetesException fault) {
    String text = String.valueOf(fault.getMessage());
    return switch (fault.kind()) {
      case UNREACHABLE -> "the cluster's API does not answer: " + text;
      case DENIED -> "the cluster's API does not let the service do this: " + text;
      case THROTTLED -> "the cluster's API asks for fewer calls: " + text;
      case BROKEN -> "the cluster's API could not do it: " + text;
      case INVALID -> "the cluster's API refuses it as wrong: " + text;
      case NOT_FOUND, CONFLICT -> text;
    };
  }
}
