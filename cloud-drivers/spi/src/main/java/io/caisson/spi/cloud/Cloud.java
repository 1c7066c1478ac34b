package io.caisson.spi.cloud;

/**
 * One project of one cloud, seen through one credential. All ports block, are safe to share between
 * threads, renew their own token, and throw {@link CloudException} only.
 *
 * <p>Rules that every adapter keeps (the cloud contract tests them):
 *
 * <ol>
 *   <li>A changing method sends exactly one changing request, and never sends it twice. A request
 *       that was answered 401 changed nothing: it alone is sent once more, with a new token.
 *   <li>A list is complete (all pages, one after the other) or it throws.
 *   <li>Absence is told only by the API's own 404 for that very thing, with its JSON error body:
 *       not by a 404 page of something in between, nor by a 404 of a list.
 *   <li>Every call ends within the call limit that the adapter was made with.
 *   <li>Deleting what is not there succeeds.
 * </ol>
 */
public interface Cloud extends AutoCloseable {
  Compute compute();

  Network network();

  Topology topology();

  Volumes volumes();

  LoadBalancers loadBalancers();

  Facts facts();

  @Override
  void close();
}
