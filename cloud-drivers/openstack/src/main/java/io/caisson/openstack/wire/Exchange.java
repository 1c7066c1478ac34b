package io.caisson.openstack.wire;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges whose failures are faults. */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Wire wire;
  private final FaultTable faults;

  public Exchange(Wire wire, InstantSource clock) {
    this.wire = wire;
    this.faults = new FaultTable(clock);
  }

  /** Sends once; throws only if there is no complete answer. */
  public Answer attempt(Sending sending, Deadline deadline) {
    Answer answer = wire.exchange(sending, deadline);
    LOG.debug("{}: {}", sending, answer.status());
    return answer;
  }

  /** The answer if it is a success with no body or a JSON one; else its fault is thrown. */
  public Answer judged(Answer answer, Secrets secrets) {
    if (!answer.success()) {
      throw new CloudException(faults.of(secrets.blacken(answer)));
    }
    if (!answer.body().isBlank() && answer.tree().isMissingNode()) {
      String body = FaultTable.excerpt(secrets.blacken(answer).body());
      throw new CloudException(new CloudFault.Broken(answer.status(), body));
    }
    return answer;
  }

  public Answer send(Sending sending, Deadline deadline, Secrets secrets) {
    return judged(attempt(sending, deadline), secrets);
  }
}
