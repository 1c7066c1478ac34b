package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Outcome;
import io.caisson.spi.cloud.CloudFault;
import org.junit.jupiter.api.Test;

class FaultTableTest {
  /** Neutron Zed, POST /v2.0/ports on a network of another project. */
  private static final String FORBIDDEN =
      "(rule:create_port and (rule:create_port:allowed_address_pairs and"
          + " rule:create_port:allowed_address_pairs:ip_address)) is disallowed by policy";

  /** Neutron Zed, POST /v2.0/ports on a network without port security. */
  private static final String UNFILTERED =
      "Port Security must be enabled in order to have allowed address pairs on a port.";

  @Test
  void whyAnAddressCannotBeSharedIsExplainedBesideTheCloudsWords() {
    assertThat(FaultTable.text(new CloudFault.Denied(FORBIDDEN)))
        .contains(FORBIDDEN, "a network of the project's own");
    assertThat(FaultTable.text(new CloudFault.Conflict(UNFILTERED)))
        .startsWith(UNFILTERED)
        .contains("switch port security on");
    assertThat(FaultTable.text(new CloudFault.Conflict("in use"))).isEqualTo("in use");
  }

  @Test
  void whatTheOperatorCanCureIsTriedAgain() {
    assertThat(FaultTable.outcome(new CloudFault.Denied(FORBIDDEN)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.retry()).isEqualTo(Outcome.Retry.LATER));
    assertThat(FaultTable.outcome(new CloudFault.Conflict(UNFILTERED)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.retry()).isEqualTo(Outcome.Retry.SOON));
  }
}
