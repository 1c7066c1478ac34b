package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Problem;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks things up in the cloud for one request, and collects what is not there. */
public final class CloudFacts {
  private final Facts facts;
  private final List<Problem> problems = new ArrayList<>();

  public CloudFacts(Facts facts) {
    this.facts = facts;
  }

  public Optional<Facts.Flavor> flavor(String path, String name) {
    return found(path, "flavor", name, () -> facts.flavor(name));
  }

  public Optional<Facts.Image> image(String path, String name) {
    return found(path, "image", name, () -> facts.image(name));
  }

  public Optional<Facts.NetworkFact> network(String path, String name) {
    return found(path, "network", name, () -> facts.network(name));
  }

  /** The network, which must be one that floating addresses come from. */
  public Optional<Facts.NetworkFact> externalNetwork(String path, String name) {
    Optional<Facts.NetworkFact> network = found(path, "network", name, () -> facts.network(name));
    network
        .filter(found -> !found.external())
        .ifPresent(
            found ->
                problem(
                    path,
                    "network '%s' is not external: floating addresses come from external ones"
                        .formatted(name)));
    return network.filter(Facts.NetworkFact::external);
  }

  public void keyPair(String path, String name) {
    found(
        path,
        "key pair",
        name,
        () -> facts.keyPairExists(name) ? Optional.of(name) : Optional.empty());
  }

  /** For what is balanced; a cloud without the service would let the cluster wait for ever. */
  public void needLoadBalancers(String path) {
    need(
        path,
        facts::offersLoadBalancers,
        "this cloud has no service for load balancers (in OpenStack, Octavia): choose another type"
            + " of endpoint");
  }

  /** For machines with volumes. */
  public void needVolumes(String path) {
    need(
        path,
        facts::offersVolumes,
        "this cloud has no service for volumes (in OpenStack, Cinder): leave them out");
  }

  private void need(String path, BooleanSupplier offered, String otherwise) {
    try {
      if (!offered.getAsBoolean()) {
        problem(path, otherwise);
      }
    } catch (CloudException refused) {
      problem(path, ambiguity(refused));
    }
  }

  /** What the project may have, and has. */
  public List<Facts.QuotaFact> quotas() {
    try {
      return facts.quotas();
    } catch (CloudException refused) {
      throw Refused.invalid("%s", ambiguity(refused));
    }
  }

  public void problem(String path, String text) {
    problems.add(new Problem(path, text));
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  private <T> Optional<T> found(
      String path, String what, String name, Supplier<Optional<T>> question) {
    if (name.isBlank()) {
      problem(path, "no %s is named".formatted(what));
      return Optional.empty();
    }
    try {
      Optional<T> answer = question.get();
      if (answer.isEmpty()) {
        problem(path, "the project has no %s '%s'".formatted(what, name));
      }
      return answer;
    } catch (CloudException refused) {
      problem(path, ambiguity(refused));
      return Optional.empty();
    }
  }

  /** A name that several things have is the request's fault; anything else is not. */
  private static String ambiguity(CloudException refused) {
    CloudFault fault = refused.fault();
    return switch (fault) {
      case CloudFault.Conflict(String text) -> text;
      case CloudFault.Invalid(String text) -> text;
      case CloudFault.Denied(String text) -> throw new Refused(Refused.Kind.FORBIDDEN, text);
      case CloudFault.Unauthenticated(String text) ->
          throw new Refused(
              Refused.Kind.UNAUTHENTICATED, "the cloud refuses the caller's token: " + text);
      case CloudFault.NotFound _,
          CloudFault.AddressTaken _,
          CloudFault.Quota _,
          CloudFault.NoCapacity _,
          CloudFault.Throttled _,
          CloudFault.Unreachable _,
          CloudFault.Broken _ ->
          throw new Refused(
              Refused.Kind.UNAVAILABLE,
              "the cloud does not answer as it should, nothing was changed, try again: "
                  + fault.text());
    };
  }
}
